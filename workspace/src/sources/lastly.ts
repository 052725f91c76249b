/*
 * Where each person was last: a source and a place in it. Kept in this browser; ids and offsets, no word of a text.
 */
export interface Lastly {
  source: string;
  start: number | null;
  end: number | null;
}

const place = (user: string) => `relata last place of ${user}`;

export function keepLast(user: string, last: Lastly): void {
  const { source, start, end } = last;
  localStorage.setItem(place(user), JSON.stringify({ source, start, end }));
}

export function keptLast(user: string): Lastly | null {
  try {
    const told = JSON.parse(localStorage.getItem(place(user)) ?? "null") as Lastly | null;
    return told && typeof told.source === "string" ? told : null;
  } catch {
    return null;
  }
}

/** The address of a place. */
export function addressOf(last: Lastly): string {
  const at = last.start === null || last.end === null ? "" : `?at=${last.start}-${last.end}`;
  return `/sources/${last.source}${at}`;
}
