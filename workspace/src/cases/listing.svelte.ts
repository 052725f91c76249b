/* How the list of cases is narrowed and sorted; it stays so while one looks at a case and comes back. */
import type { Schemas } from "../api/client";

export type Line = Schemas["CaseRow"];
export type By =
  "number" | "pseudonym" | "sources" | "values" | "codings" | "motives" | "missing" | "open";

class Listing {
  words = $state("");
  variable = $state("");
  value = $state("");
  code = $state("");
  open = $state(false);
  by = $state<By>("number");
  down = $state(false);

  get narrowed(): boolean {
    return Boolean(this.words || this.variable || this.code || this.open);
  }

  clear(): void {
    this.words = this.variable = this.value = this.code = "";
    this.open = false;
  }

  /** Sort by a column; once more turns the order round. */
  sort(by: By): void {
    if (this.by === by) this.down = !this.down;
    else {
      this.by = by;
      this.down = by !== "number" && by !== "pseudonym";
    }
  }
}

export const listing = new Listing();

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** The lines whose pseudonym holds what was typed, in the order chosen. */
export function arranged(
  lines: Line[],
  words: string,
  by: By,
  down: boolean,
  language = "en",
): Line[] {
  const wanted = folded(words.trim());
  const found = lines.filter((line) => !wanted || folded(line.pseudonym).includes(wanted));
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = down ? -1 : 1;
  return found.sort((a, b) => {
    if (by === "pseudonym") return sign * collator.compare(a.pseudonym, b.pseudonym);
    const measure = (line: Line) => (by === "missing" ? line.missing.length : line[by]);
    return sign * (measure(a) - measure(b)) || a.number - b.number;
  });
}
