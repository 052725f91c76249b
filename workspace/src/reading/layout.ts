/* Which panels stand open beside the text; kept in this browser, and nothing else is. */
export type Tab = "passage" | "case" | "memo" | "beside";

export interface Layout {
  tree: boolean;
  side: Tab | null;
}

const PLACE = "relata reading layout";

export function kept(): Layout {
  try {
    return { tree: true, side: "passage", ...JSON.parse(localStorage.getItem(PLACE) ?? "{}") } as Layout;
  } catch {
    return { tree: true, side: "passage" };
  }
}

export function keep(layout: Layout): void {
  localStorage.setItem(PLACE, JSON.stringify(layout));
}
