/* PDF, drawn here: the program, its worker and all it may ask for come from this very server. */
import * as pdfjs from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.min.mjs?url";

const parts: Record<string, string> = {
  ...import.meta.glob<string>("../../node_modules/pdfjs-dist/cmaps/*.bcmap", {
    eager: true,
    query: "?url",
    import: "default",
  }),
  ...import.meta.glob<string>("../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", {
    eager: true,
    query: "?url",
    import: "default",
  }),
  ...import.meta.glob<string>("../../node_modules/pdfjs-dist/wasm/*.wasm", {
    eager: true,
    query: "?url",
    import: "default",
  }),
};
const byName = new Map(
  Object.entries(parts).map(([path, url]) => [path.slice(path.lastIndexOf("/") + 1), url]),
);

/** Gives the worker character maps, fonts and decoders by their names. */
class Parts {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const url = byName.get(filename);
    if (!url) throw new Error(`There is no ${filename}.`);
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  }
}

export type Paper = pdfjs.PDFDocumentProxy;
export type Sheet = pdfjs.PDFPageProxy;

/** Open a PDF; of a long one only what is looked at is fetched. */
export function open(url: string): { promise: Promise<Paper>; destroy: () => Promise<void> } {
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  return pdfjs.getDocument({
    url,
    isEvalSupported: false,
    enableXfa: false,
    useWorkerFetch: false,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 1 << 18,
    BinaryDataFactory: Parts,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
}
