/* The passage the person has before them in the text: the reader sets it, a value takes it as evidence. */
import { isTyping } from "../shell/keys.svelte";
import type { Spot } from "./sheet";

export interface InView extends Spot {
  words: string;
}

class PassageInView {
  passage = $state.raw<InView | null>(null);

  set(passage: InView | null): void {
    this.passage = passage;
  }

  clear(): void {
    this.passage = null;
  }
}

export const inView = new PassageInView();

type Hearing = (event: KeyboardEvent) => boolean;
const sheets = new Set<Hearing>();

/** Hear keys before the text does, which takes letters to mean codes while a passage is selected. */
export function hearFirst(sheet: Hearing): () => void {
  sheets.add(sheet);
  return () => sheets.delete(sheet);
}

addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.defaultPrevented || isTyping(event.target)) return;
    for (const hears of sheets) if (hears(event)) event.preventDefault();
  },
  { capture: true },
);
