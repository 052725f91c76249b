/*
 * What somebody has begun to type and not yet saved, by a name of its place ("memo:source:12-40").
 *
 * Kept in memory only, so that locking, an error or another page takes nothing away; a reload warns while any is left.
 */
import { SvelteMap } from "svelte/reactivity";

class Drafts {
  #kept = new SvelteMap<string, string>();

  constructor() {
    addEventListener("beforeunload", (event) => {
      if (this.#kept.size) event.preventDefault();
    });
  }

  get(place: string): string | undefined {
    return this.#kept.get(place);
  }

  keep(place: string, text: string, saved = ""): void {
    if (text === saved) this.#kept.delete(place);
    else this.#kept.set(place, text);
  }

  drop(place: string): void {
    this.#kept.delete(place);
  }

  clear(): void {
    this.#kept.clear();
  }
}

export const drafts = new Drafts();
