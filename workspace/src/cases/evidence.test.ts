import { describe, expect, it } from "vitest";
import { addressOf, dropped } from "./evidence";

describe("a passage that is dropped on a value", () => {
  it("is taken with its place, and with its words where they came along", () => {
    const told = { source: "aa11bb22", start: 4, end: 9 };
    expect(dropped(JSON.stringify(told))).toEqual(told);
    expect(dropped(JSON.stringify({ ...told, words: "guard" }))).toEqual({
      ...told,
      words: "guard",
    });
    expect(addressOf(told)).toBe("/sources/aa11bb22?at=4-9");
  });

  it.each([
    undefined,
    "",
    "some text",
    "null",
    "[]",
    '{"source":"../team","start":0,"end":1}',
    '{"source":"aa11bb22","start":9,"end":4}',
    '{"source":"aa11bb22","start":-1,"end":4}',
    '{"source":"aa11bb22","start":0.5,"end":4}',
    '{"source":"aa11bb22","start":"0","end":4}',
  ])("is nothing where it is not one: %s", (text) => expect(dropped(text)).toBeNull());
});
