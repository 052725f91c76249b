/* Where the person is: one path, with what it asks for. `/sources/ab12?at=120-180` */
let here = $state.raw(new URL(location.href));

addEventListener("popstate", () => (here = new URL(location.href)));

export const place = {
  get path(): string[] {
    return here.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  },
  get room(): string {
    return this.path[0] ?? "";
  },
  asked(name: string): string | null {
    return here.searchParams.get(name);
  },
};

/** Go to another place; `replace` leaves no way back to this one. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const next = new URL(to, location.href);
  if (next.href === here.href) return;
  history[replace ? "replaceState" : "pushState"](null, "", next);
  here = next;
}

/** Let links within the workspace be followed without loading the page again. */
export function followLinks(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey
  )
    return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || link.pathname.startsWith("/api/")) return;
  event.preventDefault();
  go(link.href);
}
