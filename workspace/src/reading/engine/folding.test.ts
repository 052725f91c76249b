import { describe, expect, it } from "vitest";
import { Blocks } from "./blocks";
import { folded } from "./folding";
import { clock } from "./gutter";

describe("a filter by speaker", () => {
  const text = "Preface\n\nA: one\n\nB: two\n\nB: three\n\nA: four B: five";
  const spans = [
    [0, 7],
    [9, 15],
    [17, 23],
    [25, 33],
    [35, 50],
  ] as const;
  const packed = spans.flatMap(([start, end], i) => [
    i ? start - spans[i - 1]![1] : 0,
    end - start,
  ]);
  const blocks = new Blocks(text, packed);
  const turn = (start: number, end: number, speaker: string) => ({
    start,
    end,
    speaker,
    begins_ms: -1,
    ends_ms: -1,
  });
  const turns = [
    turn(9, 15, "A"),
    turn(17, 23, "B"),
    turn(25, 33, "B"),
    turn(35, 42, "A"),
    turn(43, 50, "B"),
  ];

  it("hides the others' blocks, run by run, and tells how much that is", () => {
    const { hidden, runs } = folded(blocks, turns, new Set(["A"]));

    expect(Array.from(hidden)).toEqual([0, 0, 1, 1, 0]);
    expect(runs).toEqual([{ first: 2, last: 3, characters: 14, turns: 2 }]);
  });

  it("keeps a block in which both speak, and text outside any turn", () => {
    const { hidden, within } = folded(blocks, turns, new Set(["A"]));

    expect(hidden[4]).toBe(0);
    expect(hidden[0]).toBe(0);
    expect(within).toEqual([turns[4]]);
  });

  it("hides nothing without a filter", () => {
    expect(folded(blocks, turns, null).runs).toEqual([]);
  });
});

it("writes times of a recording with hours only where there are any", () => {
  expect(clock(247_000)).toBe("4:07");
  expect(clock(3_729_999)).toBe("1:02:09");
});
