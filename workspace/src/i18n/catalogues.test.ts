import { describe, expect, it } from "vitest";

const files = import.meta.glob<Record<string, string>>("./*/*.json", {
  eager: true,
  import: "default",
});
const PLURAL = /\.(zero|one|two|few|many|other)$/;

function keys(language: string, room: string): string[] {
  return Object.keys(files[`./${language}/${room}.json`] ?? {});
}

const bare = (all: string[]) => [...new Set(all.map((key) => key.replace(PLURAL, "")))].sort();
const rooms = Object.keys(files)
  .filter((path) => path.startsWith("./en/"))
  .map((path) => path.slice("./en/".length, -".json".length));

describe.each(rooms)("the words of %s", (room) => {
  it.each(["it", "fr", "ar"])("are all said in %s", (language) => {
    expect(bare(keys(language, room))).toEqual(bare(keys("en", room)));
  });

  it.each(["en", "it", "fr", "ar"])("count as %s counts", (language) => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = keys(language, room).filter((key) => PLURAL.test(key));
    for (const key of bare(counted)) {
      const told = counted
        .filter((one) => one.replace(PLURAL, "") === key)
        .map((one) => one.split(".").at(-1));
      // Italian and French say "many" of millions only, in the words of "other".
      for (const category of wanted)
        if (category !== "many" || language === "ar") expect(told, key).toContain(category);
    }
  });

  it.each(["it", "fr", "ar"])("fill in the same places in %s", (language) => {
    const places = (text: string) =>
      [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
    for (const key of keys("en", room).filter((one) => !PLURAL.test(one))) {
      const told = files[`./${language}/${room}.json`]?.[key] ?? "";
      expect(places(told), key).toEqual(places(files[`./en/${room}.json`]![key]!));
    }
  });
});
