/* The paragraphs of a text as plain records, for those who need only their places. */
export interface Paragraph {
  /** Code points of the text. */
  start: number;
  end: number;
  /** UTF-16 units of the text. */
  from: number;
  to: number;
}

/** Paragraphs from packed pairs: the code points skipped since the last one, and the length of this one. */
export function paragraphsOf(text: string, packed: ArrayLike<number>): Paragraph[] {
  const found: Paragraph[] = [];
  let [point, unit] = [0, 0];
  for (let i = 0; i + 1 < packed.length; i += 2) {
    const start = point + packed[i]!;
    const from = ahead(text, unit, packed[i]!);
    const end = start + packed[i + 1]!;
    const to = ahead(text, from, packed[i + 1]!);
    found.push({ start, end, from, to });
    [point, unit] = [end, to];
  }
  return found;
}

/** The last paragraph that begins at or before a code point. */
export function indexAt(paragraphs: readonly Paragraph[], point: number): number {
  let low = 0;
  let high = paragraphs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (paragraphs[middle]!.start <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The unit within a paragraph's words for a code point of the text. */
export function unitIn(words: string, { start, end }: Paragraph, point: number): number {
  const wanted = Math.max(0, Math.min(point, end) - start);
  return words.length === end - start ? wanted : ahead(words, 0, wanted);
}

/** The code point of the text for a unit within a paragraph's words. */
export function pointIn(words: string, { start, end }: Paragraph, unit: number): number {
  const wanted = Math.max(0, Math.min(unit, words.length));
  if (words.length === end - start) return start + wanted;
  let points = 0;
  for (let i = 0; i < wanted; points++) i = ahead(words, i, 1);
  return start + points;
}

function ahead(text: string, unit: number, points: number): number {
  for (; points > 0 && unit < text.length; points--)
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  return unit;
}
