import { describe, expect, it } from "vitest";
import { Blocks } from "./blocks";
import { Steps } from "./steps";

function over(
  paragraphs: string[],
  language = "en",
): { steps: Steps; text: string; at: (words: string) => number } {
  const text = paragraphs.join("\n\n");
  const packed = paragraphs.flatMap((paragraph, i) => [i ? 2 : 0, [...paragraph].length]);
  const at = (words: string) => [...text.slice(0, text.indexOf(words))].length;
  return { steps: new Steps(new Blocks(text, packed), language), text, at };
}

describe("steps through a text", () => {
  const { steps, text, at } = over([
    "🙂 He left, then. She stayed on.",
    "قال لي أخي. ثم سكت",
    "x̌ 👨‍👩‍👧 end",
  ]);
  const end = [...text].length;

  it("by character keep together what is read as one", () => {
    expect(steps.step(at("x̌"), 1, "character")).toBe(at("x̌") + 2);
    expect(steps.step(at("👨‍👩‍👧"), 1, "character")).toBe(at(" end"));
    expect(steps.step(at(" end"), -1, "character")).toBe(at("👨‍👩‍👧"));
  });

  it("by word stop at ends going on and at beginnings going back", () => {
    expect(steps.step(0, 1, "word")).toBe(at(" left"));
    expect(steps.step(at(", then"), -1, "word")).toBe(at("left"));
  });

  it("go from one paragraph into the next, and back", () => {
    expect(steps.step(at("\n\nقال"), 1, "character")).toBe(at("قال"));
    expect(steps.step(at("قال"), -1, "character")).toBe(at("\n\nقال"));
    expect(steps.step(at("on."), 1, "paragraph")).toBe(at("قال"));
    expect(steps.step(at("لي"), -1, "paragraph")).toBe(at("قال"));
  });

  it("by sentence go to its beginning, in any script", () => {
    expect(steps.step(0, 1, "sentence")).toBe(at("She"));
    expect(steps.step(at("ثم"), -1, "sentence")).toBe(at("قال"));
  });

  it("end at the ends of the text", () => {
    expect(steps.step(end, 1, "word")).toBe(end);
    expect(steps.step(0, -1, "sentence")).toBe(0);
  });

  it("get through the whole text in both directions, always on", () => {
    for (const unit of ["character", "word", "sentence", "paragraph"] as const) {
      let place = 0;
      for (let i = 0; i < 200 && place < end; i++) {
        const next = steps.step(place, 1, unit);
        expect(next).toBeGreaterThan(place);
        place = next;
      }
      expect(place).toBe(end);
      for (let i = 0; i < 200 && place > 0; i++) {
        const next = steps.step(place, -1, unit);
        expect(next).toBeLessThan(place);
        place = next;
      }
      expect(place).toBe(0);
    }
  });
});

describe("spans moved by words", () => {
  const { steps, at } = over(["One two three. Four five.", "Six seven"]);
  const two = { start: at("two"), end: at("two") + 3 };

  it("grow and shrink at either edge", () => {
    expect(steps.stretched(two, "end", 1, "word")).toEqual({ start: two.start, end: at(". Four") });
    expect(steps.stretched(two, "start", -1, "word")).toEqual({ start: 0, end: two.end });
    expect(steps.stretched(two, "end", 1, "sentence")).toEqual({
      start: two.start,
      end: at(" Four"),
    });
  });

  it("never become empty", () => {
    expect(steps.stretched(two, "end", -1, "word")).toEqual(two);
  });

  it("widen to whole words, and lose white space at the ends", () => {
    expect(steps.snapped({ start: at("wo th"), end: at("ree.") })).toEqual({
      start: at("two"),
      end: at(". Four"),
    });
    expect(steps.snapped(two)).toEqual(two);
    expect(steps.trimmed({ start: 3, end: 8 })).toEqual({ start: 4, end: 7 });
    expect(steps.wordAt(5)).toEqual(two);
  });
});
