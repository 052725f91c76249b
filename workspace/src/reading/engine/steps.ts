/* Steps through a text: by character, word, sentence and paragraph, in any script. */
import type { Blocks } from "./blocks";
import type { Span } from "./model";

export type Unit = "character" | "word" | "sentence" | "paragraph";
type Edge = "start" | "end";

export class Steps {
  readonly #made = new Map<string, Intl.Segmenter>();
  #last: { block: number; unit: Unit; starts: number[]; ends: number[] } | null = null;

  constructor(
    readonly blocks: Blocks,
    readonly language: string | null = null,
  ) {}

  /** The next place to stop at in a direction. Words stop at their beginnings going back, at their ends going on. */
  step(place: number, by: 1 | -1, unit: Unit): number {
    if (unit === "paragraph") return this.#paragraph(place, by);
    return this.edge(place, by, unit, unit === "sentence" ? "start" : by > 0 ? "end" : "start");
  }

  /** The next beginning or end of a word or sentence behind or before a place. */
  edge(place: number, by: 1 | -1, unit: Unit, edge: Edge): number {
    const { blocks } = this;
    for (let block = this.#within(place, by); block >= 0 && block < blocks.count; block += by) {
      const stops = this.#stops(block, unit)[edge === "start" ? "starts" : "ends"];
      const found =
        by > 0 ? stops.find((stop) => stop > place) : stops.findLast((stop) => stop < place);
      if (found !== undefined) return found;
    }
    return by > 0 ? (this.blocks.end[blocks.count - 1] ?? 0) : (this.blocks.start[0] ?? 0);
  }

  /** A span with one edge moved by a word or sentence; it never becomes empty. */
  stretched(span: Span, edge: Edge, by: 1 | -1, unit: "word" | "sentence"): Span {
    const moved = this.edge(span[edge], by, unit, edge);
    const found =
      edge === "start" ? { start: moved, end: span.end } : { start: span.start, end: moved };
    return found.end > found.start ? found : span;
  }

  /** A span widened to the whole words it touches. */
  snapped(span: Span): Span {
    const first = this.#word(span.start, "start");
    const last = this.#word(span.end, "end");
    return { start: first ?? span.start, end: last ?? span.end };
  }

  /** A span without the white space at its ends; what is nothing but white space stays. */
  trimmed(span: Span): Span {
    const letters = this.blocks.slice(span.start, span.end);
    const before = letters.length - letters.trimStart().length;
    const after = letters.length - letters.trimEnd().length;
    if (before === letters.length) return span;
    return { start: span.start + before, end: span.end - after };
  }

  /** The word at a place. */
  wordAt(place: number): Span {
    return this.snapped({ start: place, end: place });
  }

  #word(place: number, edge: Edge): number | null {
    const block = this.blocks.at(edge === "end" ? Math.max(0, place - 1) : place);
    const { starts, ends } = this.#stops(block, "word");
    for (let i = 0; i < starts.length; i++) {
      // A place at the edge of a word does not touch it, unless nothing but that word is meant.
      if (starts[i]! < place && place < ends[i]!) return edge === "start" ? starts[i]! : ends[i]!;
    }
    return null;
  }

  #paragraph(place: number, by: 1 | -1): number {
    const { blocks } = this;
    const block = blocks.at(place);
    if (by > 0)
      return block + 1 < blocks.count ? blocks.start[block + 1]! : (blocks.end[block] ?? 0);
    return place > blocks.start[block]!
      ? blocks.start[block]!
      : (blocks.start[Math.max(0, block - 1)] ?? 0);
  }

  /** The block in which to look first. */
  #within(place: number, by: 1 | -1): number {
    const block = this.blocks.at(place);
    return by > 0 && place >= this.blocks.end[block]! ? block + 1 : block;
  }

  /** Where words (white space and signs left out), sentences or characters of a block begin and end. */
  #stops(block: number, unit: Unit): { starts: number[]; ends: number[] } {
    if (this.#last?.block === block && this.#last.unit === unit) return this.#last;
    const { blocks } = this;
    const starts: number[] = [];
    const ends: number[] = [];
    if (block < blocks.count) {
      const words = blocks.words(block);
      for (const { segment, index, isWordLike } of this.#segmenter(unit).segment(words)) {
        if (unit === "word" && isWordLike === false) continue;
        const kept = unit === "sentence" ? segment.trimEnd() : segment;
        if (!kept) continue;
        starts.push(blocks.place(block, index));
        ends.push(blocks.place(block, index + kept.length));
      }
      if (unit === "character") {
        starts.push(blocks.end[block]!);
        ends.unshift(blocks.start[block]!);
      }
    }
    this.#last = { block, unit, starts, ends };
    return this.#last;
  }

  #segmenter(unit: Unit): Intl.Segmenter {
    const granularity = unit === "character" || unit === "paragraph" ? "grapheme" : unit;
    let made = this.#made.get(granularity);
    if (!made) {
      let language: string | undefined;
      try {
        language = this.language ? Intl.getCanonicalLocales(this.language)[0] : undefined;
      } catch {
        language = undefined;
      }
      made = new Intl.Segmenter(language, { granularity });
      this.#made.set(granularity, made);
    }
    return made;
  }
}
