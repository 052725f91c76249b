/* The text engine alone on a page: what benchmarks/reading_engine.py drives and measures. */
import "../src/shell/theme.css";
import "../src/shell/base.css";
import "./harness.css";
import {
  TextPane,
  type Code,
  type Coding,
  type Columns,
  type Page,
  type Span,
  type Turn,
} from "../src/reading/engine";

interface Given {
  text: string;
  paragraphs: number[];
  turns?: Turn[];
  pages?: Page[];
  language?: string;
  codes: Code[];
  codings: Record<keyof Columns, number[]> & { old?: number[] };
}

const host = document.getElementById("host")!;
let given: Given;
let pane: TextPane | null = null;
const told: { passages: Coding[][]; selected: (Span | null)[] } = { passages: [], selected: [] };

const frame = () => new Promise<number>((done) => requestAnimationFrame(done));

/** Two frames on: by then what was asked for has been painted. */
async function painted(): Promise<void> {
  await frame();
  await frame();
}

async function load(name: string): Promise<void> {
  given = (await (await fetch(`/data/${name}.json`)).json()) as Given;
}

/** Mount the pane; how long until it is painted, in milliseconds. */
async function mount(
  options: { minimap?: boolean } = {},
): Promise<{ built: number; painted: number }> {
  pane?.destroy();
  await painted();
  const columns = Object.fromEntries(
    (["number", "start", "length", "code", "coder", "case"] as const).map((name) => [
      name,
      Int32Array.from(given.codings[name]),
    ]),
  ) as unknown as Columns;
  const codes = new Map(given.codes.map((code) => [code.number, code]));
  const begun = performance.now();
  pane = new TextPane(host, given, {
    ...options,
    me: 1,
    words: {
      text: "Text",
      codes: "Codings",
      page: (n) => `p. ${n}`,
      hidden: (n) => `${n.toLocaleString("en")} characters hidden`,
      more: (n) => `${n} more`,
      passage: (coding, code) => `${code?.label ?? "?"}, ${coding.start} to ${coding.end}`,
    },
    onpassage: (codings) => told.passages.push(codings),
    onselect: (span) => told.selected.push(span),
  });
  pane.setCodes(codes);
  pane.setCodings(columns, new Set(given.codings.old ?? []));
  const built = performance.now() - begun;
  await painted();
  return { built, painted: performance.now() - begun };
}

/** Time a change of what is drawn: the work itself, and until it is painted. */
async function timed(change: (pane: TextPane) => void): Promise<{ work: number; painted: number }> {
  await painted();
  const begun = performance.now();
  change(pane!);
  const work = performance.now() - begun;
  await painted();
  return { work, painted: performance.now() - begun };
}

/** Scroll through the text by so many pixels a frame; the time between frames, in milliseconds. */
async function scroll(pixels: number, frames: number): Promise<number[]> {
  const scroller = host.querySelector<HTMLElement>(".relata-pane")!;
  const found: number[] = [];
  let before = await frame();
  for (let i = 0; i < frames; i++) {
    scroller.scrollTop += pixels;
    const now = await frame();
    found.push(now - before);
    before = now;
  }
  return found;
}

const harness = {
  load,
  mount,
  timed,
  scroll,
  painted,
  told,
  pane: () => pane!,
  given: () => given,
};
declare global {
  interface Window {
    harness: typeof harness;
  }
}
window.harness = harness;
