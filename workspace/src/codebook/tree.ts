/* The tree of codes as lines on a page, and the places where a code that is moved can go. Pure; no view. */
import type { Branch, Code, Codes } from "../reading/codes";

/** One visible line: `at` of `of` siblings, `open` null where nothing is below; `fits` what is sought. */
export interface Line {
  code: Code;
  depth: number;
  at: number;
  of: number;
  open: boolean | null;
  fits: boolean;
}

/** Where a code goes: below `under` (null is the root), beside a sibling or last. */
export interface Spot {
  under: number | null;
  before?: number;
  after?: number;
}

/** A spot as it is shown: at which line, and on which side of it. */
export interface Slot {
  spot: Spot;
  line: number;
  where: Where;
}

export type Where = "before" | "after" | "under";

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** The lines to show: what is folded hides what is below; words sought show what holds them, and all above it. */
export function lines(roots: Branch[], shut: ReadonlySet<number>, sought = ""): Line[] {
  const words = folded(sought.trim()).split(/\s+/).filter(Boolean);
  const found: Line[] = [];
  const fits = ({ code }: Branch): boolean => {
    const all = folded([code.name, ...Object.values(code.labels), code.definition].join(" "));
    return words.every((word) => all.includes(word));
  };
  const kept = (branch: Branch): boolean => fits(branch) || branch.children.some(kept);
  const walk = (branches: Branch[]): void => {
    const shown = words.length ? branches.filter(kept) : branches;
    shown.forEach((branch, i) => {
      const children = words.length ? branch.children.filter(kept) : branch.children;
      const open = children.length ? words.length > 0 || !shut.has(branch.code.number) : null;
      found.push({
        code: branch.code,
        depth: branch.depth,
        at: i + 1,
        of: shown.length,
        open,
        fits: fits(branch),
      });
      if (open) walk(branch.children);
    });
  };
  walk(roots);
  return found;
}

/** Where a code goes that is dropped at a line; null where it cannot. */
export function dropped(codes: Codes, moved: number, line: number, where: Where): Spot | null {
  const within = codes.within(moved);
  if (within.has(line)) return null;
  if (where === "under") return { under: line };
  const under = codes.byNumber.get(line)?.parent ?? null;
  return where === "before" ? { under, before: line } : { under, after: line };
}

/** Every spot for a code among the visible lines, from the top down, each once. */
export function slots(codes: Codes, moved: number, shut: ReadonlySet<number>): Slot[] {
  const found: Slot[] = [];
  const walk = (branches: Branch[], under: number | null): void => {
    const others = branches.filter((branch) => branch.code.number !== moved);
    for (const { code, children } of others) {
      found.push({ spot: { under, before: code.number }, line: code.number, where: "before" });
      const below = children.filter((child) => child.code.number !== moved);
      if (below.length && !shut.has(code.number)) walk(children, code.number);
      else found.push({ spot: { under: code.number }, line: code.number, where: "under" });
    }
    const last = others.at(-1)?.code.number;
    if (last !== undefined)
      found.push({ spot: { under, after: last }, line: last, where: "after" });
  };
  walk(codes.roots, null);
  return found;
}

/** The slot where a code stands now. */
export function present(codes: Codes, moved: number, all: Slot[]): number {
  const code = codes.byNumber.get(moved);
  if (!code) return 0;
  const siblings = codes.list.filter((other) => other.parent === code.parent);
  const next = siblings[siblings.findIndex((other) => other.number === moved) + 1]?.number;
  const at = all.findIndex(({ spot }) => {
    if (spot.under !== code.parent) return false;
    return next === undefined ? spot.before === undefined : spot.before === next;
  });
  return Math.max(at, 0);
}

/** The line that a key leads to from another; undefined where there is none. */
export function stepped(all: Line[], from: number, key: string): number | undefined {
  const at = all.findIndex((line) => line.code.number === from);
  const here = all[at];
  if (key === "Home") return all[0]?.code.number;
  if (key === "End") return all.at(-1)?.code.number;
  if (key === "ArrowDown") return all[at + 1]?.code.number;
  if (key === "ArrowUp") return at < 0 ? all.at(-1)?.code.number : all[at - 1]?.code.number;
  if (key === "in") return here?.open ? all[at + 1]?.code.number : undefined;
  if (key === "out") return here?.code.parent ?? undefined;
  return undefined;
}
