/* Two texts in rows: their words cut out once, and the part of a row that a passage covers. */
export type Pair = [number, number];

/** The words of spans of a text, by code points; spans ascend, and -1 means there is nothing. */
export function cut(text: string, spans: readonly Pair[]): string[] {
  let unit = 0;
  let point = 0;
  const to = (wanted: number): number => {
    while (point < wanted && unit < text.length) {
      const code = text.charCodeAt(unit);
      unit += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
      point++;
    }
    return unit;
  };
  return spans.map(([start, end]) => (start < 0 ? "" : text.slice(to(start), to(end))));
}

/** What a passage covers of a row, counted from the row's beginning; null for nothing. */
export function covered(row: Pair, span: { start: number; end: number } | null): Pair | null {
  if (!span || row[0] < 0) return null;
  const start = Math.max(row[0], span.start);
  const end = Math.min(row[1], span.end);
  return start < end ? [start - row[0], end - row[0]] : null;
}

/** The pins there are and one more, in place of those that could not hold beside it. */
export function pinned(pins: readonly Pair[], one: Pair): Pair[] {
  const holds = ([i, j]: Pair) => (i < one[0] && j < one[1]) || (i > one[0] && j > one[1]);
  return [...pins.filter(holds), one].sort((a, b) => a[0] - b[0]);
}
