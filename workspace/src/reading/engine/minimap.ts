/* A narrow strip beside the text that shows where codings lie; a click goes there. */
import { made } from "./margin";

export interface Stroke {
  /** Parts of the whole, 0 to 1. */
  from: number;
  to: number;
  colour: string;
  lane: number;
}

const LANES = 4;

export class Minimap {
  readonly element = made("div", "relata-map");
  readonly #canvas = made("canvas", "");
  readonly #view = made("i", "");

  constructor(go: (part: number) => void) {
    this.element.setAttribute("aria-hidden", "true");
    this.element.append(this.#canvas, this.#view);
    const to = (event: PointerEvent) => {
      const { top, height } = this.element.getBoundingClientRect();
      go(Math.min(1, Math.max(0, (event.clientY - top) / height)));
    };
    this.element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.element.setPointerCapture(event.pointerId);
      to(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) to(event);
    });
  }

  draw(strokes: Iterable<Stroke>, hits: Iterable<number>, hit: string): void {
    const scale = window.devicePixelRatio || 1;
    const width = Math.round(this.element.clientWidth * scale);
    const height = Math.round(this.element.clientHeight * scale);
    if (!width || !height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    const lane = width / LANES;
    pen.globalAlpha = 0.8;
    for (const stroke of strokes) {
      pen.fillStyle = stroke.colour;
      const top = Math.floor(stroke.from * height);
      pen.fillRect(
        (stroke.lane % LANES) * lane,
        top,
        Math.ceil(lane),
        Math.max(scale, (stroke.to - stroke.from) * height),
      );
    }
    pen.globalAlpha = 1;
    pen.fillStyle = hit;
    for (const part of hits) pen.fillRect(0, Math.floor(part * height), width, Math.max(2, scale));
  }

  /** Show which part of the text is in view. */
  see(from: number, to: number): void {
    this.#view.style.insetBlockStart = `${from * 100}%`;
    this.#view.style.blockSize = `${Math.max(0.4, (to - from) * 100)}%`;
  }
}
