/* A table as comma-separated values, for spreadsheets and scripts. */
export type Cell = string | number | boolean | null;

/** Lines end as RFC 4180 says; a gap is empty, and no text is taken for a formula. */
export function csv(head: string[], rows: Cell[][]): string {
  return [head, ...rows].map((row) => row.map(written).join(",")).join("\r\n") + "\r\n";
}

function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
