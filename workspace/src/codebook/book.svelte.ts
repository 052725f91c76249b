/* The codebook in hand: what it says, what stands with its codes, and the acts that change it. */
import { SvelteSet } from "svelte/reactivity";
import { call, type Schemas } from "../api/client";
import { language, t } from "../i18n/index.svelte";
import { Codes } from "../reading/codes";
import { live, type Change } from "../shell/live.svelte";
import { notices } from "../shell/notices.svelte";
import { outbox } from "../shell/outbox.svelte";
import { line, told } from "../shell/refusals";
import { session } from "../shell/session.svelte";

export type Code = Schemas["CodebookCode"];
export type Variable = Schemas["CodebookVariable"];
export type Count = Schemas["CodeCount"];
type Done = Schemas["CodebookDone"];
type Method = "POST" | "PATCH";

const SHUT = "relata.codebook.shut";

export class Book {
  told = $state.raw<Schemas["Codebook"] | null>(null);
  counts = $state.raw<Map<number, Count>>(new Map());
  /** Codes whose branches are folded; kept while the tab is open. */
  readonly shut = new SvelteSet<number>(kept());
  /** Codes marked, to be merged. */
  readonly marked = new SvelteSet<number>();
  /** Rises with every reading, so that views of one code read again too. */
  round = $state(0);

  readonly codes = $derived(new Codes(this.told?.codes ?? []));
  readonly editable = $derived(session.may("codebook.write"));
  readonly older = $derived([...this.counts.values()].reduce((sum, one) => sum + one.own_older, 0));
  #done: string[] = [];
  #said: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #counting: ReturnType<typeof setTimeout> | undefined;

  async load(): Promise<void> {
    const asked = language();
    const [told] = await Promise.all([
      call<Schemas["Codebook"]>("/codebook", { query: { language: asked } }),
      this.recount(),
    ]);
    this.told = told;
    for (const number of this.marked)
      if (!this.codes.byNumber.has(number)) this.marked.delete(number);
    this.round++;
  }

  async recount(): Promise<void> {
    clearTimeout(this.#counting);
    this.#counting = undefined;
    if (!session.may("codings.read")) return;
    const counts = await call<Count[]>("/codebook/counts");
    this.counts = new Map(counts.map((one) => [one.code, one]));
  }

  /** Read anew whenever somebody changes codes; when passages are coded, the counts alone, and not at once. */
  listen(): () => void {
    const stop = live.hear((change: Change) => {
      const rooms = change.rooms ?? [];
      if (change.everything || rooms.includes("codebook")) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.load().catch(() => undefined), 250);
      } else if (rooms.includes("coding")) {
        this.#counting ??= setTimeout(() => void this.recount().catch(() => undefined), 4000);
      }
    });
    return () => {
      stop();
      clearTimeout(this.#timer);
      clearTimeout(this.#counting);
      this.#counting = undefined;
    };
  }

  /**
   * Change the codebook; tells so with a way to undo it. Null when the server refused, which `refused` tells:
   * in a dialogue it is shown there.
   */
  async act(
    path: string,
    body: object,
    words: string,
    {
      method = "POST",
      refused = notices.refused.bind(notices),
    }: { method?: Method; refused?: (fault: unknown) => void } = {},
  ): Promise<Done | null> {
    try {
      const done = await outbox.send<Done>(`/codebook/${path}`, body, method);
      await this.load();
      if (done.revision) this.tell(words, [done.revision]);
      return done;
    } catch (fault) {
      refused(fault);
      return null;
    }
  }

  /** Say what was done, and offer to take it back, the latest of several first. */
  tell(words: string, revisions: string[]): void {
    this.#done.push(...revisions);
    this.#say(words, {
      doing: { label: t("codebook.undo"), does: () => void this.undo(revisions) },
    });
  }

  /** Only the latest is shown: acts follow one another quickly here. */
  #say(...told: Parameters<typeof notices.say>): void {
    if (this.#said !== undefined) notices.close(this.#said);
    notices.say(...told);
    this.#said = notices.shown.at(-1)?.id;
  }

  /** Take revisions back; without any, the latest that was made here. */
  async undo(revisions?: string[]): Promise<void> {
    const wanted = [...(revisions ?? this.#done.slice(-1))].reverse();
    if (!wanted.length) {
      notices.say(t("codebook.nothing to undo"));
      return;
    }
    try {
      for (const revision of wanted) {
        await outbox.send("/undo", { revision });
        this.#done = this.#done.filter((other) => other !== revision);
      }
      this.#say(t("codebook.undone"));
    } catch (fault) {
      notices.refused(fault);
    }
    await this.load().catch(() => undefined);
  }

  fold(number: number, shut: boolean): void {
    if (shut) this.shut.add(number);
    else this.shut.delete(number);
    sessionStorage.setItem(SHUT, JSON.stringify([...this.shut]));
  }

  /** Open everything above a code, so that its line is seen. */
  reveal(number: number): void {
    let above = this.codes.byNumber.get(number)?.parent ?? null;
    while (above !== null) {
      if (this.shut.has(above)) this.fold(above, false);
      above = this.codes.byNumber.get(above)?.parent ?? null;
    }
  }

  /** Codes to choose from, as the picker wants them. */
  choices(fits: (code: Code) => boolean) {
    return this.codes
      .flat()
      .filter(({ code }) => fits(code))
      .map(({ code }) => ({
        value: code.number,
        label: code.label,
        path: this.codes.above(code),
        colour: code.colour,
        keywords: `${code.name} ${Object.values(code.labels).join(" ")}`,
      }));
  }

  /** Codings that wait to be given to the parts of a code that was split. */
  waiting(code: Code): number {
    return code.parts.length ? (this.counts.get(code.number)?.codings ?? 0) : 0;
  }
}

/** A refusal in the person's language, in one line. */
export function inWords(fault: unknown): string {
  return line(told(fault));
}

function kept(): number[] {
  try {
    return JSON.parse(sessionStorage.getItem(SHUT) ?? "[]") as number[];
  } catch {
    return [];
  }
}
