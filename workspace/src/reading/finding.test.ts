import { describe, expect, it } from "vitest";
import { places } from "./finding";

describe("finding in a text", () => {
  it("overlooks case and marks, and counts code points", () => {
    expect(places("😀 Città, citta e CITTÀ", "citta")).toEqual([
      { start: 2, end: 7 },
      { start: 9, end: 14 },
      { start: 17, end: 22 },
    ]);
  });

  it("takes combining marks along with their letter", () => {
    expect(places("e\u0301te\u0301 fini", "ete")).toEqual([{ start: 0, end: 5 }]);
    expect(places("كَتَبَ الكتاب", "كتب")).toEqual([{ start: 0, end: 6 }]);
  });

  it("wants two letters at least", () => {
    expect(places("aaa", "a")).toEqual([]);
  });
});
