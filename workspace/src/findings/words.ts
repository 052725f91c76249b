/* Words of findings that the library keeps in English, in the language of the person. */
import type { Schemas } from "../api/client";
import { language, number, percent, t } from "../i18n/index.svelte";

type Labelled = { label: string; labels: Record<string, string> };

/** The name of a code or variable in the person's language, where the codebook has one. */
export function label(of: Labelled): string {
  return of.labels[language()] ?? of.label;
}

const OWN = [
  "yes",
  "stated as absent",
  "contradicted",
  "unknown",
  "not stated",
  "withheld",
  "not looked at",
  "none chosen",
  "none of them is known",
];

/** The labels of the codebook in the person's language, by the label that findings know. */
export function labels(choices: Schemas["FindingChoices"]): Map<string, string> {
  const named: Labelled[] = [...choices.codes];
  for (const variable of choices.variables) named.push(...variable.choices, variable);
  return new Map(named.map((one) => [one.label, label(one)]));
}

/** A row or column of a cross table; what is no answer stands in parentheses. */
export function category(of: Schemas["CategoryTold"], names: Map<string, string>): string {
  const name =
    of.own && OWN.includes(of.label)
      ? t(`findings.category.${of.label}`)
      : (names.get(of.label) ?? of.label);
  return of.known ? name : `(${name})`;
}

export function share(value: number | null): string {
  return value === null
    ? "–"
    : number(value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function between(of: Schemas["ShareTold"]): string {
  if (of.low === null || of.high === null) return "–";
  const written = (value: number) =>
    number(100 * value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${written(of.low)}–${written(of.high)}`;
}

/** What a test says, in plain words: how often chance alone would make such a table. */
export function plainly(test: Schemas["AssociationTold"]): string {
  if (test.p === null) return "";
  if (test.p < 0.001) return t("findings.test.rarely");
  return t("findings.test.plainly", {
    share: percent(test.p) === percent(0) ? share(test.p) : percent(test.p),
  });
}

/** The test by name, with its numbers. */
export function tested(test: Schemas["AssociationTold"]): string {
  const name = test.name.startsWith("Fisher") ? "fisher" : test.dof > 0 ? "chi" : "exact";
  const parts = [
    t(`findings.test.${name}`) +
      (test.statistic === null
        ? ""
        : ` (${decimals(test.statistic, 2)}; ${t("findings.test.dof", { n: test.dof })})`),
    test.p === null
      ? ""
      : test.p < 0.0001
        ? `p < ${decimals(0.0001, 4)}`
        : `p = ${decimals(test.p, test.p < 0.1 ? 4 : 3)}`,
    test.p_error ? t("findings.test.error", { error: decimals(test.p_error, 4) }) : "",
    test.cramers_v === null ? "" : t("findings.test.strength", { v: decimals(test.cramers_v, 2) }),
    test.odds_ratio === null
      ? ""
      : t("findings.test.odds", {
          odds: decimals(test.odds_ratio, 2),
          low: test.odds_low === null ? "–" : decimals(test.odds_low, 2),
          high: test.odds_high === null ? "∞" : decimals(test.odds_high, 2),
        }),
  ];
  return parts.filter(Boolean).join("; ") + ".";
}

/** Why there is no test; in the library's words where it says something new. */
export function untested(reason: string | null): string {
  if (reason?.includes("several categories")) return t("findings.untested.overlapping");
  if (reason?.includes("fewer than two")) return t("findings.untested.too few");
  if (reason?.includes("the same one")) return t("findings.untested.same");
  return reason ?? "";
}

function decimals(value: number, digits: number): string {
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
