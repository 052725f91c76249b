/* Words of the history: what an action is called, and counts as words. */
import type { Schemas } from "../api/client";
import { language, t } from "../i18n/index.svelte";
import { counted, THINGS, type Rows } from "./counts";
import { roomOf } from "./folding";

const ROOMS = ["coding", "memos", "cases", "sources", "codebook", "team"];

/** What somebody did, in words; an action that is new to this page is told by its room. */
export function deed(action: string): string {
  const key = `history.action.${action}`;
  const told = t(key);
  if (told !== key) return told;
  const room = roomOf(action);
  return t(`history.room.${ROOMS.includes(room) ? room : "databank"}`);
}

/** "3 codings added · 1 value withdrawn". */
export function counts(rows: Rows): string {
  const told = counted(rows).map(({ deed, thing, n }) =>
    t(`history.deed.${deed}`, { things: t(`history.thing.${thing}`, { n }) }),
  );
  return told.join(" · ");
}

/** "3 codings, 1 value": counts by table, without what was done to them. */
export function things(tables: Record<string, number>): string {
  return list(counted({ add: tables }).map(({ thing, n }) => t(`history.thing.${thing}`, { n })));
}

/** What one row is. */
export function kind(row: Schemas["DeedTold"]): string {
  return t(`history.kind.${THINGS[row.table] ?? "row"}`);
}

export function list(parts: string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(parts);
}

export function time(at: number): string {
  return new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** A day, YYYY-MM-DD, as people write it. */
export function dayName(day: string): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new Intl.DateTimeFormat(language(), { dateStyle: "full" }).format(
    new Date(year, month - 1, date),
  );
}

/** When a run of acts was done: one time, or from one to another. */
export function times(from: number, to: number): string {
  const [first, last] = [time(from), time(to)];
  return first === last ? first : `${first}–${last}`;
}
