/*
 * The text cut into blocks: one block is one element of the page, as a rule one paragraph.
 *
 * A long text in very short paragraphs is gathered into fewer blocks and a very long paragraph is cut at its line
 * ends, so that the number of elements stays bounded whatever the text. Only the places of blocks are kept: nothing
 * here has one entry a character.
 */
import type { Span } from "./model";

const MOST_BLOCKS = 6000;
const LONG_BLOCK = 6000;
const WIDE = /[\ud800-\udbff]/;

export class SplitCharacter extends Error {}

export class Blocks {
  readonly count: number;
  /** Code points in the whole text. */
  readonly length: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Where each block begins, in UTF-16 units of the whole text. */
  readonly #unit: Int32Array;
  readonly #units: Int32Array;
  readonly #wide: Uint8Array;

  constructor(
    readonly text: string,
    paragraphs: ArrayLike<number>,
    turns: ArrayLike<number> = [],
  ) {
    const length = WIDE.test(text) ? counted(text, 0, text.length) : text.length;
    const cuts = divided(text, pairs(paragraphs, length), turns, length === text.length);
    this.length = length;
    this.count = cuts.length / 2;
    this.start = new Int32Array(this.count);
    this.end = new Int32Array(this.count);
    this.#unit = new Int32Array(this.count);
    this.#units = new Int32Array(this.count);
    this.#wide = new Uint8Array(this.count);
    const walk = new Walk(text, length === text.length);
    for (let i = 0; i < this.count; i++) {
      this.start[i] = cuts[2 * i]!;
      this.end[i] = cuts[2 * i + 1]!;
      this.#unit[i] = walk.unit(this.start[i]!);
      const until = walk.unit(this.end[i]!);
      this.#units[i] = until - this.#unit[i]!;
      this.#wide[i] = until - this.#unit[i]! === this.end[i]! - this.start[i]! ? 0 : 1;
    }
  }

  /** The text of one block. */
  words(block: number): string {
    const from = this.#unit[block]!;
    return this.text.slice(from, from + this.#units[block]!);
  }

  /** The last block that begins at or before a place. */
  at(place: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The UTF-16 unit inside a block for a code point of the text; places outside fall on the block's edges. */
  unit(block: number, place: number): number {
    const from = this.start[block]!;
    if (place <= from) return 0;
    if (place >= this.end[block]!) return this.#units[block]!;
    if (!this.#wide[block]) return place - from;
    return advanced(this.text, this.#unit[block]!, place - from) - this.#unit[block]!;
  }

  /** The code point of the text for a UTF-16 unit inside a block; inside a character, the one that begins it. */
  place(block: number, unit: number): number {
    const from = this.start[block]!;
    if (unit <= 0) return from;
    if (unit >= this.#units[block]!) return this.end[block]!;
    if (!this.#wide[block]) return from + unit;
    const begin = this.#unit[block]!;
    const inside = isSecond(this.text.charCodeAt(begin + unit)) ? unit - 1 : unit;
    return from + counted(this.text, begin, begin + inside);
  }

  /** Part of the text, by code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.#whole(start), this.#whole(end));
  }

  #whole(place: number): number {
    if (this.length === this.text.length) return place;
    const block = this.at(place);
    const begin = this.count ? Math.min(this.start[block]!, place) : 0;
    return advanced(this.text, begin === 0 ? 0 : this.#unit[block]!, place - begin);
  }
}

/** Spans in UTF-16 units, as the browser counts them, from spans in code points. */
export function toUtf16(text: string, spans: readonly Span[]): [number, number][] {
  return spans.map(({ start, end }) => {
    const from = advanced(text, 0, start);
    return [from, advanced(text, from, end - start)];
  });
}

/** Spans in code points from pairs of UTF-16 units; a unit inside a character is refused. */
export function fromUtf16(text: string, units: readonly [number, number][]): Span[] {
  const place = (unit: number) => {
    if (isSecond(text.charCodeAt(unit)) && !isSecond(text.charCodeAt(unit - 1)) && unit > 0) {
      throw new SplitCharacter(`Unit ${unit} lies inside a character.`);
    }
    return counted(text, 0, unit);
  };
  return units.map(([from, to]) => ({ start: place(from), end: place(to) }));
}

function isSecond(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** How many code points lie between two units. */
function counted(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from + 1; i < to; i++) if (isSecond(text.charCodeAt(i))) count--;
  return count;
}

/** The unit that lies so many code points behind another. */
function advanced(text: string, unit: number, points: number): number {
  for (; points > 0 && unit < text.length; points--) {
    const first = text.charCodeAt(unit++);
    if (first >= 0xd800 && first < 0xdc00 && isSecond(text.charCodeAt(unit))) unit++;
  }
  return unit;
}

/** Goes through a text once, giving units for code points that only grow. */
class Walk {
  #point = 0;
  #unit = 0;

  constructor(
    readonly text: string,
    readonly plain: boolean,
  ) {}

  unit(place: number): number {
    if (this.plain) return place;
    if (place < this.#point) [this.#point, this.#unit] = [0, 0];
    this.#unit = advanced(this.text, this.#unit, place - this.#point);
    this.#point = place;
    return this.#unit;
  }
}

function pairs(packed: ArrayLike<number>, length: number): number[] {
  const spans: number[] = [];
  let at = 0;
  for (let i = 0; i + 1 < packed.length; i += 2) {
    const start = at + packed[i]!;
    at = start + packed[i + 1]!;
    if (at > start) spans.push(start, Math.min(at, length));
  }
  return spans.length || !length ? spans : [0, length];
}

/** Where blocks begin and end: paragraphs, nothing but white space left between them. */
function divided(
  text: string,
  spans: number[],
  turns: ArrayLike<number>,
  plain: boolean,
): number[] {
  const walk = new Walk(text, plain);
  const length = plain ? text.length : counted(text, 0, text.length);
  const cuts: number[] = [];
  const starts = Int32Array.from(turns).sort();
  const cut = (start: number, end: number) => {
    const from = walk.unit(start);
    const words = text.slice(from, walk.unit(end));
    const long = end - start > LONG_BLOCK;
    if (!long && !hasWithin(starts, start, end)) return void cuts.push(start, end);
    let begin = start;
    let place = start;
    for (const line of words.split("\n")) {
      const after = place + (plain ? line.length : counted(line, 0, line.length));
      if (
        place > begin &&
        (hasWithin(starts, place - 1, place + 1) || (long && after - begin > LONG_BLOCK))
      ) {
        if (place - 1 > begin) cuts.push(begin, place - 1);
        begin = place;
      }
      place = after + 1;
    }
    if (end > begin) cuts.push(begin, end);
  };
  let at = 0;
  for (let i = 0; i <= spans.length; i += 2) {
    const start = i < spans.length ? spans[i]! : length;
    // What a paragraph list leaves out is shown all the same, unless it is white space.
    const between = text.slice(walk.unit(at), walk.unit(start));
    if (/\S/.test(between)) {
      const before = between.length - between.trimStart().length;
      const words = between.trim();
      cut(at + before, at + before + counted(words, 0, words.length));
    }
    if (i < spans.length) cut(start, spans[i + 1]!);
    at = i < spans.length ? spans[i + 1]! : length;
  }
  return gathered(cuts, length);
}

/** Whether one of the sorted places lies strictly between two others. */
function hasWithin(places: Int32Array, after: number, before: number): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= after) low = middle + 1;
    else high = middle;
  }
  return low < places.length && places[low]! < before;
}

function gathered(cuts: number[], length: number): number[] {
  if (cuts.length / 2 <= MOST_BLOCKS) return cuts;
  const enough = length / (MOST_BLOCKS / 2);
  const found: number[] = [];
  let start = cuts[0]!;
  for (let i = 0; i < cuts.length; i += 2) {
    const end = cuts[i + 1]!;
    if (end - start >= enough || i + 2 >= cuts.length) {
      found.push(start, end);
      start = cuts[i + 2] ?? end;
    }
  }
  return found;
}
