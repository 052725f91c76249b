import { describe, expect, it } from "vitest";
import type { Coding } from "./model";
import { Passages } from "./passages";

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function made(count: number, seed = 1): Coding[] {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, i) => {
    const start = roll(10_000);
    return {
      number: i + 1,
      start,
      end: start + 1 + roll(roll(20) ? 60 : 6000),
      code: roll(9),
      coder: roll(2),
      case: 0,
      old: roll(5) === 0,
    };
  });
}

const order = (a: Coding, b: Coding) => a.start - b.start || a.end - b.end || a.number - b.number;

describe("the codings of a text", () => {
  it("finds exactly what a plain search finds", () => {
    const codings = made(700);
    const passages = Passages.of(codings);
    const roll = dice(7);

    for (let i = 0; i < 300; i++) {
      const start = roll(10_500);
      const end = start + 1 + roll(400);
      const wanted = codings.filter((one) => one.start < end && one.end > start).sort(order);
      expect(passages.overlapping(start, end).map((at) => passages.coding(at))).toEqual(wanted);
    }
  });

  it("finds nothing in an empty stretch or an empty text", () => {
    expect(Passages.of(made(50)).overlapping(300, 300)).toEqual([]);
    expect(Passages.none.overlapping(0, 1000)).toEqual([]);
  });

  it("is the same after changes as if made anew", () => {
    const before = made(400, 2);
    const added = made(60, 3).map((one) => ({ ...one, number: one.number + 380 }));
    const gone = before.slice(40, 90).map(({ number }) => number);
    const replaced = new Set([...gone, ...added.map(({ number }) => number)]);

    const changed = Passages.of(before).changed(added, gone);

    const wanted = [...before.filter(({ number }) => !replaced.has(number)), ...added].sort(order);
    expect(Array.from({ length: changed.size }, (_, i) => changed.coding(i))).toEqual(wanted);
    expect(changed.overlapping(0, 20_000)).toHaveLength(wanted.length);
  });

  it("leaves what it was made from as it was", () => {
    const passages = Passages.of(made(20));

    passages.changed(
      [{ number: 99, start: 1, end: 2, code: 1, coder: 1, case: 0, old: false }],
      [3],
    );

    expect(passages.size).toBe(20);
    expect(passages.position(3)).toBeGreaterThanOrEqual(0);
    expect(passages.position(99)).toBe(-1);
  });
});
