import { describe, expect, it } from "vitest";
import { Codes, type Code } from "../reading/codes";
import { dropped, lines, present, slots, stepped } from "./tree";

function code(number: number, label: string, parent: number | null): Code {
  return {
    number,
    label,
    parent,
    position: number,
    name: label.toLowerCase(),
    labels: { "": label },
    definition: "",
    codable: true,
  } as unknown as Code;
}

/* 1 Fear (2 Arrest, 3 Death (4 Own)), 5 Hope */
const codes = new Codes([
  code(1, "Fear", null),
  code(2, "Arrest", 1),
  code(3, "Deáth", 1),
  code(4, "Own", 3),
  code(5, "Hope", null),
]);
const open = new Set<number>();

describe("the lines of the tree", () => {
  it("come in its order, with their depth and place among siblings", () => {
    const all = lines(codes.roots, open);
    expect(all.map((line) => [line.code.number, line.depth, line.at, line.of])).toEqual([
      [1, 0, 1, 2],
      [2, 1, 1, 2],
      [3, 1, 2, 2],
      [4, 2, 1, 1],
      [5, 0, 2, 2],
    ]);
    expect(all.map((line) => line.open)).toEqual([true, null, true, null, null]);
  });

  it("leave out what is folded away", () => {
    expect(lines(codes.roots, new Set([3])).map((line) => line.code.number)).toEqual([1, 2, 3, 5]);
  });

  it("show what is sought, whatever its accents, with all above it, even when folded", () => {
    expect(lines(codes.roots, new Set([1, 3]), "death").map((line) => line.code.number)).toEqual([
      1, 3,
    ]);
    expect(lines(codes.roots, new Set([1, 3]), "own").map((line) => line.code.number)).toEqual([
      1, 3, 4,
    ]);
    expect(lines(codes.roots, open, "own").map((line) => line.fits)).toEqual([false, false, true]);
    expect(lines(codes.roots, open, "nobody")).toEqual([]);
  });

  it("are walked by keys", () => {
    const all = lines(codes.roots, open);
    expect(stepped(all, 1, "ArrowDown")).toBe(2);
    expect(stepped(all, 1, "in")).toBe(2);
    expect(stepped(all, 4, "out")).toBe(3);
    expect(stepped(all, 5, "ArrowDown")).toBeUndefined();
    expect(stepped(all, 2, "End")).toBe(5);
  });
});

describe("a code that is moved", () => {
  it("can go before, behind or into another, never into what is below itself", () => {
    expect(dropped(codes, 5, 2, "before")).toEqual({ under: 1, before: 2 });
    expect(dropped(codes, 5, 2, "after")).toEqual({ under: 1, after: 2 });
    expect(dropped(codes, 5, 2, "under")).toEqual({ under: 2 });
    expect(dropped(codes, 1, 4, "under")).toBeNull();
    expect(dropped(codes, 1, 1, "after")).toBeNull();
  });

  it("has every place among the lines once, from the top down", () => {
    expect(slots(codes, 5, open).map(({ line, where }) => `${where} ${line}`)).toEqual([
      "before 1",
      "before 2",
      "under 2",
      "before 3",
      "before 4",
      "under 4",
      "after 4",
      "after 3",
      "after 1",
    ]);
    const own = slots(codes, 3, open);
    expect(own.some(({ line }) => line === 3 || line === 4)).toBe(false);
  });

  it("begins where it stands", () => {
    for (const [moved, spot] of [
      [5, { under: null, after: 1 }],
      [2, { under: 1, before: 3 }],
      [1, { under: null, before: 5 }],
    ] as const) {
      const all = slots(codes, moved, open);
      expect(all[present(codes, moved, all)]?.spot).toEqual(spot);
    }
    const only = slots(codes, 4, open);
    expect(only[present(codes, 4, only)]?.spot).toEqual({ under: 3 });
  });
});
