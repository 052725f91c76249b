/* What a finding is asked, kept in the address: so it can be gone back to, and sent to a colleague. */
import { go } from "../shell/router.svelte";

export type Asked = Record<string, string | null>;

/** An address with some of what it asks changed; null takes a question away. */
export function changed(address: string, told: Asked): string {
  const next = new URL(address);
  for (const [name, value] of Object.entries(told)) {
    if (value === null || value === "") next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  return next.pathname + next.search;
}

export function ask(told: Asked): void {
  go(changed(location.href, told), { replace: true });
}

/** The address of another page of the room, as of the same moment and coder. */
export function beside(page: string, address: string): string {
  const here = new URL(address);
  const kept = new URLSearchParams();
  for (const name of ["at", "coder"]) {
    const value = here.searchParams.get(name);
    if (value) kept.set(name, value);
  }
  const query = kept.toString();
  return `/findings${page ? `/${page}` : ""}${query ? `?${query}` : ""}`;
}

/** A name as the language of coded retrieval reads it: in quotation marks where it could be taken for more. */
export function named(name: string): string {
  return /^[\p{L}\p{N}\p{M}/_-]+( [\p{L}\p{N}\p{M}/_-]+)*$/u.test(name) &&
    !/\b(AND|OR|NOT|NEAR|WITHIN|WHERE)\b/.test(name)
    ? name
    : `"${name.replaceAll('"', "")}"`;
}
