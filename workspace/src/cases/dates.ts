/* EDTF in the words of a language: "2014-09~" as "about September 2014". What has no short words stays as written. */

const SIMPLE = /^([?~%]?)(\d{4})(?:-(\d\d))?(?:-(\d\d))?([?~%]?)$/;

export interface DateWords {
  season: (which: number, year: string) => string;
  about: (date: string) => string;
  perhaps: (date: string) => string;
  interval: (from: string, until: string) => string;
  between: (from: string, until: string) => string;
  since: (from: string) => string;
  until: (until: string) => string;
  or: string;
}

/** A date in words, or null where only its EDTF says what it means. */
export function dateWords(edtf: string, language: string, words: DateWords): string | null {
  if (edtf.startsWith("[") && edtf.endsWith("]") && !edtf.includes("..")) {
    const members = edtf
      .slice(1, -1)
      .split(",")
      .map((one) => dateWords(one, language, words));
    return members.includes(null) ? null : members.join(` ${words.or} `);
  }
  const range = /^\[([^,]+)\.\.([^,]+)\]$/.exec(edtf);
  if (range) {
    const [from, until] = [range[1]!, range[2]!].map((end) => dateWords(end, language, words));
    return from && until ? words.between(from, until) : null;
  }
  const ends = edtf.split("/");
  if (ends.length === 2) {
    const [from, until] = ends.map((end) =>
      end === ".." || end === "" ? end : dateWords(end, language, words),
    );
    if (from === null || until === null || from === "" || until === "") return null;
    if (from === "..") return until === ".." ? null : words.until(until!);
    return until === ".." ? words.since(from!) : words.interval(from!, until!);
  }
  const found = SIMPLE.exec(edtf);
  if (!found) return null;
  const [, before, year, month, day, after] = found;
  if (before) return null;
  const plain = plainDate(year!, month, day, language, words);
  if (plain === null) return null;
  const about = after === "~" || after === "%" ? words.about(plain) : plain;
  return after === "?" || after === "%" ? words.perhaps(about) : about;
}

function plainDate(
  year: string,
  month: string | undefined,
  day: string | undefined,
  language: string,
  words: DateWords,
): string | null {
  if (!month) return year;
  const number = Number(month);
  if (number >= 21 && number <= 24) return words.season(number, year);
  if (number > 12) return null;
  const options: Intl.DateTimeFormatOptions = day
    ? { day: "numeric", month: "long", year: "numeric" }
    : { month: "long", year: "numeric" };
  const at = new Date(Date.UTC(Number(year), number - 1, Number(day ?? 1)));
  return new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(at);
}

/** A day (YYYY-MM-DD) as people write it. */
export function dayWords(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(`${iso}T00:00:00Z`),
  );
}
