/*
 * The codings of a text, kept as sorted columns with an index of where they lie.
 *
 * What overlaps a stretch is found through a tree of the furthest ends, in time that grows with what is found.
 * A change merges into new columns: for 20,000 codings that takes about a millisecond.
 */
import type { Coding, Columns } from "./model";

export class Passages {
  readonly size: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly number: Int32Array;
  readonly code: Int32Array;
  readonly coder: Int32Array;
  readonly case: Int32Array;
  readonly old: Uint8Array;
  /** The furthest end in each half, quarter, ... of the columns; the leaves begin at `#leaves`. */
  readonly #furthest: Int32Array;
  readonly #leaves: number;

  constructor(
    columns: Columns,
    old: ReadonlySet<number> | Uint8Array = new Uint8Array(columns.number.length),
  ) {
    this.size = columns.number.length;
    this.number = columns.number;
    this.start = columns.start;
    this.code = columns.code;
    this.coder = columns.coder;
    this.case = columns.case;
    this.end = new Int32Array(this.size);
    for (let i = 0; i < this.size; i++) this.end[i] = this.start[i]! + columns.length[i]!;
    this.old =
      old instanceof Uint8Array
        ? old
        : Uint8Array.from(this.number, (number) => (old.has(number) ? 1 : 0));
    this.#leaves = 1;
    while (this.#leaves < this.size) this.#leaves *= 2;
    this.#furthest = new Int32Array(2 * this.#leaves).fill(-1);
    this.#furthest.set(this.end, this.#leaves);
    for (let i = this.#leaves - 1; i > 0; i--) {
      this.#furthest[i] = Math.max(this.#furthest[2 * i]!, this.#furthest[2 * i + 1]!);
    }
  }

  static readonly none = Passages.of([]);

  static of(codings: Iterable<Coding>): Passages {
    const sorted = [...codings].sort(
      (a, b) => a.start - b.start || a.end - b.end || a.number - b.number,
    );
    return new Passages(
      {
        number: Int32Array.from(sorted, (c) => c.number),
        start: Int32Array.from(sorted, (c) => c.start),
        length: Int32Array.from(sorted, (c) => c.end - c.start),
        code: Int32Array.from(sorted, (c) => c.code),
        coder: Int32Array.from(sorted, (c) => c.coder),
        case: Int32Array.from(sorted, (c) => c.case),
      },
      Uint8Array.from(sorted, (c) => (c.old ? 1 : 0)),
    );
  }

  /** The columns by themselves. */
  get columns(): Columns {
    const { number, start, code, coder } = this;
    const length = this.end.map((end, i) => end - start[i]!);
    return { number, start, length, code, coder, case: this.case };
  }

  coding(i: number): Coding {
    return {
      number: this.number[i]!,
      start: this.start[i]!,
      end: this.end[i]!,
      code: this.code[i]!,
      coder: this.coder[i]!,
      case: this.case[i]!,
      old: this.old[i] === 1,
    };
  }

  /** The position of a coding in the columns, or -1. */
  position(number: number): number {
    return this.number.indexOf(number);
  }

  /** The first position that starts at or behind a place. */
  from(place: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The positions of what shares at least one character with a stretch, in the order of the columns. */
  overlapping(start: number, end: number): number[] {
    const found: number[] = [];
    if (end > start) this.#descend(1, 0, this.#leaves, this.from(end), start, found);
    return found;
  }

  #descend(
    node: number,
    first: number,
    width: number,
    before: number,
    after: number,
    found: number[],
  ): void {
    if (first >= before || this.#furthest[node]! <= after) return;
    if (width === 1) {
      found.push(first);
      return;
    }
    const half = width / 2;
    this.#descend(2 * node, first, half, before, after, found);
    this.#descend(2 * node + 1, first + half, half, before, after, found);
  }

  /** The same with some codings more and some fewer; what is added takes the place of its number. */
  changed(added: readonly Coding[], gone: Iterable<number>): Passages {
    const out = new Set(gone);
    for (const coding of added) out.add(coding.number);
    const more = Passages.of(new Map(added.map((coding) => [coding.number, coding])).values());
    const kept: number[] = [];
    for (let i = 0; i < this.size; i++) if (!out.has(this.number[i]!)) kept.push(i);
    const size = kept.length + more.size;
    const merged = {
      number: new Int32Array(size),
      start: new Int32Array(size),
      length: new Int32Array(size),
      code: new Int32Array(size),
      coder: new Int32Array(size),
      case: new Int32Array(size),
    };
    const old = new Uint8Array(size);
    for (let at = 0, mine = 0, theirs = 0; at < size; at++) {
      const one = mine < kept.length ? kept[mine]! : -1;
      const takesTheirs = one < 0 || (theirs < more.size && before(more, theirs, this, one));
      const [from, i] = takesTheirs ? [more, theirs++] : [this, (mine++, one)];
      merged.number[at] = from.number[i]!;
      merged.start[at] = from.start[i]!;
      merged.length[at] = from.end[i]! - from.start[i]!;
      merged.code[at] = from.code[i]!;
      merged.coder[at] = from.coder[i]!;
      merged.case[at] = from.case[i]!;
      old[at] = from.old[i]!;
    }
    return new Passages(merged, old);
  }
}

function before(one: Passages, i: number, other: Passages, j: number): boolean {
  return (
    (one.start[i]! - other.start[j]! ||
      one.end[i]! - other.end[j]! ||
      one.number[i]! - other.number[j]!) < 0
  );
}
