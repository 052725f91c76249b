/* The kinds of sources: those the readers tell apart, and whatever else a team calls its own. */
import { t } from "../i18n/index.svelte";

export const KINDS = ["interview", "news", "document", "book", "mail", "table row", "media"];

/** Languages offered first; any other can be typed. */
export const LANGUAGES = [
  "ar",
  "de",
  "en",
  "es",
  "fa",
  "fr",
  "it",
  "ku",
  "nl",
  "pt",
  "ru",
  "tr",
  "uk",
];

export function kindName(kind: string): string {
  return KINDS.includes(kind) ? t(`sources.kind.${kind}`) : kind;
}
