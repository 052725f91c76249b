/* Which panels stand open beside the text; kept in this browser, and nothing else is. */
export type Tab = "passage" | "case" | "memo" | "beside";

export interface Layout {
  tree: boolean;
  side: Tab | null;
}

const PLACE = "relata reading layout";

export function kept(): Layout {
  // On a small screen the text needs the room; the panel opens when it is asked for.
  const usual: Layout = { tree: true, side: innerWidth >= 1400 ? "passage" : null };
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(PLACE) ?? "{}") as Partial<Layout>) };
  } catch {
    return usual;
  }
}

export function keep(layout: Layout): void {
  localStorage.setItem(PLACE, JSON.stringify(layout));
}
