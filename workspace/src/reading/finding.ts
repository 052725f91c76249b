/* Finding words in an opened text: letters as they are typed, whatever their case or marks. */
import type { Span } from "./reader.svelte";

const MOST = 5000;

/** The places of words in a text, in code points. Case and combining marks are overlooked, lengths are not. */
export function places(text: string, words: string): Span[] {
  const wanted = [...words.trim()].map(folded).join("");
  if ([...words.trim()].length < 2) return [];
  const found: Span[] = [];
  // Letter by letter, so that a place in the folded text is a place in the text itself.
  const letters = Array.from(text);
  let line = "";
  const origin: number[] = [];
  letters.forEach((letter, i) => {
    for (const unit of folded(letter)) {
      for (let n = 0; n < unit.length; n++) origin.push(i);
      line += unit;
    }
  });
  for (
    let at = line.indexOf(wanted);
    at >= 0 && found.length < MOST;
    at = line.indexOf(wanted, at + wanted.length)
  ) {
    let end = origin[at + wanted.length - 1]! + 1;
    while (end < letters.length && /^\p{M}$/u.test(letters[end]!)) end++;
    found.push({ start: origin[at]!, end });
  }
  return found;
}

function folded(letter: string): string {
  return letter
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]/gu, "")
    .toLowerCase();
}
