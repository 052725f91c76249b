/* The codebook as the reader needs it: codes by number, their tree, and how they are picked. */
import type { Schemas } from "../api/client";
import type { Choice } from "../shell/Picker.svelte";

export type Code = Schemas["CodebookCode"];

export interface Branch {
  code: Code;
  depth: number;
  children: Branch[];
}

export class Codes {
  readonly byNumber: Map<number, Code>;
  readonly roots: Branch[] = [];
  readonly choices: Choice<number>[];

  constructor(readonly list: Code[] = []) {
    this.byNumber = new Map(list.map((code) => [code.number, code]));
    const made = new Map<number, Branch>();
    for (const code of list) made.set(code.number, { code, depth: 0, children: [] });
    for (const branch of made.values()) {
      const parent = branch.code.parent === null ? undefined : made.get(branch.code.parent);
      (parent?.children ?? this.roots).push(branch);
    }
    const deepen = (branches: Branch[], depth: number) => {
      branches.sort((a, b) => a.code.position - b.code.position);
      for (const branch of branches) {
        branch.depth = depth;
        deepen(branch.children, depth + 1);
      }
    };
    deepen(this.roots, 0);
    this.choices = this.flat()
      .filter((branch) => branch.code.codable)
      .map(({ code }) => ({
        value: code.number,
        label: code.label,
        path: this.above(code),
        colour: code.colour,
        keywords: `${code.name} ${Object.values(code.labels).join(" ")}`,
      }));
  }

  /** All codes in the order of the tree. */
  flat(): Branch[] {
    const found: Branch[] = [];
    const walk = (branches: Branch[]) => {
      for (const branch of branches) {
        found.push(branch);
        walk(branch.children);
      }
    };
    walk(this.roots);
    return found;
  }

  /** The labels above a code, outermost first. */
  above(code: Code): string {
    const labels: string[] = [];
    let parent = code.parent;
    while (parent !== null) {
      const above = this.byNumber.get(parent);
      if (!above) break;
      labels.unshift(above.label);
      parent = above.parent;
    }
    return labels.join(" › ");
  }

  /** A code and everything below it. */
  within(number: number): Set<number> {
    const found = new Set([number]);
    for (const code of this.flat()) {
      if (code.code.parent !== null && found.has(code.code.parent)) found.add(code.code.number);
    }
    return found;
  }

  label(number: number): string {
    return this.byNumber.get(number)?.label ?? "?";
  }

  colour(number: number): string {
    return this.byNumber.get(number)?.colour ?? "#888888";
  }
}
