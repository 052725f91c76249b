/*
 * Words of the interface. English comes with the program; the other languages are fetched when chosen.
 *
 * A catalogue is one JSON file a room: `i18n/it/reading.json` holds `{"remove": "Togli"}`, asked for as
 * `t("reading.remove")`. `{name}` in a text is filled in. A text that counts has the keys `key.one`,
 * `key.other` (and `key.zero|two|few|many` where the language needs them) and is asked for as `t("key", { n })`.
 */
export const LANGUAGES = { en: "English", it: "Italiano", fr: "Français", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

type Catalogue = Record<string, string>;

const english = import.meta.glob<Catalogue>("./en/*.json", { eager: true, import: "default" });
const others = import.meta.glob<Catalogue>(["./it/*.json", "./fr/*.json", "./ar/*.json"], {
  import: "default",
});

function joined(files: Record<string, Catalogue>): Catalogue {
  const all: Catalogue = {};
  for (const [path, words] of Object.entries(files)) {
    const room = path.slice(path.lastIndexOf("/") + 1, -".json".length);
    for (const [key, text] of Object.entries(words)) all[`${room}.${key}`] = text;
  }
  return all;
}

const fallback = joined(english);
let words = $state.raw<Catalogue>(fallback);
let chosen = $state<Language>("en");

export function language(): Language {
  return chosen;
}

export function direction(): "ltr" | "rtl" {
  return chosen === "ar" ? "rtl" : "ltr";
}

/** Change the language of everything on the page. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === "en") words = fallback;
  else {
    const files: Record<string, Catalogue> = {};
    const mine = Object.entries(others).filter(([path]) => path.startsWith(`./${wanted}/`));
    await Promise.all(mine.map(async ([path, load]) => (files[path] = await load())));
    words = { ...fallback, ...joined(files) };
  }
  chosen = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = direction();
}

/** A text of the interface, filled in. */
export function t(key: string, told: Record<string, string | number> = {}): string {
  let text = words[key];
  if (typeof told.n === "number") {
    const rule = new Intl.PluralRules(chosen).select(told.n);
    text = words[`${key}.${rule}`] ?? words[`${key}.other`] ?? text;
  }
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = told[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(chosen, options).format(value);
}

export function percent(value: number): string {
  return Number.isNaN(value) ? "–" : number(value, { style: "percent", maximumFractionDigits: 0 });
}

/** A moment, in milliseconds since 1970, as people of this language write it. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(chosen, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** The name of a language of a source, by its code. */
export function languageName(code: string | null | undefined): string {
  if (!code) return "–";
  try {
    return new Intl.DisplayNames([chosen], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
