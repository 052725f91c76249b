/*
 * One case as it is shown: its values, the words they rest on, the codings about it, and the acts that change them.
 *
 * Acts show at once and are sent by the outbox; what is refused is taken away again, with the server's words kept by
 * the thing it was about, so that nothing typed is lost.
 */
import { call, Refused, type Schemas } from "../api/client";
import { t } from "../i18n/index.svelte";
import { notices } from "../shell/notices.svelte";
import { outbox } from "../shell/outbox.svelte";
import { session } from "../shell/session.svelte";
import { line, told as inWords } from "../shell/refusals";
import { sameSpot, spotKey } from "./evidence";
import {
  accord,
  actOf,
  type AboutCoding,
  type Draft,
  type Form,
  type Spot,
  type Subject,
  type Value,
} from "./sheet";

type Sheet = Schemas["SheetTold"];
type Source = Schemas["TellingSource"];

export class OpenedCase {
  sheet = $state.raw<Sheet | null>(null);
  form = $state.raw<Form | null>(null);
  missing = $state<string | null>(null);
  words = $state.raw(new Map<string, string>());
  sources = $state.raw(new Map<string, Source>());
  about = $state.raw<AboutCoding[]>([]);
  open = $state.raw<AboutCoding[]>([]);
  /** What the server refused, by the thing it was about. */
  refused = $state.raw(new Map<string, string>());
  /** Things whose value is on its way. */
  saving = $state.raw(new Set<string>());
  #sent = new Map<string, Promise<unknown>>();
  #asked = 0;

  constructor(readonly name: string) {}

  get mayWrite(): boolean {
    return session.may("cases.write");
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const [sheet, form] = await Promise.all([
        call<Sheet>("/cases/sheet", { query: { case: this.name } }),
        call<Form>("/cases/form"),
      ]);
      if (asked !== this.#asked) return;
      // What is still on its way stays as it is shown.
      const waiting = this.sheet?.values.filter((value) => this.saving.has(value.about)) ?? [];
      const values = [...sheet.values.filter((value) => !this.saving.has(value.about)), ...waiting];
      this.sheet = { ...sheet, values };
      this.form = form;
      this.missing = null;
      await this.#more(sheet.id, asked);
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 404) this.missing = inWords(fault).message;
      else notices.refused(fault);
    }
  }

  async #more(id: string, asked: number): Promise<void> {
    if (!session.may("codings.read") || !session.may("sources.read")) return;
    const [evidence, codings] = await Promise.all([
      call<Schemas["EvidenceTold"]>(`/cases/${id}/evidence`),
      call<Schemas["CaseCodings"]>(`/cases/${id}/codings`),
    ]);
    if (asked !== this.#asked) return;
    this.words = new Map([
      ...this.words,
      ...evidence.passages.map((p) => [spotKey(p), p.words] as const),
    ]);
    this.sources = new Map(evidence.sources.map((source) => [source.id, source]));
    this.about = codings.about;
    this.open = codings.open;
  }

  valuesOf(about: string): Value[] {
    return this.sheet?.values.filter((value) => value.about === about) ?? [];
  }

  ownOf(about: string): Value[] {
    return this.valuesOf(about).filter((value) => value.own);
  }

  accordOf(about: string): ReturnType<typeof accord> {
    return accord(this.valuesOf(about));
  }

  /** Remember the words of a passage that is about to become evidence. */
  learn(spot: Spot & { words?: string }): void {
    if (spot.words) this.words = new Map(this.words).set(spotKey(spot), spot.words);
  }

  // -- acts -------------------------------------------------------------------

  /** Save a draft as one's own value; true when it was kept. */
  async set(subject: Subject, draft: Draft): Promise<boolean> {
    const sheet = this.sheet!;
    const body = actOf(subject.about, subject.variable, draft);
    const before = sheet.values;
    const shown: Value = {
      ...body,
      id: "",
      is_code: !subject.variable,
      told: body.told ?? null,
      missing: body.missing ?? null,
      note: body.note ?? null,
      status: body.status ?? "stated",
      coder: session.me?.name ?? "",
      own: true,
      evidence: draft.evidence,
    };
    this.#show(subject.about, [shown], draft.beside);
    return this.#act(
      subject.about,
      () => outbox.send<Value>(`/cases/${sheet.id}/values`, body),
      (kept) => {
        this.#swap("", kept as Value, subject.about);
        this.forgetRefusal(subject.about);
      },
      before,
    );
  }

  /** Let one's own value rest on one more passage. */
  async rest(value: Value, spot: Spot & { words?: string }): Promise<boolean> {
    if (value.evidence.some((one) => sameSpot(one, spot))) {
      notices.say(t("cases.evidence already"));
      return true;
    }
    this.learn(spot);
    await this.#sent.get(value.about)?.catch(() => undefined);
    const own = value.id ? value : this.ownOf(value.about).at(-1);
    if (!own?.id) return false;
    const { source, start, end } = spot;
    const before = this.sheet!.values;
    this.#swap(own.id, { ...own, evidence: [...own.evidence, { source, start, end }] }, own.about);
    const kept = await this.#act(
      own.about,
      () => outbox.send<Value>(`/values/${own.id}/evidence`, { source, start, end }),
      (told) => this.#swap(own.id, told as Value, own.about),
      before,
    );
    if (kept) {
      notices.say(t("cases.evidence added"), {
        doing: {
          label: t("cases.undo"),
          does: () => void this.unrest(this.#by(own.id) ?? own, spot),
        },
      });
      if (!spot.words) void this.load();
    }
    return kept;
  }

  async unrest(value: Value, spot: Spot): Promise<boolean> {
    const before = this.sheet!.values;
    const left = value.evidence.filter((one) => !sameSpot(one, spot));
    this.#swap(value.id, { ...value, evidence: left }, value.about);
    return this.#act(
      value.about,
      () =>
        outbox.send<Value>(
          `/values/${value.id}/evidence/${spot.source}/${spot.start}/${spot.end}`,
          undefined,
          "DELETE",
        ),
      (told) => this.#swap(value.id, told as Value, value.about),
      before,
    );
  }

  async takeBack(value: Value): Promise<boolean> {
    const before = this.sheet!.values;
    this.sheet = { ...this.sheet!, values: before.filter((one) => one.id !== value.id) };
    return this.#act(
      value.about,
      () => outbox.send(`/values/${value.id}`, undefined, "DELETE"),
      () => undefined,
      before,
    );
  }

  async link(source: string): Promise<void> {
    await this.#plain(() => outbox.send(`/cases/${this.sheet!.id}/sources`, { sources: [source] }));
  }

  async unlink(source: string): Promise<void> {
    await this.#plain(() =>
      outbox.send(`/cases/${this.sheet!.id}/sources/${source}`, undefined, "DELETE"),
    );
  }

  /** Say that codings of one's own are about this case. */
  async assign(codings: AboutCoding[]): Promise<void> {
    const ids = codings.map((coding) => coding.id);
    this.open = this.open.filter((coding) => !ids.includes(coding.id));
    this.about = [...this.about, ...codings];
    await this.#plain(() => outbox.send("/cases/codings", { case: this.sheet!.id, codings: ids }));
  }

  // -- how they are shown -------------------------------------------------------

  async #plain(send: () => Promise<unknown>): Promise<void> {
    try {
      await send();
    } catch (fault) {
      notices.refused(fault);
    }
    await this.load();
  }

  async #act(
    about: string,
    send: () => Promise<unknown>,
    kept: (told: unknown) => void,
    before: Value[],
  ): Promise<boolean> {
    this.saving = new Set(this.saving).add(about);
    const sent = send();
    this.#sent.set(about, sent);
    try {
      kept(await sent);
      return true;
    } catch (fault) {
      const others = this.sheet!.values.filter((value) => value.about !== about);
      this.sheet = {
        ...this.sheet!,
        values: [...others, ...before.filter((value) => value.about === about)],
      };
      if (fault instanceof Refused) {
        this.refused = new Map(this.refused).set(about, line(inWords(fault)));
      } else notices.refused(fault);
      return false;
    } finally {
      if (this.#sent.get(about) === sent) {
        this.#sent.delete(about);
        this.saving = new Set([...this.saving].filter((one) => one !== about));
      }
    }
  }

  #by(id: string): Value | undefined {
    return this.sheet?.values.find((value) => value.id === id);
  }

  #show(about: string, own: Value[], beside: boolean): void {
    const left = this.sheet!.values.filter(
      (value) => beside || !(value.own && value.about === about),
    );
    this.sheet = { ...this.sheet!, values: [...left, ...own] };
  }

  #swap(id: string, kept: Value, about: string): void {
    const values = this.sheet!.values.map((one) =>
      one.id === id && one.about === about && one.own ? kept : one,
    );
    this.sheet = { ...this.sheet!, values };
  }

  forgetRefusal(about: string): void {
    if (!this.refused.has(about)) return;
    const left = new Map(this.refused);
    left.delete(about);
    this.refused = left;
  }
}
