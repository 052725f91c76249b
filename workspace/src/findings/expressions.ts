/* The language of coded retrieval, as far as the page helps to write it. */
import { named } from "./asking";

type Code = { path: string; label: string; below: boolean };
type Variable = { name: string; kind: string; choices: { name: string }[] };

export interface Example {
  /** What it shows; its explanation stands in the catalogue under `example.HOW`. */
  how: string;
  expression: string;
}

/** How a code is written in an expression: by its label, or by its path where others bear that label. */
export function insertion(code: Code, codes: Code[]): string {
  const wanted = code.label.toLowerCase();
  const alone = codes.every(
    (other) => other.path === code.path || other.label.toLowerCase() !== wanted,
  );
  return named(alone ? code.label : code.path);
}

/** Examples of each operator, made of the codes and variables that this codebook has. */
export function examples(codes: Code[], variables: Variable[]): Example[] {
  const leaves = codes.filter((code) => !code.below);
  const [a, b] = [leaves[0] ?? codes[0], leaves[1] ?? codes[1]];
  const branch =
    codes.find((code) => code.below && code.path.includes("/")) ?? codes.find((code) => code.below);
  if (!a) return [];
  const first = insertion(a, codes);
  const found: Example[] = [{ how: "code", expression: branch ? insertion(branch, codes) : first }];
  if (b) {
    const second = insertion(b, codes);
    found.push({ how: "and", expression: `${first} AND ${second}` });
    found.push({ how: "or", expression: `${first} OR ${second}` });
    found.push({ how: "not", expression: `${first} NOT ${second}` });
    found.push({ how: "near", expression: `${first} NEAR ${second}` });
    found.push({ how: "near far", expression: `${first} NEAR/300 ${second}` });
  }
  const variable = variables.find((one) => one.choices.length > 0);
  if (variable) {
    const where = `${named(variable.name)} = ${named(variable.choices[0]!.name)}`;
    found.push({ how: "where", expression: `${first} WITHIN cases WHERE ${where}` });
  }
  return found;
}
