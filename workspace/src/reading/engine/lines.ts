/* How high things stand: the lines of the text measured once each, and blocks guessed before they are laid out. */
import type { Span } from "./model";
import type { Places } from "./places";

interface Line {
  top: number;
  bottom: number;
}

export class Lines {
  /** Where the line of a place stands within its block; true until the width changes. */
  readonly #known = new Map<number, Line>();

  constructor(readonly places: Places) {}

  forget(): void {
    this.#known.clear();
  }

  /** Heights from the top of the text, for what lies between two places; each block is asked once. */
  within(from: number, to: number, hidden: Uint8Array) {
    const { places } = this;
    const { blocks } = places;
    const [first, last] = [blocks.at(from), blocks.at(Math.max(from, to - 1))];
    // The margins begin where the text does, below the sheet's padding.
    const begins = places.host.offsetTop;
    const tops = new Map<number, number>();
    const rects = new Map<number, number>();
    const top = (block: number) => {
      const found = tops.get(block) ?? places.elements[block]!.offsetTop - begins;
      tops.set(block, found);
      return found;
    };
    const line = (place: number) => {
      const known = this.#known.get(place);
      if (known) return known;
      const block = blocks.at(place);
      const zero = rects.get(block) ?? places.elements[block]!.getBoundingClientRect().top;
      rects.set(block, zero);
      const box = places.box(place);
      const found = { top: box.top - zero, bottom: box.bottom - zero };
      this.#known.set(place, found);
      return found;
    };
    return {
      /** The top of a place's line; null where it is hidden. */
      top: (place: number): number | null => {
        const block = blocks.at(place);
        return hidden[block] ? null : top(block) + line(place).top;
      },
      /** From a span's first line to its last, as far as they are shown; null where nothing is. */
      extent: ({ start, end }: Span): Line | null => {
        const [head, tail] = [blocks.at(start), blocks.at(end - 1)];
        let [one, other] = [Math.max(head, first), Math.min(tail, last)];
        while (one <= other && hidden[one]) one++;
        while (other >= one && hidden[other]) other--;
        if (one > other) return null;
        const low = other === tail ? line(end - 1).bottom : places.elements[other]!.offsetHeight;
        return { top: top(one) + (one === head ? line(start).top : 0), bottom: top(other) + low };
      },
    };
  }
}

/** Tell the browser about how high each block will be, so that the scroll bar is right before all is laid out. */
export function estimate({ blocks, host, elements }: Places, width: number): void {
  const style = getComputedStyle(host);
  const pen = document.createElement("canvas").getContext("2d");
  const sample = blocks.words(Math.floor(blocks.count / 2)).slice(0, 2000) || "n";
  let letter = parseFloat(style.fontSize) * 0.46;
  if (pen) {
    pen.font = `${style.fontSize} ${style.fontFamily}`;
    letter = pen.measureText(sample).width / sample.length || letter;
  }
  const height = parseFloat(style.lineHeight) || parseFloat(style.fontSize) * 1.6;
  const letters = Math.max(8, width / letter - 2);
  elements.forEach((element, i) => {
    const lines = Math.ceil((blocks.end[i]! - blocks.start[i]!) / letters);
    element.style.containIntrinsicBlockSize = `auto ${Math.round(Math.max(1, lines) * height)}px`;
  });
}
