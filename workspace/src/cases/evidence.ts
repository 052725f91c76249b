/* Evidence on its way from a text to a value: the passage in view, and passages that are dragged. */
import type { Spot } from "./sheet";

export { hearFirst, inView, type InView } from "./evidence.svelte";

/** The type under which the reader drags a passage; the data is {source, start, end} as JSON. */
export const DRAGGED = "application/x-relata-passage";

/** Whether what is dragged over a value is a passage. */
export function carriesPassage(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(DRAGGED) ?? false;
}

/** The passage that was dropped; null where it is none. */
export function dropped(text: string | undefined): (Spot & { words?: string }) | null {
  try {
    const told: unknown = JSON.parse(text ?? "");
    if (typeof told !== "object" || told === null) return null;
    const { source, start, end, words } = told as Record<string, unknown>;
    if (typeof source !== "string" || !/^[0-9a-f]{6,64}$/.test(source)) return null;
    if (!Number.isInteger(start) || !Number.isInteger(end)) return null;
    if ((start as number) < 0 || (start as number) >= (end as number)) return null;
    const spot = { source, start: start as number, end: end as number };
    return typeof words === "string" ? { ...spot, words } : spot;
  } catch {
    return null;
  }
}

export function sameSpot(one: Spot, other: Spot): boolean {
  return one.source === other.source && one.start === other.start && one.end === other.end;
}

/** The address of a passage in the reader. */
export function addressOf(spot: Spot): string {
  return `/sources/${spot.source}?at=${spot.start}-${spot.end}`;
}

export function spotKey(spot: Spot): string {
  return `${spot.source} ${spot.start} ${spot.end}`;
}
