import { describe, expect, it } from "vitest";
import { lanes, rows, type Extent } from "./lanes";

const forty: Extent[] = Array.from({ length: 40 }, (_, i) => ({
  key: i,
  top: 100 + (i % 4),
  bottom: 400 - i,
}));

describe("bars beside the text", () => {
  it("never stand in one lane at one height", () => {
    const many: Extent[] = Array.from({ length: 200 }, (_, i) => ({
      key: i,
      top: (i * 37) % 900,
      bottom: ((i * 37) % 900) + 10 + ((i * 13) % 90),
    }));

    const found = lanes(many, 12);

    for (const one of many) {
      for (const other of many) {
        const same =
          one.key < other.key &&
          found.get(one.key) === found.get(other.key) &&
          found.get(one.key) !== -1;
        if (same) expect(one.bottom <= other.top || other.bottom <= one.top).toBe(true);
      }
    }
  });

  it("stand still when others come into view", () => {
    const before = [{ key: 5, top: 50, bottom: 90 }];
    const kept = lanes(before, 4, new Map([[5, 2]]));

    const found = lanes([...before, { key: 6, top: 0, bottom: 200 }], 4, kept);

    expect(found.get(5)).toBe(2);
    expect(found.get(6)).not.toBe(2);
  });

  it("leave out what finds no lane, and say so", () => {
    const found = lanes(forty, 10);

    expect([...found.values()].filter((lane) => lane === -1)).toHaveLength(30);
  });
});

describe("names beside the bars", () => {
  it("never overlap, and none is lost of forty at one place", () => {
    const found = rows(forty, 24);

    for (let i = 1; i < found.length; i++)
      expect(found[i]!.top - found[i - 1]!.top).toBeGreaterThanOrEqual(24);
    const told = found.flatMap(({ key, more }) => [key, ...more]).sort((a, b) => a - b);
    expect(told).toEqual(forty.map(({ key }) => key));
  });

  it("stay beside their own bar", () => {
    const short = Array.from({ length: 9 }, (_, i) => ({ key: i, top: 0, bottom: 20 }));

    for (const { top } of rows(short, 24)) expect(top).toBeLessThanOrEqual(48);
  });

  it("always name the passage in hand", () => {
    const found = rows(forty, 24, { first: 39 });

    expect(found.map(({ key }) => key)).toContain(39);
    expect(found.flatMap(({ more }) => more)).not.toContain(39);
  });
});
