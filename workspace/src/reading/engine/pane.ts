/*
 * A text with its codings, on the page: the one name that the rest of the workspace uses.
 *
 * Give it a host element, a text and what to call; then tell it what changes. It knows nothing of the server.
 */
import "./pane.css";
import { Blocks } from "./blocks";
import { folded } from "./folding";
import { Hand } from "./hand";
import type { Align, Code, Coding, Columns, Options, Span, TextGiven, Turn } from "./model";
import { Passages } from "./passages";
import { Steps } from "./steps";
import { View } from "./view";

export class TextPane {
  readonly #blocks: Blocks;
  readonly #view: View;
  readonly #hand: Hand;
  readonly #steps: Steps;
  readonly #turns: readonly Turn[];
  #speakers: ReadonlySet<string> | null = null;
  #dim = false;
  readonly #unfolded = new Set<number>();
  #settling = 0;

  constructor(
    host: HTMLElement,
    given: TextGiven,
    readonly options: Options,
  ) {
    const language = given.language ?? null;
    this.#turns = [...(given.turns ?? [])].sort((a, b) => a.start - b.start);
    const pages = [...(given.pages ?? [])].sort((a, b) => a.start - b.start);
    this.#blocks = new Blocks(
      given.text,
      given.paragraphs,
      this.#turns.map((turn) => turn.start),
    );
    this.#view = new View(host, this.#blocks, { turns: this.#turns, pages, language }, options, {
      choose: (coding) => options.onpassage?.([coding, ...this.#others(coding)], "margin"),
      hover: (coding) => this.#hover(coding),
      lost: () => this.focus(),
    });
    this.#steps = new Steps(this.#blocks, language);
    this.#hand = new Hand(this.#view, this.#steps);
    const stop = () => (this.#settling = 0);
    for (const kind of ["wheel", "pointerdown", "touchmove", "keydown"] as const) {
      this.#view.scroller.addEventListener(kind, stop, { passive: true });
    }
  }

  // -- what is drawn --------------------------------------------------------------

  setCodings(columns: Columns, old: ReadonlySet<number> = new Set()): void {
    this.#changed(new Passages(columns, old));
  }

  /** Draw more codings; one with a known number takes its place. */
  add(codings: readonly Coding[]): void {
    if (codings.length) this.#changed(this.#view.passages.changed(codings, []));
  }

  remove(numbers: Iterable<number>): void {
    this.#changed(this.#view.passages.changed([], numbers));
  }

  setCodes(codes: ReadonlyMap<number, Code>): void {
    this.#view.recode(codes);
  }

  /** Show or leave out the codings of some codes. */
  showCodes(numbers: Iterable<number>, shown: boolean): void {
    const codes = new Map(this.#view.codes);
    for (const number of numbers) {
      const code = codes.get(number);
      if (code) codes.set(number, { ...code, shown });
    }
    this.setCodes(codes);
  }

  /** Ask again which codings are shown. */
  redraw(): void {
    this.#view.schedule();
  }

  /** Show only what some speakers say (all: null); the rest is folded to a line, or dimmed. */
  setSpeakers(speakers: ReadonlySet<string> | null, how: "fold" | "dim" = "fold"): void {
    this.#speakers = speakers;
    this.#dim = how === "dim";
    this.#unfolded.clear();
    this.#fold();
  }

  setHits(spans: readonly Span[], now: number | null = null): void {
    this.#view.mark(
      "hit",
      spans.filter((_, i) => i !== now),
    );
    const one = now === null ? undefined : spans[now];
    this.#view.mark("hit-now", one ? [one] : []);
  }

  /** Mark one passage as the one in hand: a coding by its number, or any span. */
  setFocused(which: number | Span | null): void {
    const view = this.#view;
    const i = typeof which === "number" ? view.passages.position(which) : -1;
    const span = typeof which === "number" ? (i < 0 ? null : view.passages.coding(i)) : which;
    const same = i >= 0 && view.focused === which;
    view.focused = i < 0 ? null : (which as number);
    if (same) return;
    view.mark("focus", span ? [span] : []);
    view.schedule();
  }

  get focused(): number | null {
    return this.#view.focused;
  }

  // -- places -----------------------------------------------------------------------

  getSelection(): Span | null {
    return this.#hand.selection;
  }

  setSelection(span: Span | null): void {
    this.#hand.select(span);
  }

  set snap(on: boolean) {
    this.#hand.snap = on;
  }

  set trim(on: boolean) {
    this.#hand.trim = on;
  }

  get caret(): number | null {
    return this.#hand.caret;
  }

  /** Put the text caret at a place. */
  placeCaret(place: number): void {
    this.#hand.go(place);
  }

  /** The codings under a point of the view, inner first. */
  hitTest(x: number, y: number): Coding[] {
    const place = this.#view.places.under(x, y);
    return place === null ? [] : this.codingsAt(place);
  }

  /** The codings shown that cover a place, inner first. */
  codingsAt(place: number): Coding[] {
    return innerFirst(this.#view.within(place, place + 1));
  }

  /** The codings shown that share a character with a span, in the order of the text. */
  codingsIn(span: Span): Coding[] {
    return this.#view.within(span.start, span.end);
  }

  /** The passage after or before the one in hand (else the caret, else the top of the view); null at the end. */
  next(by: 1 | -1): Coding | null {
    const view = this.#view;
    const { passages } = view;
    const held = view.focused === null ? -1 : passages.position(view.focused);
    const from = this.#hand.caret ?? view.top;
    let i = held >= 0 ? held + by : by > 0 ? passages.from(from) : passages.from(from) - 1;
    for (; i >= 0 && i < passages.size; i += by) {
      const coding = passages.coding(i);
      if (!view.shows(coding)) continue;
      this.setFocused(coding.number);
      this.scrollTo(coding, "nearest");
      return coding;
    }
    return null;
  }

  /** Bring a span into view. */
  scrollTo(span: Span, align: Align = "centre"): void {
    this.#unfold(span);
    // What was only estimated gets its true height once it is in view: look again until it stands still.
    const turn = ++this.#settling;
    const settle = (left: number) => {
      if (this.#settling !== turn) return;
      const moved = this.#scroll(
        span,
        left === 4 ? align : align === "nearest" ? "nearest" : align,
      );
      if (left && (moved || left > 2)) requestAnimationFrame(() => settle(left - 1));
    };
    settle(4);
  }

  /** Where a span stands in the view of the window. */
  rect(span: Span): { left: number; right: number; top: number; bottom: number } {
    const { places } = this.#view;
    const [first, last] = [places.box(span.start), places.box(Math.max(span.start, span.end - 1))];
    return {
      left: Math.min(first.left, last.left),
      right: Math.max(first.right, last.right),
      top: first.top,
      bottom: last.bottom,
    };
  }

  /** A span with one edge moved by a word or a sentence. */
  stretched(span: Span, edge: "start" | "end", by: 1 | -1, unit: "word" | "sentence"): Span {
    return this.#steps.stretched(span, edge, by, unit);
  }

  snapped(span: Span): Span {
    return this.#steps.snapped(span);
  }

  words(span: Span): string {
    return this.#blocks.slice(span.start, span.end);
  }

  focus(): void {
    this.#view.text.focus({ preventScroll: true });
  }

  /** Do something that changes the pane's size or what it hides; what is read stays where it is. */
  keepingPlace(change: () => void): void {
    this.#view.keeping(change);
  }

  /** For measuring: what is registered and how long the last drawing took. */
  get drawn(): { ranges: number; milliseconds: number } {
    return { ranges: this.#view.painter.ranges, milliseconds: this.#view.spent };
  }

  destroy(): void {
    this.#settling = 0;
    this.#hand.destroy();
    this.#view.destroy();
  }

  // -- within -------------------------------------------------------------------------

  #changed(passages: Passages): void {
    const view = this.#view;
    view.passages = passages;
    if (view.focused !== null && passages.position(view.focused) < 0) {
      view.focused = null;
      view.mark("focus", []);
    }
    view.schedule();
  }

  #others(coding: Coding): Coding[] {
    return innerFirst(this.#view.within(coding.start, coding.end)).filter(
      ({ number }) => number !== coding.number,
    );
  }

  #hovered: number | null = null;

  #hover(coding: Coding | null): void {
    if ((coding?.number ?? null) === this.#hovered) return;
    this.#hovered = coding?.number ?? null;
    this.#view.mark("hover", coding ? [coding] : []);
    this.options.onhover?.(coding);
  }

  #fold(): void {
    const found = folded(this.#blocks, this.#turns, this.#speakers);
    const runs = found.runs.filter(({ first, last }) => {
      if (!this.#unfolded.has(first)) return true;
      found.hidden.fill(0, first, last + 1);
      return false;
    });
    this.#view.fold({ hidden: found.hidden, runs }, this.#dim, (run) => {
      this.#unfolded.add(runs[run]!.first);
      this.#fold();
    });
    this.#view.mark("dim", found.within);
  }

  #unfold(span: Span): void {
    if (!this.#view.isHidden(span.start)) return;
    const block = this.#blocks.at(span.start);
    const run = folded(this.#blocks, this.#turns, this.#speakers).runs.find(
      ({ first, last }) => first <= block && block <= last,
    );
    if (!run) return;
    this.#unfolded.add(run.first);
    this.#fold();
  }

  #scroll(span: Span, align: Align): boolean {
    const { scroller } = this.#view;
    const view = scroller.getBoundingClientRect();
    const { top, bottom } = this.rect(span);
    const room = Math.min(64, view.height / 5);
    const before = scroller.scrollTop;
    const inView =
      top >= view.top + room / 2 &&
      (bottom <= view.bottom - room / 2 || top <= view.top + view.height / 3);
    if (align === "nearest" && inView) return false;
    const height = Math.min(bottom - top, view.height);
    const wanted = align === "start" ? room : Math.max(room, (view.height - height) / 3);
    scroller.scrollTop += top - view.top - wanted;
    return Math.abs(scroller.scrollTop - before) > 1;
  }
}

function innerFirst(codings: Coding[]): Coding[] {
  return codings.sort((a, b) => a.end - a.start - (b.end - b.start) || a.number - b.number);
}
