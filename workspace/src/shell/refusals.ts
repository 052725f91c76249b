/*
 * Refusals in the person's language.
 *
 * The library refuses in English sentences. The catalogue `errors` holds, under the name of each kind of
 * refusal, what it means in general; under `KIND 1`, `KIND 2`… the closer sentences of the library; and under
 * `KIND remedy` (and `KIND remedy 1`…) what to do next. `{name}` stands for what differs from one time to
 * the next. A sentence of the library that the catalogue does not know is kept: the general one is told, and
 * the English after it.
 */
import { Refused, Unreachable } from "../api/client";
import { things } from "../history/words";
import catalogue from "../i18n/en/errors.json";
import { language, number, t } from "../i18n/index.svelte";

export interface Told {
  message: string;
  remedy: string;
  /** What only the library's English says; to be shown small, in English. */
  english: string;
}

/** Kinds whose remedy is meant for the command line or for programs: the workspace says its own. */
export const REWORDED = new Set([
  "AlreadyUndone",
  "BadPreference",
  "BlobMissing",
  "BrokenSnapshot",
  "CannotUndo",
  "ContentDamaged",
  "DamagedDatabase",
  "DamagedSlot",
  "GroundIsGone",
  "NoCodesBelow",
  "NoSuchCase",
  "NoSuchCode",
  "NoSuchInvitation",
  "NoSuchRevision",
  "NoSuchSource",
  "NoSuchUser",
  "NoSuchVariable",
  "NotASpan",
  "NotThisSite",
  "NothingThere",
  "NothingToUndo",
  "OneThing",
  "OutsideOriginal",
  "OutsideText",
  "RestsOnIt",
  "StoreUnreachable",
  "TicketSpent",
  "TooMuch",
  "UnknownLayout",
  "WrongPassphrase",
]);

/** Kinds whose general sentence says enough: what the library adds helps nobody here. */
const ENOUGH = new Set([
  "BrokenPacking",
  "BrokenSnapshot",
  "ContentDamaged",
  "DamagedSlot",
  "Misused",
  "NoSuchRevision",
  "PastIsFixed",
  "SessionOver",
  "StoreUnreachable",
  "UnknownLayout",
]);

const english: Record<string, string> = catalogue;

interface Known {
  key: string;
  kind: string;
  remedy: boolean;
  places: string[];
  pattern: RegExp;
}

const PLACE = /\{(\w+)\}/g;

function known([key, text]: [string, string]): Known {
  const parts = text.split(PLACE);
  const escaped = parts.map((part, i) =>
    i % 2 ? "(.+?)" : part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"),
  );
  return {
    key,
    kind: key.split(" ")[0]!,
    remedy: / remedy(?: \d+)?$/.test(key),
    places: parts.filter((_, i) => i % 2),
    pattern: new RegExp(`^${escaped.join("")}$`, "s"),
  };
}

/** The closest sentences first: those in which least is left open. */
const KNOWN = Object.entries(english)
  .filter(([key]) => !key.includes(" where "))
  .map(known)
  .sort(
    (a, b) =>
      a.places.length - b.places.length || b.pattern.source.length - a.pattern.source.length,
  );

interface Found {
  kind: string;
  places: string[];
  text: string;
}

/** The person's words for a sentence of the library: of this kind, of any where the kind is not known. */
function find(sentence: string, kind: string, remedy: boolean): Found | null {
  const fit = KNOWN.filter((one) => one.remedy === remedy && one.pattern.test(sentence));
  const one = fit.find((each) => each.kind === kind) ?? (kind && !remedy ? undefined : fit[0]);
  if (!one) return null;
  const values = one.pattern.exec(sentence)!.slice(1);
  const filled = one.places.map((place, i) => [place, said(place, values[i]!)] as const);
  return {
    kind: one.kind,
    places: one.places,
    text: t(`errors.${one.key}`, Object.fromEntries(filled)),
  };
}

/** What stands in a place, in words. */
function said(place: string, value: string): string {
  if (place === "role") return isolated(word(`shell.role.${value}`, value));
  if (place === "act") return word(`team.act.${value}`, value).replace(/\.$/, "");
  if (place === "rows") return rows(value);
  if (place === "what") return find(value, "", false)?.text ?? value;
  if (place === "where") {
    const position = /^at position (\d+)$/.exec(value)?.[1];
    return position
      ? t("errors.BadExpression where position", { position })
      : t("errors.BadExpression where end");
  }
  if (/^\d{1,3}(,\d{3})+$/.test(value)) return number(Number(value.replaceAll(",", "")));
  return isolated(value);
}

function word(key: string, otherwise: string): string {
  const text = t(key);
  return text === key ? otherwise : text;
}

/** "3 of coding, 1 of value" as a person counts. */
function rows(counted: string): string {
  const found = [...counted.matchAll(/(\d+) of (\w+)/g)].map(
    (one) => [one[2]!, Number(one[1])] as const,
  );
  return found.length ? things(Object.fromEntries(found)) || counted : counted;
}

/** A name or number of another script keeps its own direction within Arabic. */
function isolated(value: string): string {
  return language() === "ar" ? `\u2068${value}\u2069` : value;
}

/** Sentences of the library in the person's words; `kind` is empty where it is not told. */
export function worded(kind: string, message: string, remedy: string): Told {
  if (kind.endsWith("Exception")) kind = "Misused";
  const found = message ? find(message, kind, false) : null;
  kind ||= found?.kind ?? "";
  const next = remedy ? find(remedy, kind, true) : null;
  const own = REWORDED.has(kind) && remedy && !next ? t(`errors.${kind} remedy`) : "";
  if (language() === "en" || !(kind in english || found)) {
    const told = !message && kind in english ? t(`errors.${kind}`) : message;
    const inWords = found?.places.some((place) => place === "act" || place === "rows")
      ? found.text
      : told;
    const again = language() === "en" ? remedy : (next?.text ?? remedy);
    return { message: inWords, remedy: own || again, english: "" };
  }
  const left = [found || ENOUGH.has(kind) ? "" : message, next || own ? "" : remedy];
  return {
    message: found?.text ?? t(`errors.${kind}`),
    remedy: next?.text ?? own,
    english: left.filter(Boolean).join(" "),
  };
}

/** What went wrong and what to do next, in the person's language. */
export function told(fault: unknown): Told {
  if (fault instanceof Refused) return worded(fault.error, fault.message, fault.remedy);
  const message =
    fault instanceof Unreachable
      ? t("shell.unreachable")
      : fault instanceof Error
        ? fault.message
        : "";
  return { message, remedy: "", english: "" };
}

/** The same in one line, where there is no room for more. */
export function line({ message, remedy, english }: Told): string {
  return [message, remedy, english && isolated(`(${english})`)].filter(Boolean).join(" ");
}
