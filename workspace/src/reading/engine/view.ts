/*
 * What of the text is in view, and the drawing of it: colours, margins, marks.
 *
 * Everything is drawn for a window of the text that reaches a little beyond the view on both sides. While one scrolls
 * within that window nothing is done; beyond it, or after a change, the window is drawn anew and what it shares with
 * the last one is kept.
 */
import { css, line, parsed, type Rgb, type Theme } from "./colours";
import type { Folded } from "./folding";
import { Gutter } from "./gutter";
import { estimate, Lines } from "./lines";
import { made, Margin, type Shown } from "./margin";
import { Minimap, type Stroke } from "./minimap";
import type { Code, Coding, Options, Page, Span, Turn } from "./model";
import { Painter, type Kind } from "./painter";
import { Passages } from "./passages";
import { Places } from "./places";
import type { Blocks } from "./blocks";

const AROUND = 900;
const SLACK = 450;

export class View {
  readonly root = made("div", "relata-reader");
  readonly scroller = made("div", "relata-pane");
  readonly sheet = made("div", "relata-sheet");
  readonly text = made("div", "relata-text");
  readonly caret = made("i", "relata-caret");
  readonly places: Places;
  readonly painter: Painter;
  readonly margin: Margin;
  readonly gutter: Gutter;
  readonly map: Minimap | null;
  passages = Passages.none;
  codes: ReadonlyMap<number, Code> = new Map();
  focused: number | null = null;
  theme!: Theme;
  /** Called after the places of things on the page have changed. */
  onplaced: () => void = () => undefined;

  readonly #marks = new Map<Kind, readonly Span[]>();
  readonly #lines: Lines;
  readonly #colours = new Map<number, string>();
  readonly #sizes: ResizeObserver;
  readonly #themes: MutationObserver;
  readonly #more = matchMedia("(prefers-contrast: more)");
  #hidden: Uint8Array;
  #standing: Int32Array;
  #window = { top: NaN, bottom: NaN };
  #width = -1;
  #height = -1;
  #frame = 0;
  #stale = true;
  #mapping: ReturnType<typeof setTimeout> | undefined;
  /** How long the last drawing took, in milliseconds. */
  spent = 0;

  constructor(
    host: HTMLElement,
    readonly blocks: Blocks,
    given: { turns: readonly Turn[]; pages: readonly Page[]; language: string | null },
    readonly options: Options,
    hands: {
      choose: (coding: Coding) => void;
      hover: (coding: Coding | null) => void;
      lost: () => void;
    },
  ) {
    const { words } = options;
    const elements: HTMLElement[] = [];
    for (let i = 0; i < blocks.count; i++) {
      const element = document.createElement("div");
      element.className = "relata-block";
      element.dir = "auto";
      element.append(document.createTextNode(blocks.words(i)));
      elements.push(element);
      if (i && blocks.start[i]! - blocks.end[i - 1]! < 2) element.classList.add("close");
    }
    this.text.append(...elements);
    this.text.tabIndex = 0;
    this.text.setAttribute("role", "document");
    this.text.setAttribute("aria-label", words.text);
    if (given.language) this.text.lang = given.language;
    this.places = new Places(blocks, this.text, elements);
    this.margin = new Margin(words.codes, { ...hands, more: words.more });
    this.gutter = new Gutter(given.turns, given.pages, { page: words.page, time: options.ontime });
    this.map = options.minimap === false ? null : new Minimap((part) => this.#go(part));
    this.caret.hidden = true;
    this.sheet.append(this.gutter.element, this.text, this.margin.element, this.caret);
    this.sheet.classList.toggle("plain", this.gutter.empty);
    this.scroller.append(this.sheet);
    this.root.append(this.scroller);
    if (this.map) this.root.append(this.map.element);
    host.append(this.root);
    this.#hidden = new Uint8Array(blocks.count);
    this.#standing = Int32Array.from(elements, (_, i) => i);
    this.#lines = new Lines(this.places);
    this.painter = new Painter(this.places);
    this.retheme();
    this.scroller.addEventListener("scroll", this.#scrolled, { passive: true });
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this.text);
    this.#sizes.observe(this.scroller);
    this.#themes = new MutationObserver(() => this.retheme());
    this.#themes.observe(document.documentElement, {
      attributeFilter: ["data-theme", "class", "dir"],
    });
    this.#more.addEventListener("change", this.#contrast);
  }

  // -- colours ------------------------------------------------------------------

  retheme(): void {
    const root = getComputedStyle(this.root);
    const paper = parsed(root.backgroundColor, [255, 255, 255]);
    const ink = parsed(root.color, [0, 0, 0]);
    const accent = parsed(getComputedStyle(this.caret).backgroundColor, [30, 90, 160]);
    const strong = document.documentElement.dataset.theme === "contrast" || this.#more.matches;
    this.theme = { paper, ink, accent, ratio: strong ? 7 : 4.5, lined: strong };
    this.recode();
  }

  recode(codes: ReadonlyMap<number, Code> = this.codes): void {
    this.codes = codes;
    this.#colours.clear();
    for (const code of codes.values()) {
      this.#colours.set(code.number, css(line(parsed(code.colour), this.theme)));
    }
    this.painter.rules(codes.values(), this.theme);
    this.schedule();
  }

  colour(code: number): string {
    return this.#colours.get(code) ?? css([128, 128, 128] satisfies Rgb);
  }

  readonly #contrast = () => this.retheme();

  // -- what is shown --------------------------------------------------------------

  shows(coding: Coding): boolean {
    return this.codes.get(coding.code)?.shown !== false && (this.options.shows?.(coding) ?? true);
  }

  /** The codings shown that share a character with a stretch. */
  within(start: number, end: number): Coding[] {
    return this.passages
      .overlapping(start, end)
      .map((i) => this.passages.coding(i))
      .filter((coding) => this.shows(coding));
  }

  mark(kind: Kind, spans: readonly Span[]): void {
    this.#marks.set(kind, spans);
    const [from, to] = this.#stretch();
    this.painter.mark(kind, clipped(spans, from, to));
    if (kind === "hit" || kind === "hit-now") this.drawMap();
  }

  /** Hide blocks, or show them again; the text in view stays where it is. */
  fold(
    { hidden, runs }: Pick<Folded, "hidden" | "runs">,
    dim: boolean,
    open: (run: number) => void,
  ): void {
    this.keeping(() => {
      for (const line of [...this.text.querySelectorAll(".relata-fold")]) line.remove();
      const standing: number[] = [];
      this.places.elements.forEach((element, i) => {
        const is = hidden[i] === 1;
        element.classList.toggle("dimmed", is && dim);
        element.hidden = is && !dim;
        if (!element.hidden) standing.push(i);
      });
      this.#hidden = dim ? new Uint8Array(this.blocks.count) : hidden;
      this.#standing = Int32Array.from(standing);
      if (!dim) {
        runs.forEach(({ first, characters, turns }, i) => {
          const line = made("button", "relata-fold");
          // Written by the style sheet, so that the colour of a coding across hidden text does not lie on it.
          line.dataset.words = this.options.words.hidden(characters, turns);
          line.setAttribute("aria-label", line.dataset.words);
          line.addEventListener("click", () => open(i));
          this.places.elements[first]!.before(line);
        });
      }
    });
  }

  // -- places ---------------------------------------------------------------------

  /** Do something that changes heights; what is read stays where it is. */
  keeping(change: () => void): void {
    const { scroller } = this;
    const found = this.#blockAt(scroller.scrollTop);
    const before = this.places.elements[found];
    const from = before ? before.offsetTop - scroller.scrollTop : 0;
    scroller.style.overflowAnchor = "none";
    change();
    const held = this.#standing.find((i) => i >= found);
    const anchor = held === undefined ? undefined : this.places.elements[held];
    const hold = () => {
      if (anchor) scroller.scrollTop = anchor.offsetTop - from;
    };
    hold();
    this.draw();
    requestAnimationFrame(() => {
      hold();
      scroller.style.overflowAnchor = "";
    });
  }

  /** The place of the text at the top of the view. */
  get top(): number {
    const block = this.#blockAt(this.scroller.scrollTop + 8);
    return this.blocks.start[block] ?? 0;
  }

  isHidden(place: number): boolean {
    return this.#hidden[this.blocks.at(place)] === 1;
  }

  /** Draw at the next frame: several changes are one drawing. */
  schedule(): void {
    this.#stale = true;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#stale) this.draw();
    });
    this.drawMap();
  }

  /** Draw what is in view; without `anew` only when one has scrolled near the end of what is drawn. */
  draw(anew = true): void {
    const { scroller, blocks } = this;
    const top = scroller.scrollTop;
    const bottom = top + scroller.clientHeight;
    this.#see(top, bottom);
    if (!blocks.count || !this.#standing.length || !scroller.clientHeight) return;
    const covered = top - SLACK >= this.#window.top && bottom + SLACK <= this.#window.bottom;
    const whole = this.#window.top <= 0 && top < SLACK;
    if (!anew && (covered || (whole && bottom + SLACK <= this.#window.bottom))) return;
    const begun = performance.now();
    this.#stale = false;
    this.#window = { top: top - AROUND, bottom: bottom + AROUND };
    const [from, to] = this.#stretch();
    const codings = this.within(from, to);
    const me = this.options.me;
    const own = (coding: Coding) => me === undefined || coding.coder === me;
    this.painter.draw(
      codings.map((coding) => ({ ...coding, own: own(coding) })),
      from,
      to,
    );
    for (const [kind, spans] of this.#marks) this.painter.mark(kind, clipped(spans, from, to));
    const measure = this.#lines.within(from, to, this.#hidden);
    const shown: Shown[] = [];
    for (const coding of codings) {
      const extent = measure.extent(coding);
      if (!extent) continue;
      const code = this.codes.get(coding.code);
      shown.push({
        ...extent,
        key: coding.number,
        coding,
        label: code?.label ?? "?",
        title: this.options.words.passage(coding, code),
        colour: this.colour(coding.code),
        own: own(coding),
      });
    }
    this.margin.draw(shown, this.focused);
    if (!this.gutter.empty) this.gutter.draw(from, to, measure.top);
    this.onplaced();
    this.spent = performance.now() - begun;
  }

  drawMap(): void {
    if (!this.map || this.#mapping !== undefined) return;
    this.#mapping = setTimeout(() => {
      this.#mapping = undefined;
      const hits = [...(this.#marks.get("hit") ?? []), ...(this.#marks.get("hit-now") ?? [])];
      const length = this.blocks.length || 1;
      this.map?.draw(
        this.#strokes(length),
        hits.map(({ start }) => start / length),
        css(this.theme.ink),
      );
    }, 120);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#mapping);
    this.#sizes.disconnect();
    this.#themes.disconnect();
    this.#more.removeEventListener("change", this.#contrast);
    this.painter.destroy();
    this.root.remove();
  }

  *#strokes(length: number): Generator<Stroke> {
    const { passages } = this;
    for (let i = 0; i < passages.size; i++) {
      const code = passages.code[i]!;
      if (this.codes.get(code)?.shown === false) continue;
      if (this.options.shows && !this.options.shows(passages.coding(i))) continue;
      yield {
        from: passages.start[i]! / length,
        to: passages.end[i]! / length,
        colour: this.colour(code),
        lane: code,
      };
    }
  }

  #see(top: number, bottom: number): void {
    const height = this.scroller.scrollHeight || 1;
    this.map?.see(top / height, bottom / height);
  }

  #go(part: number): void {
    this.scroller.scrollTop = part * this.scroller.scrollHeight - this.scroller.clientHeight / 2;
  }

  /** The stretch of the text that the drawn window covers. */
  #stretch(): [number, number] {
    if (!this.blocks.count || Number.isNaN(this.#window.top)) return [0, 0];
    const first = this.#blockAt(this.#window.top);
    const last = this.#blockAt(this.#window.bottom);
    return [this.blocks.start[first]!, this.blocks.end[last]!];
  }

  /** The block that stands at a height of the sheet. */
  #blockAt(height: number): number {
    let low = 0;
    let high = this.#standing.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.places.elements[this.#standing[middle]!]!.offsetTop <= height) low = middle;
      else high = middle - 1;
    }
    return this.#standing[low] ?? 0;
  }

  readonly #scrolled = () => this.draw(false);

  #resized(): void {
    const width = this.text.clientWidth;
    const height = this.text.offsetHeight + this.scroller.clientHeight / 2 ** 20;
    if (width === this.#width && height === this.#height && !this.#stale) return;
    this.#height = height;
    if (width !== this.#width && width) {
      this.#width = width;
      this.#lines.forget();
      this.margin.measure();
      estimate(this.places, width);
      this.drawMap();
    }
    this.draw();
  }
}

function clipped(spans: readonly Span[], from: number, to: number): Span[] {
  const found: Span[] = [];
  for (const { start, end } of spans) {
    if (start < to && end > from)
      found.push({ start: Math.max(start, from), end: Math.min(end, to) });
  }
  return found;
}
