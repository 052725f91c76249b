/* What a case sheet shows: the things asked of a case, and what each coder holds of them, side by side. */
import type { Schemas } from "../api/client";

export type Spot = Schemas["Spot"];
export type Value = Schemas["ValueTold"];
export type Variable = Schemas["VariableTold"];
export type Code = Schemas["CodeTold"];
export type Form = Schemas["CaseForm"];
export type AboutCoding = Schemas["AboutCoding"];
export type Status = Value["status"];

export const STATUSES: Status[] = [
  "stated",
  "stated as absent",
  "not stated",
  "contradicted",
  "withheld",
];

/** One thing that is said of a case: a variable, or a code. */
export interface Subject {
  about: string;
  label: string;
  variable: Variable | null;
  code: Code | null;
}

/** Coders who hold the same. */
export interface Group {
  key: string;
  told: string | null;
  status: Status;
  own: boolean;
  coders: string[];
  values: Value[];
  evidence: Spot[];
}

type Named = { label: string; labels: Record<string, string> };

/** A label in the language of the interface, where the codebook has it. */
export function labelled(of: Named, language: string): string {
  return of.labels[language] ?? of.label;
}

/** Values of one thing, put together where they say the same; one's own first. */
export function groups(values: Value[]): Group[] {
  const found = new Map<string, Group>();
  for (const value of values) {
    const key = `${value.status}\n${value.told ?? ""}\n${value.missing ?? ""}`;
    let group = found.get(key);
    if (!group) {
      group = {
        key,
        told: value.told ?? null,
        status: value.status,
        own: false,
        coders: [],
        values: [],
        evidence: [],
      };
      found.set(key, group);
    }
    group.values.push(value);
    group.own ||= value.own;
    if (!group.coders.includes(value.coder)) group.coders.push(value.coder);
    for (const spot of value.evidence) {
      const known = group.evidence.some(
        (one) => one.source === spot.source && one.start === spot.start && one.end === spot.end,
      );
      if (!known) group.evidence.push(spot);
    }
  }
  return [...found.values()].sort((a, b) => Number(b.own) - Number(a.own));
}

type Change = Schemas["Change"];

/** Whether what others changed may show on the sheet of a case. */
export function concerns(change: Change, number: number): boolean {
  if (change.everything || change.cases?.includes(number)) return true;
  // What is about another case is none of this one's; what is about none may be left open here.
  return !change.cases?.length;
}

export type Accord = "none" | "alone" | "same" | "differ";

/** Whether coders agree on a thing: nobody or one person says nothing of agreement. */
export function accord(values: Value[]): Accord {
  if (!values.length) return "none";
  const coders = new Set(values.map((value) => value.coder));
  if (groups(values).length > 1) return "differ";
  return coders.size > 1 ? "same" : "alone";
}

/** The names a set value holds. */
export function membersOf(told: string | null): string[] {
  return told ? told.split("; ") : [];
}

/** A canonical value in words: choices by their label, numbers with their unit. */
export function toldWords(variable: Variable | null, told: string, language: string): string {
  if (!variable) return told;
  const label = (name: string) => {
    const choice = variable.choices.find((one) => one.name === name);
    return choice ? labelled(choice, language) : name;
  };
  switch (variable.kind) {
    case "nominal":
    case "ordinal":
      return label(told);
    case "set":
      return membersOf(told).map(label).join("; ");
    case "number": {
      const written = told
        .replace(/^\.\.(.+)$/, "≤ $1")
        .replace(/^(.+)\.\.$/, "≥ $1")
        .replace("..", "–");
      return variable.unit ? `${written} ${variable.unit}` : written;
    }
    default:
      return told;
  }
}

/** What is being typed for one thing and not yet saved. */
export interface Draft {
  status: Status;
  told: string;
  chosen: string[];
  missing: string;
  note: string;
  evidence: Spot[];
  beside: boolean;
}

export const NOTHING: Draft = {
  status: "stated",
  told: "",
  chosen: [],
  missing: "",
  note: "",
  evidence: [],
  beside: false,
};

/** Where a draft is kept while it is not saved. */
export function placeOf(of: string, about: string): string {
  return `value ${of} ${about}`;
}

export function draftOf(value: Value | undefined, variable: Variable | null): Draft {
  if (!value) return NOTHING;
  return {
    ...NOTHING,
    status: value.status,
    told: variable?.kind === "set" ? "" : (value.told ?? ""),
    chosen: variable?.kind === "set" ? membersOf(value.told ?? null) : [],
    missing: value.missing ?? "",
    note: value.note ?? "",
    evidence: value.evidence,
  };
}

export function carriesValue(status: Status): boolean {
  return status === "stated" || status === "contradicted";
}

/** The body of the act that saves a draft. */
export function actOf(about: string, variable: Variable | null, draft: Draft): Schemas["NewValue"] {
  const typed = variable?.kind === "set" ? draft.chosen.join("; ") : draft.told.trim();
  return {
    about,
    told: variable && carriesValue(draft.status) && typed ? typed : null,
    status: draft.status,
    missing: variable && draft.status === "not stated" && draft.missing ? draft.missing : null,
    note: draft.note.trim() || null,
    evidence: draft.evidence,
    beside: draft.beside,
  };
}
