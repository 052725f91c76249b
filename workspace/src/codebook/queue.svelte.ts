/* A queue of codings to look at: what is shown goes off it at once, and comes back when the server refuses. */
import { call, type Schemas } from "../api/client";
import { t } from "../i18n/index.svelte";
import { notices } from "../shell/notices.svelte";
import { outbox } from "../shell/outbox.svelte";
import type { Quoted } from "../shell/Passages.svelte";
import type { Book } from "./book.svelte";

export type Waiting = Schemas["WaitingCoding"];

/** A passage as the shell shows it; one whose words may not be read keeps its place. */
export function passage(told: Schemas["PassageTold"]): Quoted {
  return {
    ...told,
    title: told.title ?? t("codebook.a source"),
    words: told.words ?? t("codebook.no words"),
    code: told.code ?? undefined,
    coder: told.coder ?? undefined,
  };
}

export class Queue {
  items = $state.raw<Waiting[]>([]);
  total = $state(0);
  at = $state(0);
  ready = $state(false);
  readonly now = $derived<Waiting | undefined>(this.items[this.at]);
  /** Acts under way: what they take off the queue is not read back before they are done. */
  #gone = new Set<number>();

  constructor(
    private readonly book: Book,
    private readonly path: () => string,
    private readonly query: () => Record<string, string | number | boolean | null>,
  ) {}

  async load(): Promise<void> {
    try {
      const told = await call<Schemas["Waiting"]>(this.path(), { query: this.query() });
      const here = this.now?.number;
      this.items = told.codings.filter((one) => !this.#gone.has(one.number));
      this.total = Math.max(
        told.total - (told.codings.length - this.items.length),
        this.items.length,
      );
      const again = this.items.findIndex((one) => one.number === here);
      this.at = Math.max(0, Math.min(again >= 0 ? again : this.at, this.items.length - 1));
      this.ready = true;
    } catch (fault) {
      notices.refused(fault);
    }
  }

  async more(): Promise<void> {
    try {
      const query = { ...this.query(), skip: this.items.length };
      const told = await call<Schemas["Waiting"]>(this.path(), { query });
      const known = new Set([...this.#gone, ...this.items.map((one) => one.number)]);
      this.items = [...this.items, ...told.codings.filter((one) => !known.has(one.number))];
    } catch (fault) {
      notices.refused(fault);
    }
  }

  step(by: number): void {
    this.at = Math.max(0, Math.min(this.items.length - 1, this.at + by));
    if (this.at >= this.items.length - 3 && this.items.length < this.total) void this.more();
  }

  /** Answer for the coding in hand; the next one comes at once. */
  async answer(path: string, body: object, words: string): Promise<void> {
    const one = this.now;
    if (!one) return;
    const place = this.at;
    this.#gone.add(one.number);
    this.items = this.items.filter((other) => other !== one);
    this.total -= 1;
    this.step(0);
    try {
      const done = await outbox.send<{ revision: string | null }>(path, {
        codings: [one.number],
        ...body,
      });
      if (done.revision) this.book.tell(words, [done.revision]);
      void this.book.recount().catch(() => undefined);
      if (!this.items.length && this.total > 0) await this.load();
    } catch (fault) {
      this.items = [...this.items.slice(0, place), one, ...this.items.slice(place)];
      this.total += 1;
      this.at = place;
      notices.refused(fault);
    } finally {
      this.#gone.delete(one.number);
    }
  }
}
