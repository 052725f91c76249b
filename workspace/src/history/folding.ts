/* The history as it is read: by day, with long runs of one person's codings in one source folded into a line. */
import type { Schemas } from "../api/client";

export type Entry = Schemas["HistoryEntry"];

/** A line of the history: one entry, or a run of them. */
export interface Line {
  key: string;
  entries: Entry[];
}

export interface Day {
  /** The day as YYYY-MM-DD, in the person's own time. */
  day: string;
  lines: Line[];
}

/** Entries of a run that are shown one by one; from here on a run is folded. */
export const SHORTEST_RUN = 3;

/** Entries, newest first, as days of lines. */
export function folded(entries: Entry[], dayOf: (at: number) => string = localDay): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    let last = days.at(-1);
    if (last?.day !== day) days.push((last = { day, lines: [] }));
    const line = last.lines.at(-1);
    if (line && goesOn(line, entry)) line.entries.push(entry);
    else last.lines.push({ key: entry.revision, entries: [entry] });
  }
  for (const one of days) {
    one.lines = one.lines.flatMap((line) =>
      line.entries.length < SHORTEST_RUN
        ? line.entries.map((entry) => ({ key: entry.revision, entries: [entry] }))
        : [line],
    );
  }
  return days;
}

/** Whether an entry goes on with a run: the same person, room and source; one that names no source goes with any. */
function goesOn(line: Line, entry: Entry): boolean {
  const newest = line.entries[0]!;
  const room = roomOf(newest.action);
  const source = line.entries.find((one) => one.sources.length)?.sources[0]!.id;
  return (
    newest.author === entry.author &&
    room === roomOf(entry.action) &&
    (room === "coding" || room === "cases") &&
    (!source || !entry.sources.length || source === entry.sources[0]!.id) &&
    plain(newest) &&
    plain(entry)
  );
}

/** Whether an entry may disappear in a run: nothing about it needs to be seen. */
function plain(entry: Entry): boolean {
  return (
    entry.n_sources <= 1 && !entry.undone_by && !entry.undoes && !entry.reason && !entry.rows.erase
  );
}

export function roomOf(action: string): string {
  return action.split(".", 1)[0]!;
}

/** What the entries of a line did together: rows by deed and table. */
export function together(entries: Entry[]): Record<string, Record<string, number>> {
  const all: Record<string, Record<string, number>> = {};
  for (const entry of entries) {
    for (const [deed, tables] of Object.entries(entry.rows)) {
      const of = (all[deed] ??= {});
      for (const [table, rows] of Object.entries(tables)) of[table] = (of[table] ?? 0) + rows;
    }
  }
  return all;
}

export function localDay(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
