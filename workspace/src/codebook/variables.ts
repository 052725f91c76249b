/* Variables as a form holds them: choices and reasons one a line. Pure; no view. */
import type { Variable } from "./book.svelte";

export type Kind = Variable["kind"];
export const KINDS: Kind[] = ["nominal", "ordinal", "set", "number", "date", "text"];
export const MISSING = ["not asked", "refused", "unknown to the source", "not applicable"];

export interface VariableDraft {
  label: string;
  name: string;
  kind: Kind;
  /** One a line: "name: Label", or a label alone. */
  choices: string;
  unit: string;
  minimum: number | null;
  maximum: number | null;
  definition: string;
  missing: string;
  identifying: boolean;
  labels: Record<string, string>;
  reason: string;
  /** The choices it had, whose labels in other languages are kept. */
  had: Variable["choices"];
}

export function toForm(variable?: Variable): VariableDraft {
  const labels: Record<string, string> = {};
  for (const [of, label] of Object.entries(variable?.labels ?? {})) if (of) labels[of] = label;
  return {
    label: variable ? (variable.labels[""] ?? variable.label) : "",
    name: variable?.name ?? "",
    kind: variable?.kind ?? "nominal",
    choices: (variable?.choices ?? [])
      .map((choice) => `${choice.name}: ${choice.label}`)
      .join("\n"),
    unit: variable?.unit ?? "",
    minimum: variable?.minimum ?? null,
    maximum: variable?.maximum ?? null,
    definition: variable?.definition ?? "",
    missing: (variable?.missing ?? MISSING).join("\n"),
    identifying: variable?.identifying ?? false,
    labels,
    reason: "",
    had: variable?.choices ?? [],
  };
}

/** What is sent: fields that the kind has no use for are emptied. */
export function fromForm(form: VariableDraft) {
  const choosing = ["nominal", "ordinal", "set"].includes(form.kind);
  const bound = (told: number | null) =>
    typeof told === "number" && Number.isFinite(told) ? told : null;
  return {
    label: form.label.trim(),
    ...(form.name.trim() ? { name: form.name.trim() } : {}),
    kind: form.kind,
    choices: choosing ? choices(form.choices, form.had) : [],
    unit: form.kind === "number" ? form.unit.trim() : "",
    minimum: form.kind === "number" ? bound(form.minimum) : null,
    maximum: form.kind === "number" || form.kind === "text" ? bound(form.maximum) : null,
    definition: form.definition.trim(),
    missing: rows(form.missing),
    identifying: form.identifying,
    labels: Object.fromEntries(Object.entries(form.labels).filter(([, label]) => label.trim())),
  };
}

/** The choices of lines such as "guard: Guard"; a line without a colon is a label, its name made of it. */
export function choices(text: string, had: Variable["choices"] = []): Variable["choices"] {
  return rows(text).map((line) => {
    const at = line.indexOf(":");
    const label = at > 0 ? line.slice(at + 1).trim() || line.slice(0, at).trim() : line;
    const name =
      at > 0 ? line.slice(0, at).trim() : (had.find((one) => one.label === label)?.name ?? label);
    return { name, label, labels: had.find((one) => one.name === name)?.labels ?? {} };
  });
}

function rows(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
