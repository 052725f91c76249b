/*
 * The coder's hand on the text: what is selected by mouse or keys, where the caret stands, what is pointed at.
 *
 * The text is not editable. The caret is Relata's own, so that one can go through the text and select without a
 * mouse; the browser's selection follows it, for screen readers and for copying.
 */
import type { Span } from "./model";
import { Steps, type Unit } from "./steps";
import type { View } from "./view";

export class Hand {
  selection: Span | null = null;
  caret: number | null = null;
  snap: boolean;
  trim: boolean;
  #anchor = 0;
  #pressed = false;
  #goal: number | null = null;
  /** The browser's selection as it was set from here. */
  #told: [Node, number, Node, number] | null = null;
  #frame = 0;

  constructor(
    readonly view: View,
    readonly steps: Steps,
  ) {
    this.snap = view.options.snap ?? false;
    this.trim = view.options.trim ?? false;
    document.addEventListener("selectionchange", this.#changed);
    document.addEventListener("pointerup", this.#released);
    document.addEventListener("pointercancel", this.#released);
    view.text.addEventListener("pointerdown", this.#pressing);
    view.text.addEventListener("click", this.#clicked);
    view.text.addEventListener("keydown", this.#key);
    view.text.addEventListener("keyup", this.#up);
    view.text.addEventListener("copy", this.#copy);
    view.text.addEventListener("focus", this.#focused);
    view.text.addEventListener("blur", this.#blurred);
    view.onplaced = () => this.#showCaret();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    document.removeEventListener("selectionchange", this.#changed);
    document.removeEventListener("pointerup", this.#released);
    document.removeEventListener("pointercancel", this.#released);
  }

  select(span: Span | null, { caret = span?.end ?? this.caret, told = false } = {}): void {
    const length = this.view.blocks.length;
    const fitted = span && { start: Math.max(0, span.start), end: Math.min(length, span.end) };
    const kept = fitted && fitted.end > fitted.start ? fitted : null;
    this.caret = caret;
    if (kept) this.#anchor = caret === kept.start ? kept.end : kept.start;
    else this.#anchor = caret ?? 0;
    this.#take(kept);
    this.#showCaret();
    if (!told) this.#tell();
  }

  /** Put the caret somewhere; with `extend` the selection reaches there. */
  go(place: number, extend = false): void {
    const from = this.caret ?? this.view.top;
    if (!extend) this.#anchor = place;
    else if (!this.selection) this.#anchor = from;
    this.caret = place;
    const span = this.view.places.tidy(this.#anchor, place);
    this.#take(span.end > span.start ? span : null);
    this.#tell();
    this.#reveal(place);
    this.#showCaret();
    this.view.options.oncaret?.(place, this.view.within(place, place + 1));
  }

  step(by: 1 | -1, unit: Unit | "line" | "page", extend: boolean): void {
    const here = this.#stands();
    if (!extend && this.selection && unit === "character") {
      return this.go(by > 0 ? this.selection.end : this.selection.start);
    }
    if (unit === "line" || unit === "page") return this.#vertical(by, unit, extend);
    this.#goal = null;
    let place = this.steps.step(here, by, unit);
    // Go past what is hidden.
    for (let i = 0; i < 100_000 && this.view.isHidden(place) && place !== this.#edge(by); i++) {
      place = this.steps.step(place, by, "paragraph");
    }
    this.go(place, extend);
  }

  // -- from the browser ---------------------------------------------------------

  readonly #changed = () => {
    const found = getSelection();
    const { text, places } = this.view;
    if (!found?.anchorNode || !found.focusNode) return;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = found;
    if (!text.contains(anchorNode) && !(this.#pressed && text.contains(focusNode))) return;
    const told = this.#told;
    if (
      told &&
      told[0] === anchorNode &&
      told[1] === anchorOffset &&
      told[2] === focusNode &&
      told[3] === focusOffset
    ) {
      return;
    }
    this.#told = [anchorNode, anchorOffset, focusNode, focusOffset];
    const anchor = places.fromDom(anchorNode, anchorOffset);
    const focus = places.fromDom(focusNode, focusOffset);
    const span = places.tidy(anchor, focus);
    this.#anchor = anchor;
    this.caret = focus;
    this.#goal = null;
    this.#take(span.end > span.start ? span : null);
    this.#showCaret();
  };

  readonly #pressing = (event: PointerEvent) => {
    if (event.button === 0) this.#pressed = true;
  };

  readonly #released = () => {
    if (!this.#pressed) return;
    this.#pressed = false;
    // The browser settles its selection after the button is let go.
    this.#frame = requestAnimationFrame(() => {
      if (!this.selection) return;
      this.#changed();
      let span = this.selection;
      if (this.trim) span = this.steps.trimmed(span);
      if (this.snap) span = this.steps.snapped(span);
      if (span.start !== this.selection.start || span.end !== this.selection.end) this.select(span);
      this.view.options.onselected?.(span);
    });
  };

  readonly #clicked = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest(".relata-fold")) return;
    const { clientX, clientY, detail } = event;
    // A click on words that are selected lets them go only after this event.
    setTimeout(() => {
      this.#changed();
      if (this.selection || detail > 1) return;
      const place = this.view.places.under(clientX, clientY);
      this.view.options.onpassage?.(place === null ? [] : this.#innerFirst(place), "text");
    });
  };

  readonly #focused = () => {
    if (!this.#pressed) this.#tell();
    this.#showCaret();
  };

  readonly #blurred = () => this.#showCaret();

  readonly #copy = (event: ClipboardEvent) => {
    if (!this.selection || !event.clipboardData) return;
    event.clipboardData.setData(
      "text/plain",
      this.view.blocks.slice(this.selection.start, this.selection.end),
    );
    event.preventDefault();
  };

  readonly #up = (event: KeyboardEvent) => {
    if (event.key === "Shift" && this.selection) this.view.options.onselected?.(this.selection);
  };

  readonly #key = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.target !== this.view.text) return;
    const mod = event.ctrlKey || event.metaKey;
    const { altKey, shiftKey } = event;
    if (mod && altKey) return;
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight": {
        if (altKey) return;
        const on = (event.key === "ArrowRight") !== this.#isRtl();
        this.step(on ? 1 : -1, mod ? "word" : "character", shiftKey);
        break;
      }
      case "ArrowUp":
      case "ArrowDown":
        this.step(
          event.key === "ArrowDown" ? 1 : -1,
          mod ? "paragraph" : altKey ? "sentence" : "line",
          shiftKey,
        );
        break;
      case "PageUp":
      case "PageDown":
        if (mod || altKey) return;
        this.step(event.key === "PageDown" ? 1 : -1, "page", shiftKey);
        break;
      case "Home":
      case "End":
        if (altKey) return;
        if (mod) this.go(this.#edge(event.key === "End" ? 1 : -1), shiftKey);
        else this.#lineEdge(event.key === "End", shiftKey);
        break;
      case "a":
        if (!mod || altKey || shiftKey) return;
        this.select({ start: this.#edge(-1), end: this.#edge(1) });
        break;
      case " ": {
        const found =
          this.caret === null || this.selection || mod || altKey
            ? []
            : this.#innerFirst(this.caret);
        if (!found.length) return;
        this.view.options.onpassage?.(found, "key");
        break;
      }
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  // -- going about ----------------------------------------------------------------

  #innerFirst(place: number) {
    return this.view
      .within(place, place + 1)
      .sort((a, b) => a.end - a.start - (b.end - b.start) || a.number - b.number);
  }

  #edge(by: 1 | -1): number {
    const { blocks } = this.view;
    return by > 0 ? (blocks.end[blocks.count - 1] ?? 0) : (blocks.start[0] ?? 0);
  }

  /** Where the caret is; before it was anywhere, at the top of the view. */
  #stands(): number {
    return this.caret ?? this.view.top;
  }

  #isRtl(): boolean {
    const block = this.view.blocks.at(this.#stands());
    const element = this.view.places.elements[block];
    return element !== undefined && getComputedStyle(element).direction === "rtl";
  }

  #vertical(by: 1 | -1, unit: "line" | "page", extend: boolean): void {
    const { places, scroller, blocks } = this.view;
    const here = this.#stands();
    this.#reveal(here);
    const caret = places.caret(here);
    const goal = (this.#goal ??= caret.x);
    const height = caret.bottom - caret.top;
    const far = unit === "page" ? Math.max(height, scroller.clientHeight - 3 * height) : 0;
    if (far) scroller.scrollTop += by * far;
    const view = scroller.getBoundingClientRect();
    let y = far
      ? (caret.top + caret.bottom) / 2
      : by > 0
        ? caret.bottom + height * 0.5
        : caret.top - height * 0.5;
    let found = here;
    for (let i = 0; i < 60; i++, y += by * height * 0.5) {
      if (y < view.top + 4 || y > view.bottom - 4) {
        const before = scroller.scrollTop;
        scroller.scrollTop += by * height * 4;
        const moved = scroller.scrollTop - before;
        if (!moved) break;
        y -= moved;
      }
      const place = this.#across(goal, y);
      if (place === null || place === here || place > here !== by > 0) continue;
      const there = places.caret(place);
      // Between two paragraphs the browser answers with the beginning of one: go on to its lines.
      if (y < there.top - 3 || y > there.bottom + 3) continue;
      // Still on the line one came from: its end and the next line's beginning are one place.
      if (
        !far &&
        (by > 0 ? there.top < caret.top + height * 0.5 : there.top > caret.top - height * 0.5)
      )
        continue;
      found = place;
      break;
    }
    if (found === here)
      found = by > 0 ? blocks.end[blocks.at(here)]! : blocks.start[blocks.at(here)]!;
    this.go(found, extend);
    this.#goal = goal;
  }

  #lineEdge(end: boolean, extend: boolean): void {
    const { places, blocks } = this.view;
    const here = this.#stands();
    this.#reveal(here);
    const { top, bottom } = places.caret(here);
    const block = blocks.at(here);
    const { left, right } = places.elements[block]!.getBoundingClientRect();
    const x = end !== this.#isRtl() ? right - 1 : left + 1;
    const found = this.#across(x, (top + bottom) / 2);
    this.#goal = null;
    if (found !== null && blocks.at(found) === block) this.go(found, extend);
  }

  /** The place nearest to a point, kept within the width of the text. */
  #across(x: number, y: number): number | null {
    const { left, right } = this.view.text.getBoundingClientRect();
    return this.view.places.near(Math.min(right - 2, Math.max(left + 2, x)), y);
  }

  /** Scroll just so far that a place is in view. */
  #reveal(place: number): void {
    const { scroller, places } = this.view;
    const { top, bottom } = places.caret(place);
    const view = scroller.getBoundingClientRect();
    const room = Math.min(48, view.height / 4);
    if (top < view.top + room) scroller.scrollTop -= view.top + room - top;
    else if (bottom > view.bottom - room) scroller.scrollTop += bottom - (view.bottom - room);
  }

  // -- telling ----------------------------------------------------------------------

  #take(span: Span | null): void {
    const before = this.selection;
    if (before?.start === span?.start && before?.end === span?.end) return;
    this.selection = span;
    this.view.mark("selection", span ? [span] : []);
    this.view.options.onselect?.(span);
  }

  /** Let the browser's selection follow, while the text has the focus. */
  #tell(): void {
    if (document.activeElement !== this.view.text || this.caret === null) return;
    const { places } = this.view;
    const focus = this.caret;
    const [node, offset] = places.toDom(this.selection ? this.#anchor : focus);
    const [to, until] = places.toDom(focus);
    this.#told = [node, offset, to, until];
    getSelection()?.setBaseAndExtent(node, offset, to, until);
  }

  #showCaret(): void {
    const { caret, text, sheet, places } = this.view;
    const shown =
      this.caret !== null && document.activeElement === text && !this.view.isHidden(this.caret);
    caret.hidden = !shown;
    if (!shown) return;
    const zero = sheet.getBoundingClientRect();
    const { x, top, bottom } = places.caret(this.caret!);
    caret.style.left = `${x - zero.left - 1}px`;
    caret.style.top = `${top - zero.top}px`;
    caret.style.height = `${bottom - top}px`;
    // Begin the blinking anew, so that a moving caret is seen.
    for (const animation of caret.getAnimations?.() ?? []) animation.currentTime = 0;
  }
}
