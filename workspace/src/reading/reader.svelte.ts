/*
 * One source being read and coded: its text, its codings, what is selected, and every act on it.
 *
 * An act is drawn before the server has it. What the server answers takes the place of what was drawn; what it
 * refuses is taken away again, told, and the selection given back.
 */
import { call, type Schemas } from "../api/client";
import { inView } from "../cases/evidence.svelte";
import { language, t } from "../i18n/index.svelte";
import { live, type Change } from "../shell/live.svelte";
import { notices } from "../shell/notices.svelte";
import { outbox } from "../shell/outbox.svelte";
import { session } from "../shell/session.svelte";
import { Coded, type Coding, type Columns } from "./coded";
import { Codes } from "./codes";
import { Lately } from "./lately";
import { Acts } from "./undoing";

export interface Span {
  start: number;
  end: number;
}

type Opened = Schemas["OpenedSource"];
type Answer = Schemas["CodedPassages"];

/** What the reader asks of the pane that draws the text. */
export interface Canvas {
  add(codings: Coding[]): void;
  remove(numbers: number[]): void;
  redraw(): void;
  select(span: Span | null): void;
  show(span: Span): void;
}

let provisional = 0;

export class Reader {
  text = $state.raw<Schemas["OpenedText"] | null>(null);
  about = $state.raw<Opened | null>(null);
  codes = $state.raw(new Codes());
  columns = $state.raw<Columns | null>(null);
  failed = $state.raw<unknown>(null);
  /** Counts every change of the codings, so that what is derived from them is made anew. */
  turn = $state(0);

  selection = $state.raw<Span | null>(null);
  /** The passage in hand: one coding, or none. */
  hand = $state<number | null>(null);
  lately = $state.raw<number[]>([]);
  /** Whom the next codings are about: a case's number, or null to leave it to the source's only case. */
  person = $state<number | null>(null);
  others = $state(true);
  hidden = $state.raw(new Set<number>());
  /** Only these coders' choices; everybody's when empty. */
  coders = $state.raw(new Set<number>());
  onlyOld = $state(false);
  /** Only codings about this case (0: left open); null for everybody's. */
  onlyCase = $state<number | null>(null);
  /** Only what this speaker says, by the place in the text's list; null for all. */
  speaker = $state<number | null>(null);
  said = $state("");

  readonly coded = new Coded();
  readonly acts = new Acts((change) => this.#undone(change));
  canvas: Canvas | null = null;
  readonly #settled = new Map<number, number>();
  #used: Lately;

  constructor(readonly id: string) {
    this.#used = new Lately(`codes used lately by ${session.me?.number}`);
    this.lately = this.#used.numbers;
  }

  async open(): Promise<void> {
    try {
      const [text, codings, codebook] = await Promise.all([
        call<Schemas["OpenedText"]>(`/sources/${this.id}/text`),
        call<Schemas["CodingColumns"]>(`/sources/${this.id}/codings`),
        call<Schemas["Codebook"]>("/codebook", { query: { language: language() } }),
      ]);
      this.codes = new Codes(codebook.codes);
      this.columns = this.coded.load(codings);
      this.text = text;
      this.turn++;
      this.about = await call<Opened>(`/sources/${this.id}`);
    } catch (fault) {
      this.failed = fault;
    }
  }

  /** Follow what others change; returns how to stop. */
  follow(): () => void {
    return live.hear((change) => void this.#heard(change));
  }

  // -- what is looked at ------------------------------------------------------

  get handed(): Coding | undefined {
    void this.turn;
    return this.hand === null ? undefined : this.coded.all.get(this.hand);
  }

  get me(): number {
    return session.me?.number ?? 0;
  }

  get mayCode(): boolean {
    return session.may("codings.write");
  }

  who(coder: number): string {
    return this.about?.people.find(([number]) => number === coder)?.[1] ?? "?";
  }

  whom(person: number): string {
    return this.about?.cases.find(([number]) => number === person)?.[1] ?? "?";
  }

  /** Whether a coding is drawn, by the filters in force. */
  shows = (coding: Coding): boolean =>
    !this.hidden.has(coding.code) &&
    (this.others || coding.coder === this.me) &&
    (this.coders.size === 0 || this.coders.has(coding.coder)) &&
    (!this.onlyOld || coding.old) &&
    (this.onlyCase === null || coding.case === this.onlyCase);

  choose(span: Span | null): void {
    this.selection = span;
    if (span && this.text) inView.set({ source: this.id, ...span, words: this.words(span) });
  }

  take(coding: Coding | null): void {
    this.hand = coding?.number ?? null;
    if (coding && this.text) {
      inView.set({
        source: this.id,
        start: coding.start,
        end: coding.end,
        words: this.words(coding),
      });
    }
  }

  /** The words of a span; offsets count code points. */
  words(span: Span, most = 4000): string {
    return slice(this.text?.text ?? "", span.start, Math.min(span.end, span.start + most));
  }

  // -- acts -------------------------------------------------------------------

  /** Code the selection, or the passage in hand. */
  code(code: number, at: Span | null = this.selection ?? this.handed ?? null): void {
    const known = this.codes.byNumber.get(code);
    if (!at || !known || !this.mayCode) return;
    if (!known.codable) {
      notices.say(t("reading.only gathers", { label: known.label }), { tone: "warn" });
      return;
    }
    const span = { start: at.start, end: at.end };
    const drawn: Coding = {
      number: --provisional,
      ...span,
      code,
      coder: this.me,
      case: this.person ?? this.#onlyCase(),
      old: false,
    };
    const twice = this.coded
      .at(span.start, span.end)
      .some(
        (c) =>
          c.start === span.start && c.end === span.end && c.code === code && c.coder === this.me,
      );
    if (!twice) this.#draw([drawn]);
    this.lately = this.#used.use(code);
    this.said = t("reading.coded", { label: known.label });
    const sent = outbox.send<Answer>(`/sources/${this.id}/codings`, {
      spans: [[span.start, span.end]],
      code: known.name,
      case: this.person === null ? null : this.whom(this.person),
    });
    this.acts.done(sent, t("reading.coded", { label: known.label }));
    sent.then(
      (answer) => this.#settle([drawn.number], answer),
      (fault) => {
        this.#erase([drawn.number]);
        this.selection = span;
        this.canvas?.select(span);
        notices.refused(fault);
      },
    );
  }

  /** Code with the code used last. */
  again(): void {
    const last = this.lately[0];
    if (last !== undefined) this.code(last);
  }

  /** Make a code of the selected words themselves, and code them with it. */
  inVivo(): void {
    const at = this.selection ?? this.handed;
    if (!at || !session.may("codebook.in vivo")) return;
    const sent = outbox.send<Answer>(`/sources/${this.id}/in-vivo`, {
      start: at.start,
      end: at.end,
      case: this.person === null ? null : this.whom(this.person),
    });
    this.acts.done(sent, t("reading.in vivo made"));
    sent.then(
      async (answer) => {
        await this.#recallCodes();
        this.#settle([], answer);
        const code = answer.codings[0]?.[3];
        if (code !== undefined) this.lately = this.#used.use(code);
      },
      (fault) => notices.refused(fault),
    );
  }

  /** Make a new code, and code the selection with it: what a lead may do while reading. */
  async newCode(label: string): Promise<void> {
    const at = this.selection ?? this.handed;
    if (!at) return;
    try {
      const made = outbox.send<Schemas["CodebookDone"]>("/codebook/codes", { label });
      this.acts.done(made, t("reading.code made", { label }));
      const { numbers } = await made;
      await this.#recallCodes();
      if (numbers[0] !== undefined) this.code(numbers[0], at);
    } catch (fault) {
      notices.refused(fault);
    }
  }

  remove(coding: Coding): void {
    if (!this.mine(coding)) return;
    this.#erase([coding.number]);
    if (this.hand === coding.number) this.hand = null;
    this.said = t("reading.removed", { label: this.codes.label(coding.code) });
    const sent = outbox.send<Answer>(() => `/codings/${this.#number(coding)}`, {}, "DELETE");
    this.acts.done(sent, this.said);
    sent.catch((fault) => {
      this.#draw([coding]);
      notices.refused(fault);
    });
  }

  /** Extend or shrink a passage that one has coded. */
  move(coding: Coding, span: Span): void {
    if (!this.mine(coding) || span.end <= span.start || span.start < 0) return;
    const moved = { ...coding, ...span, number: --provisional };
    this.#erase([coding.number]);
    this.#draw([moved]);
    this.hand = moved.number;
    const sent = outbox.send<Answer>(() => `/codings/${this.#number(coding)}/move`, {
      start: span.start,
      end: span.end,
    });
    this.acts.done(sent, t("reading.moved"));
    sent.then(
      (answer) => this.#settle([moved.number], answer, moved.number),
      (fault) => {
        this.#erase([moved.number]);
        this.#draw([coding]);
        notices.refused(fault);
      },
    );
  }

  /** Say whom a coding is about. */
  tell(coding: Coding, person: number | null): void {
    if (!this.mine(coding)) return;
    const told = { ...coding, case: person ?? 0, number: --provisional };
    this.#erase([coding.number]);
    this.#draw([told]);
    this.hand = told.number;
    const sent = outbox.send<Answer>(() => `/codings/${this.#number(coding)}/about`, {
      case: person === null ? null : this.whom(person),
    });
    this.acts.done(sent, t("reading.told"));
    sent.then(
      (answer) => this.#settle([told.number], answer, told.number),
      (fault) => {
        this.#erase([told.number]);
        this.#draw([coding]);
        notices.refused(fault);
      },
    );
  }

  /** Say that a coding still holds under the present definition of its code. */
  confirm(coding: Coding): void {
    const sent = outbox.send<Answer>(() => `/codings/${this.#number(coding)}/confirm`);
    this.acts.done(sent, t("reading.confirmed"));
    sent.then(
      (answer) => {
        this.#erase([coding.number]);
        this.#settle([], answer, coding.number);
      },
      (fault) => notices.refused(fault),
    );
  }

  async look(state: "begun" | "done" | null): Promise<void> {
    try {
      await outbox.send(`/sources/${this.id}/look`, { state });
      if (this.about) this.about = { ...this.about, state };
    } catch (fault) {
      notices.refused(fault);
    }
  }

  mine(coding: Coding): boolean {
    if (coding.coder === this.me) return true;
    notices.say(t("reading.not yours", { name: this.who(coding.coder) }), { tone: "warn" });
    return false;
  }

  /** Code every place given with one code, as one revision. */
  codeAll(code: number, spans: Span[]): void {
    const known = this.codes.byNumber.get(code);
    if (!known || !spans.length || !this.mayCode) return;
    const words = t("reading.coded all", { n: spans.length, label: known.label });
    const sent = outbox.send<Answer>(`/sources/${this.id}/codings`, {
      spans: spans.map((span) => [span.start, span.end]),
      code: known.name,
      case: this.person === null ? null : this.whom(this.person),
    });
    this.acts.done(sent, words);
    sent.then(
      (answer) => {
        this.#settle([], answer);
        notices.say(words, {
          doing: { label: t("reading.undo"), does: () => void this.acts.undo() },
        });
      },
      (fault) => notices.refused(fault),
    );
  }

  // -- drawing ----------------------------------------------------------------

  #draw(codings: Coding[]): void {
    this.coded.add(codings);
    this.canvas?.add(codings);
    this.turn++;
  }

  #erase(numbers: number[]): Coding[] {
    const gone = this.coded.remove(numbers);
    this.canvas?.remove(numbers);
    this.turn++;
    return gone;
  }

  /** The server's number of a coding, by now. */
  #number(coding: Coding): number {
    const number = coding.number > 0 ? coding.number : this.#settled.get(coding.number);
    if (number === undefined) throw new Error(t("reading.was refused"));
    return number;
  }

  /** Put what the server has made in the place of what was drawn. */
  #settle(drawn: number[], answer: Answer, held: number | null = null): void {
    const made = answer.codings.map(([number, start, end, code, coder, person]) => ({
      number,
      start,
      end,
      code,
      coder,
      case: person,
      old: false,
    }));
    drawn.forEach((number, i) => made[i] && this.#settled.set(number, made[i].number));
    const fresh = made.filter((coding) => !this.coded.all.has(coding.number));
    // What was drawn and taken away again meanwhile is not drawn anew.
    const kept = drawn.length === 0 || drawn.some((number) => this.coded.all.has(number));
    this.#erase([...drawn, ...(answer.gone ?? [])]);
    if (!kept) return;
    this.#draw(fresh);
    if (held !== null && (this.hand === held || drawn.includes(this.hand ?? 0)))
      this.hand = made[0]?.number ?? null;
  }

  async #undone(words: string): Promise<void> {
    this.said = words;
    await this.refresh();
  }

  /** Fetch what changed since the last time, and draw it. */
  async refresh(): Promise<void> {
    try {
      const told = await call<Schemas["CodingColumns"]>(`/sources/${this.id}/codings`, {
        query: { since: this.coded.revision },
      });
      const { added, gone } = this.coded.update(told);
      this.canvas?.remove(gone);
      this.canvas?.add(added);
      if (this.hand !== null && gone.includes(this.hand)) this.hand = null;
      this.turn++;
    } catch (fault) {
      this.failed = this.text ? null : fault;
    }
  }

  async #recallCodes(): Promise<void> {
    const codebook = await call<Schemas["Codebook"]>("/codebook", {
      query: { language: language() },
    });
    this.codes = new Codes(codebook.codes);
    this.canvas?.redraw();
    this.turn++;
  }

  async #heard(change: Change): Promise<void> {
    if (change.everything || change.rooms?.includes("codebook"))
      await this.#recallCodes().catch(() => undefined);
    if (change.everything || (this.about && change.sources?.includes(this.about.number)))
      await this.refresh();
    if (change.everything || change.rooms?.includes("cases")) {
      this.about = await call<Opened>(`/sources/${this.id}`).catch(() => this.about);
    }
  }

  #onlyCase(): number {
    const linked = this.about?.cases.filter(([, , linkedHere]) => linkedHere) ?? [];
    return linked.length === 1 ? linked[0]![0] : 0;
  }
}

/** Part of a text by code points, without spreading the whole text into characters. */
export function slice(text: string, start: number, end: number): string {
  let at = 0;
  let from = -1;
  for (let i = 0; i <= text.length;) {
    if (at === start) from = i;
    if (at === end) return text.slice(from, i);
    const unit = text.charCodeAt(i);
    i += unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
    at++;
  }
  return from < 0 ? "" : text.slice(from);
}
