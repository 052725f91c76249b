import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Blocks, fromUtf16, SplitCharacter, toUtf16 } from "./blocks";

interface Vectors {
  cases: {
    name: string;
    text: string;
    spans: { start: number; end: number; from: number; to: number; covers: string }[];
  }[];
  split: { text: string; from: number; to: number }[];
}

const vectors = JSON.parse(
  readFileSync(`${process.cwd()}/../tests/vectors/spans.json`, "utf-8"),
) as Vectors;

/** Paragraphs packed as the server packs them: cut at empty lines. */
function packed(text: string): number[] {
  const found: number[] = [];
  let unit = 0;
  for (const match of text.matchAll(/[^\n]+(?:\n[^\n]+)*/g)) {
    found.push([...text.slice(unit, match.index)].length, [...match[0]].length);
    unit = match.index + match[0].length;
  }
  return found;
}

describe("spans counted as Python counts them", () => {
  it.each(vectors.cases.map((one) => [one.name, one] as const))(
    "holds for %s, both ways",
    (_, { text, spans }) => {
      expect(toUtf16(text, spans)).toEqual(spans.map(({ from, to }) => [from, to]));
      expect(
        fromUtf16(
          text,
          spans.map(({ from, to }) => [from, to] as [number, number]),
        ),
      ).toEqual(spans.map(({ start, end }) => ({ start, end })));
    },
  );

  it.each(vectors.split)("refuses a unit inside a character", ({ text, from, to }) => {
    expect(() => fromUtf16(text, [[from, to]])).toThrow(SplitCharacter);
  });

  it.each(vectors.cases.map((one) => [one.name, one] as const))(
    "holds within blocks for %s",
    (_, { text, spans }) => {
      const blocks = new Blocks(text, packed(text));
      for (const { start, end, covers } of spans) {
        expect(blocks.slice(start, end)).toBe(covers);
        const block = blocks.at(start);
        expect(blocks.place(block, blocks.unit(block, start))).toBe(
          Math.min(start, blocks.end[block]!),
        );
      }
    },
  );
});

describe("a text cut into blocks", () => {
  const text = "🙂 first\nstill first\n\nsecond 𝄞 one\n\n\nthird";

  it("has one block a paragraph, with its own words", () => {
    const blocks = new Blocks(text, packed(text));

    expect([0, 1, 2].map((i) => blocks.words(i))).toEqual([
      "🙂 first\nstill first",
      "second 𝄞 one",
      "third",
    ]);
    expect(blocks.length).toBe([...text].length);
    const letters = [...text];
    for (let i = 0; i < blocks.count; i++) {
      expect(letters.slice(blocks.start[i], blocks.end[i]).join("")).toBe(blocks.words(i));
    }
  });

  it("puts a unit in the middle of a character at the character's beginning", () => {
    const blocks = new Blocks(text, packed(text));

    expect(blocks.place(0, 1)).toBe(0);
    expect(blocks.place(0, 2)).toBe(1);
  });

  it("shows what a paragraph list leaves out, unless it is white space", () => {
    const blocks = new Blocks("Title\n\nbody\n\ntail 🙂", [7, 4]);

    expect(Array.from({ length: blocks.count }, (_, i) => blocks.words(i))).toEqual([
      "Title",
      "body",
      "tail 🙂",
    ]);
  });

  it("begins a block where a turn begins on a line of its own", () => {
    const spoken = "A: one\nB: two\nA: three";

    const blocks = new Blocks(spoken, [0, spoken.length], [0, 7, 14]);

    expect(Array.from(blocks.start)).toEqual([0, 7, 14]);
    expect(blocks.words(1)).toBe("B: two");
  });

  it("stays within a few thousand blocks for a million characters of short paragraphs", () => {
    const short = Array.from({ length: 40_000 }, (_, i) => `line number ${i} here`).join("\n\n");

    const blocks = new Blocks(short, packed(short));

    expect(blocks.count).toBeLessThan(6001);
    const all = Array.from({ length: blocks.count }, (_, i) => blocks.words(i)).join("\n\n");
    expect(all).toBe(short);
  });

  it("cuts one very long paragraph at its line ends and loses nothing", () => {
    const long = Array.from({ length: 5000 }, (_, i) => `a line that is number ${i}`).join("\n");

    const blocks = new Blocks(long, [0, long.length]);

    expect(blocks.count).toBeGreaterThan(10);
    expect(Array.from({ length: blocks.count }, (_, i) => blocks.words(i)).join("\n")).toBe(long);
  });

  it("can be empty", () => {
    expect(new Blocks("", []).count).toBe(0);
  });
});
