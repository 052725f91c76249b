/* Where the bars of the margin stand: side by side in lanes, their names under one another beside them. */

export interface Extent {
  key: number;
  top: number;
  bottom: number;
}

/**
 * Give each extent the first lane in which nothing else stands at its height; -1 when all lanes are taken.
 *
 * An extent that had a lane keeps it, so that bars stand still while one scrolls.
 */
export function lanes(
  extents: readonly Extent[],
  most: number,
  kept: ReadonlyMap<number, number> = new Map(),
  gap = 2,
): Map<number, number> {
  const taken: Extent[][] = Array.from({ length: most }, () => []);
  const found = new Map<number, number>();
  const free = (lane: number, one: Extent) =>
    taken[lane]!.every((other) => other.bottom + gap <= one.top || one.bottom + gap <= other.top);
  const put = (lane: number, one: Extent) => {
    taken[lane]!.push(one);
    found.set(one.key, lane);
  };
  const fresh: Extent[] = [];
  for (const one of extents) {
    const lane = kept.get(one.key) ?? -1;
    if (lane >= 0 && lane < most && free(lane, one)) put(lane, one);
    else fresh.push(one);
  }
  fresh.sort((a, b) => a.top - b.top || b.bottom - a.bottom || a.key - b.key);
  for (const one of fresh) {
    let lane = 0;
    while (lane < most && !free(lane, one)) lane++;
    if (lane < most) put(lane, one);
    else found.set(one.key, -1);
  }
  return found;
}

export interface Row {
  top: number;
  /** The coding that is named here. */
  key: number;
  /** Those for whose names no room was left. */
  more: number[];
}

/**
 * Stack the names of extents, each beside its own bar; what finds no room there is counted at the nearest row.
 *
 * `first` is named whatever else stands there.
 */
export function rows(
  extents: readonly Extent[],
  height: number,
  { hidden = new Set<number>(), first = null as number | null, drift = 2 } = {},
): Row[] {
  const sorted = [...extents].sort(
    (a, b) =>
      a.top - b.top ||
      Number(hidden.has(a.key)) - Number(hidden.has(b.key)) ||
      a.bottom - b.bottom ||
      a.key - b.key,
  );
  const found: Row[] = [];
  for (const one of sorted) {
    const last = found[found.length - 1];
    const top = Math.max(one.top, last ? last.top + height : -Infinity);
    const reach = Math.min(
      Math.max(one.bottom - height, one.top + height * drift),
      one.top + height * 8,
    );
    const crowded = hidden.has(one.key) ? last && one.top - last.top < height * 3 : top > reach;
    if (last && crowded) last.more.push(one.key);
    else found.push({ top, key: one.key, more: [] });
  }
  if (first !== null) {
    const row = found.find(({ more }) => more.includes(first));
    if (row) {
      row.more[row.more.indexOf(first)] = row.key;
      row.key = first;
    }
  }
  return found;
}
