/* Words of the interface that several views of a case use. */
import { language, t } from "../i18n/index.svelte";
import type { DateWords } from "./dates";

export function wordsForDates(): DateWords {
  return {
    season: (which, year) => t(`cases.season.${which}`, { year }),
    about: (date) => t("cases.about date", { date }),
    perhaps: (date) => t("cases.perhaps date", { date }),
    interval: (from, until) => t("cases.interval", { from, until }),
    between: (from, until) => t("cases.between", { from, until }),
    since: (from) => t("cases.since", { from }),
    until: (until) => t("cases.until", { until }),
    or: t("cases.or"),
  };
}

/** Words one after another, parted as the language of the interface parts them. */
export function listed(words: string[]): string {
  return words.join(language() === "ar" ? "، " : ", ");
}

/** A missing reason in the language of the interface, where it is one of the usual ones. */
export function reasonWords(reason: string): string {
  const key = `cases.reason.${reason}`;
  const told = t(key);
  return told === key ? reason : told;
}
