/* How the list of sources is narrowed and sorted; it stays so while one reads a source and comes back. */
import type { Schemas } from "../api/client";

export type Row = Schemas["SourceRow"];
export type By =
  | "hits"
  | "number"
  | "title"
  | "kind"
  | "language"
  | "date"
  | "characters"
  | "codings"
  | "coders"
  | "cases"
  | "state";

class Listing {
  words = $state("");
  language = $state("");
  kind = $state("");
  stand = $state("");
  coder = $state("");
  since = $state("");
  until = $state("");
  by = $state<By>("number");
  down = $state(false);
  /** With words: their paragraphs, or the sources they stand in. */
  paragraphs = $state(true);
  /** How far down the list one was. */
  scrolled = 0;

  get narrowed(): boolean {
    return Boolean(
      this.words.trim() ||
      this.language ||
      this.kind ||
      this.stand ||
      this.coder ||
      this.since ||
      this.until,
    );
  }

  /** What is asked of the server. */
  get query(): Record<string, string> {
    const { language, kind, stand, coder, since, until } = this;
    return { words: this.words.trim(), language, kind, stand, coder, since, until };
  }

  clear(): void {
    this.words = this.language = this.kind = this.stand = "";
    this.coder = this.since = this.until = "";
  }

  /** Sort by a column; once more turns the order round. */
  sort(by: By): void {
    if (this.by === by) this.down = !this.down;
    else {
      this.by = by;
      this.down = by === "characters" || by === "codings" || by === "coders" || by === "cases";
    }
  }
}

export const listing = new Listing();

const STATES = ["", "begun", "done"];

/** What a row is compared by. */
function measure(row: Row, by: By): string | number {
  if (by === "hits") return -(row.hits ?? 0);
  if (by === "coders") return row.coders.length;
  if (by === "cases") return row.case_count;
  if (by === "state") return STATES.indexOf(row.state ?? "") + (row.nothing_here ? 0.5 : 0);
  if (by === "kind" || by === "language" || by === "date") return row[by] ?? "";
  return row[by];
}

/** Rows in the order chosen; what has no date or language comes last either way. */
export function arranged(rows: readonly Row[], by: By, down: boolean, language = "en"): Row[] {
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = down ? -1 : 1;
  const measured = rows.map((row) => ({ row, value: measure(row, by) }));
  measured.sort((a, b) => {
    if (a.value === "" || b.value === "") {
      if (a.value !== b.value) return a.value === "" ? 1 : -1;
    } else if (typeof a.value === "number") {
      const difference = sign * (a.value - (b.value as number));
      if (difference) return difference;
    } else {
      const difference = sign * collator.compare(a.value, b.value as string);
      if (difference) return difference;
    }
    return a.row.number - b.row.number;
  });
  return measured.map((one) => one.row);
}

/** Which rows lie in view, with a few more on either side. */
export function inSight(
  scrolled: number,
  height: number,
  row: number,
  count: number,
  more = 12,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrolled / row) - more);
  return {
    from: Math.min(from, Math.max(0, count - 1)),
    to: Math.min(count, Math.ceil((scrolled + height) / row) + more),
  };
}

/** A text cut at its marks: plain and marked pieces by turns. Offsets count code points. */
export function pieces(
  text: string,
  marks: readonly (readonly number[])[],
): { words: string; marked: boolean }[] {
  const points = Array.from(text);
  const found: { words: string; marked: boolean }[] = [];
  let at = 0;
  const add = (end: number, marked: boolean) => {
    if (end > at) found.push({ words: points.slice(at, end).join(""), marked });
    at = Math.max(at, end);
  };
  for (const [start = 0, end = 0] of marks) {
    add(start, false);
    add(end, true);
  }
  add(points.length, false);
  return found;
}
