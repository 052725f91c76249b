/* Between places of the text (code points) and places of the page (nodes, rectangles, the pointer). */
import type { Blocks } from "./blocks";
import type { Span } from "./model";

export class Places {
  readonly #block = new WeakMap<Node, number>();
  readonly #ruler = document.createRange();

  constructor(
    readonly blocks: Blocks,
    /** The element that holds the blocks. */
    readonly host: HTMLElement,
    readonly elements: readonly HTMLElement[],
  ) {
    elements.forEach((element, i) => {
      this.#block.set(element, i);
      this.#block.set(element.firstChild!, i);
    });
  }

  node(block: number): Text {
    return this.elements[block]!.firstChild as Text;
  }

  /** The place that a boundary of a DOM range stands for. */
  fromDom(node: Node, offset: number): number {
    const block = this.#block.get(node);
    if (block !== undefined) {
      const within = node.nodeType === Node.TEXT_NODE;
      return this.blocks.place(block, within ? offset : offset > 0 ? Infinity : 0);
    }
    if (node === this.host) {
      for (let at: Node | null = node.childNodes[offset] ?? null; at; at = at.nextSibling) {
        const next = this.#block.get(at);
        if (next !== undefined) return this.blocks.start[next]!;
      }
      return this.blocks.length;
    }
    if (this.host.contains(node)) {
      // On a line that stands for hidden text.
      let at: Node | null = node;
      while (at && at.parentNode !== this.host) at = at.parentNode;
      for (; at; at = at.nextSibling) {
        const next = this.#block.get(at);
        if (next !== undefined) return this.blocks.start[next]!;
      }
      return this.blocks.length;
    }
    const position = this.host.compareDocumentPosition(node);
    return position & Node.DOCUMENT_POSITION_FOLLOWING ? this.blocks.length : 0;
  }

  toDom(place: number): [Text, number] {
    const block = this.blocks.at(place);
    return [this.node(block), this.blocks.unit(block, place)];
  }

  /** What of a selection is text: no edge stands in the space between two paragraphs. */
  tidy(one: number, other: number): Span {
    let [start, end] = one < other ? [one, other] : [other, one];
    const { blocks } = this;
    if (start === end) return { start, end };
    const first = blocks.at(start);
    if (start >= blocks.end[first]! && first + 1 < blocks.count) start = blocks.start[first + 1]!;
    const last = blocks.at(end - 1);
    if (end > blocks.end[last]!) end = blocks.end[last]!;
    return end > start ? { start, end } : { start, end: start };
  }

  range(start: number, end: number): Range | null {
    const { blocks } = this;
    const span = this.tidy(start, end);
    if (span.end <= span.start) return null;
    const first = blocks.at(span.start);
    const last = blocks.at(span.end - 1);
    const range = document.createRange();
    range.setStart(this.node(first), blocks.unit(first, span.start));
    range.setEnd(this.node(last), blocks.unit(last, span.end));
    return range;
  }

  /** Where the character at a place stands in the view; of a block's end, the one before it. */
  box(place: number): DOMRect {
    const { blocks } = this;
    const block = blocks.at(place);
    const node = this.node(block);
    const unit = Math.min(blocks.unit(block, place), Math.max(0, node.length - 1));
    const to = Math.min(blocks.unit(block, blocks.place(block, unit) + 1), node.length);
    this.#ruler.setStart(node, unit);
    this.#ruler.setEnd(node, to);
    const rects = this.#ruler.getClientRects();
    // A line end may have a box on the line before and an empty one on the line after.
    for (const rect of rects) if (rect.height > 0) return rect;
    return this.elements[block]!.getBoundingClientRect();
  }

  /** Where a caret stands in the view. */
  caret(place: number): { x: number; top: number; bottom: number } {
    const { blocks } = this;
    const block = blocks.at(place);
    const node = this.node(block);
    const unit = blocks.unit(block, place);
    this.#ruler.setStart(node, unit);
    this.#ruler.collapse(true);
    const rects = this.#ruler.getClientRects();
    const rect = rects[rects.length - 1];
    if (rect && rect.height) return { x: rect.left, top: rect.top, bottom: rect.bottom };
    const before = this.box(Math.max(blocks.start[block]!, place - 1));
    const rtl = getComputedStyle(this.elements[block]!).direction === "rtl";
    const atEnd = place > blocks.start[block]!;
    return {
      x: rtl === atEnd ? before.left : before.right,
      top: before.top,
      bottom: before.bottom,
    };
  }

  /** The place nearest to a point of the view; null outside the text. */
  near(x: number, y: number): number | null {
    const found = caretAt(x, y);
    if (!found || !this.host.contains(found.node)) return null;
    return this.fromDom(found.node, found.offset);
  }

  /** The character under a point of the view; null where there is none. */
  under(x: number, y: number): number | null {
    const near = this.near(x, y);
    if (near === null) return null;
    for (const place of [near, near - 1]) {
      if (place < 0 || place >= this.blocks.length) continue;
      const { left, right, top, bottom } = this.box(place);
      if (x >= left - 0.5 && x <= right + 0.5 && y >= top - 4 && y <= bottom + 4) return place;
    }
    return null;
  }
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in document) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const old = document as unknown as {
    caretRangeFromPoint?: (x: number, y: number) => Range | null;
  };
  const found = old.caretRangeFromPoint?.(x, y);
  return found ? { node: found.startContainer, offset: found.startOffset } : null;
}
