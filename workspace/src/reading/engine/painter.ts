/*
 * Colours over the text, by the CSS Custom Highlight API: one highlight a code, and no element added to the page.
 *
 * The rules stand in an adopted style sheet (the page's security policy allows no other) and are written anew when
 * the codes or the theme change. Ranges are registered for what is in view only.
 */
import { css, isDark, line, parsed, tint, type Rgb, type Theme } from "./colours";
import type { Code } from "./model";
import type { Places } from "./places";

/** Highlights that belong to no code, the later over the earlier. */
const KINDS = ["dim", "old", "hover", "focus", "hit", "hit-now", "selection"] as const;
export type Kind = (typeof KINDS)[number];

const HIT: Rgb = [255, 214, 0];
const SELECTED: Rgb = [70, 140, 255];
const HIT_NOW: Rgb = [255, 140, 0];
let panes = 0;

export interface Drawn {
  number: number;
  code: number;
  start: number;
  end: number;
  own: boolean;
  old: boolean;
}

export class Painter {
  readonly #name = `relata-${++panes}`;
  readonly #sheet = new CSSStyleSheet();
  readonly #made = new Map<string, Highlight>();
  readonly #drawn = new Map<number, { drawn: Drawn; ranges: [Highlight, Range][] }>();

  constructor(readonly places: Places) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
  }

  /** How many ranges are registered now. */
  get ranges(): number {
    let count = 0;
    for (const highlight of this.#made.values()) count += highlight.size;
    return count;
  }

  rules(codes: Iterable<Code>, theme: Theme): void {
    const dark = isDark(theme);
    // On the one element above all blocks, which inherit it: matched against every block, 200 codes take seconds.
    const block = ".relata-text";
    const found: string[] = [];
    const rule = (name: string, declarations: string) =>
      found.push(`${block}::highlight(${this.#name}-${name}){${declarations}}`);
    for (const { number, colour, shown } of codes) {
      if (!shown) continue;
      const rgb = parsed(colour);
      const under = tint(rgb, theme);
      const edge = theme.lined ? `text-decoration:underline 1px ${css(line(rgb, theme))}` : "";
      rule(`c-${number}`, `background-color:${css(under, dark ? 0.72 : 0.5)};${edge}`);
      rule(`o-${number}`, `background-color:${css(under, dark ? 0.4 : 0.22)}`);
    }
    const accent = css(theme.accent);
    rule("dim", "color:var(--ink-soft)");
    rule("old", `text-decoration:underline dotted 1.5px ${css(theme.ink, 0.7)}`);
    rule("hover", `text-decoration:underline 1.5px ${accent}`);
    rule(
      "focus",
      `background-color:${css(tint(theme.accent, theme), 0.4)};text-decoration:underline 2px ${accent}`,
    );
    rule("hit", `background-color:${css(tint(HIT, theme), 0.85)}`);
    rule("hit-now", `background-color:${css(tint(HIT_NOW, theme))};text-decoration:underline 2px`);
    rule("selection", `background-color:${css(tint(SELECTED, theme), 0.92)}`);

    this.#sheet.replaceSync(found.join("\n"));
  }

  /** Draw these codings and none else; `from` and `to` bound what is in view. */
  draw(codings: readonly Drawn[], from: number, to: number): void {
    const wanted = new Set<number>();
    for (const one of codings) {
      wanted.add(one.number);
      const clipped = { ...one, start: Math.max(one.start, from), end: Math.min(one.end, to) };
      const before = this.#drawn.get(one.number);
      if (before && same(before.drawn, clipped)) continue;
      if (before) this.#erase(one.number);
      const range = this.places.range(clipped.start, clipped.end);
      if (!range) continue;
      const ranges: [Highlight, Range][] = [
        [this.#highlight(`${one.own ? "c" : "o"}-${one.code}`, one.own ? 2 : 1), range],
      ];
      if (one.old) ranges.push([this.#kind("old"), range]);
      for (const [highlight, its] of ranges) highlight.add(its);
      this.#drawn.set(one.number, { drawn: clipped, ranges });
    }
    for (const number of this.#drawn.keys()) if (!wanted.has(number)) this.#erase(number);
  }

  /** Mark spans in a way of their own; what was so marked before is taken away. */
  mark(kind: Kind, spans: readonly { start: number; end: number }[]): void {
    if (!spans.length && !this.#made.has(kind)) return;
    const highlight = this.#kind(kind);
    highlight.clear();
    for (const { start, end } of spans) {
      const range = this.places.range(start, end);
      if (range) highlight.add(range);
    }
  }

  destroy(): void {
    for (const name of this.#made.keys()) registry()?.delete(`${this.#name}-${name}`);
    this.#made.clear();
    this.#drawn.clear();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(
      (sheet) => sheet !== this.#sheet,
    );
  }

  #erase(number: number): void {
    for (const [highlight, range] of this.#drawn.get(number)?.ranges ?? []) highlight.delete(range);
    this.#drawn.delete(number);
  }

  #kind(kind: Kind): Highlight {
    return this.#highlight(kind, 3 + KINDS.indexOf(kind));
  }

  #highlight(name: string, priority: number): Highlight {
    let made = this.#made.get(name);
    if (!made) {
      made = new Highlight();
      made.priority = priority;
      this.#made.set(name, made);
      registry()?.set(`${this.#name}-${name}`, made);
    }
    return made;
  }
}

function same(one: Drawn, other: Drawn): boolean {
  return (
    one.start === other.start &&
    one.end === other.end &&
    one.code === other.code &&
    one.own === other.own &&
    one.old === other.old
  );
}

function registry(): HighlightRegistry | undefined {
  return typeof CSS === "undefined" ? undefined : CSS.highlights;
}
