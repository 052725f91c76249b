import { describe, expect, it } from "vitest";
import { arranged, type Line } from "./listing.svelte";

const line = (number: number, pseudonym: string, missing: string[] = [], codings = 0): Line => ({
  id: String(number),
  number,
  pseudonym,
  sources: 0,
  values: 0,
  codings,
  motives: 0,
  missing,
  open: 0,
});

describe("the list of cases", () => {
  const lines = [line(1, "P-10", ["a"], 2), line(2, "P-9", [], 2), line(3, "Élise", ["a", "b"], 5)];
  const names = (...asked: Parameters<typeof arranged>) =>
    arranged(...asked).map((one) => one.pseudonym);

  it("finds pseudonyms whatever the capitals and accents", () => {
    expect(names([...lines], "elI", "number", false)).toEqual(["Élise"]);
    expect(names([...lines], "p-", "number", false)).toEqual(["P-10", "P-9"]);
  });

  it("sorts numbered names as people do, and ties by the order they were made", () => {
    expect(names([...lines], "", "pseudonym", false)).toEqual(["Élise", "P-9", "P-10"]);
    expect(names([...lines], "", "codings", true)).toEqual(["Élise", "P-10", "P-9"]);
    expect(names([...lines], "", "missing", false)).toEqual(["P-9", "P-10", "Élise"]);
  });
});
