/* The margin where a line begins: who speaks and when, and the pages. Only what is in view has elements. */
import { keep, made, place } from "./margin";
import type { Page, Turn } from "./model";

const HEIGHT = 20;

export class Gutter {
  readonly element = made("div", "relata-gutter");
  readonly #speakers = new Map<number, HTMLElement>();
  readonly #pages = new Map<number, HTMLElement>();
  readonly #toned = new Map<string, number>();

  constructor(
    readonly turns: readonly Turn[],
    readonly pages: readonly Page[],
    readonly says: { page: (number: number) => string; time?: (milliseconds: number) => void },
  ) {
    for (const { speaker } of turns) {
      if (!this.#toned.has(speaker)) this.#toned.set(speaker, this.#toned.size % 4);
    }
    this.element.addEventListener("click", (event) => {
      const time =
        event.target instanceof HTMLElement && event.target.closest<HTMLElement>("[data-at]");
      if (time) says.time?.(Number(time.dataset.at));
    });
  }

  get empty(): boolean {
    return this.turns.length === 0 && this.pages.length === 0;
  }

  /** Draw what begins between two places; `top` tells where a place stands, or null where it is hidden. */
  draw(from: number, to: number, top: (place: number) => number | null): void {
    const pages = starting(this.pages, from, to);
    const tops = new Map<number, number>();
    for (const i of pages) tops.set(i, top(this.pages[i]!.start) ?? NaN);
    const shown = pages.filter((i) => !Number.isNaN(tops.get(i)));
    keep(
      this.#pages,
      shown,
      (i) => {
        const mark = made("span", "relata-page");
        mark.textContent = this.says.page(this.pages[i]!.number);
        return mark;
      },
      this.element,
    );
    for (const [i, mark] of this.#pages) place(mark, tops.get(i)!);

    const placed: number[] = [];
    const heights = new Map<number, number>();
    let below = -Infinity;
    for (const i of starting(this.turns, from, to)) {
      const turn = this.turns[i]!;
      const named = turn.speaker !== this.turns[i - 1]?.speaker;
      const at = top(turn.start);
      // A time without a new name gives way where turns are short.
      if (at === null || (at < below && !named) || (!named && turn.begins_ms < 0)) continue;
      placed.push(i);
      heights.set(i, at);
      below = at + HEIGHT * (named && turn.begins_ms >= 0 ? 2 : 1);
    }
    keep(this.#speakers, placed, (i) => this.#speaker(i), this.element);
    for (const [i, mark] of this.#speakers) place(mark, heights.get(i)!);
  }

  #speaker(i: number): HTMLElement {
    const turn = this.turns[i]!;
    const mark = made("span", `relata-speaker tone-${this.#toned.get(turn.speaker)}`);
    if (turn.speaker && turn.speaker !== this.turns[i - 1]?.speaker) {
      const name = made("bdi", "");
      name.textContent = name.title = turn.speaker;
      mark.append(name);
    }
    if (turn.begins_ms >= 0) {
      const time = made(this.says.time ? "button" : "span", "relata-time");
      time.textContent = clock(turn.begins_ms);
      time.dataset.at = String(turn.begins_ms);
      if (this.says.time) time.tabIndex = -1;
      mark.append(time);
    }
    return mark;
  }
}

/** A time of a recording: 4:07, 1:02:09. */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The positions of sorted spans that start between two places. */
function starting(spans: readonly { start: number }[], from: number, to: number): number[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < from) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (; low < spans.length && spans[low]!.start < to; low++) found.push(low);
  return found;
}
