import { describe, expect, it } from "vitest";
import { Coded } from "./coded";

const told = {
  revision: 7,
  number: [3, -2, 4],
  start: [10, 0, 5],
  length: [5, 8, 2],
  code: [1, 2, 1],
  coder: [9, 9, 8],
  case: [0, 0, 4],
  old: [1],
  gone: [],
  elsewhere: 0,
};

describe("codings of a source", () => {
  it("are what the server packed", () => {
    const coded = new Coded();
    coded.load(told);
    expect(
      coded.sorted().map((c) => [c.number, c.start, c.end, c.code, c.coder, c.case, c.old]),
    ).toEqual([
      [3, 10, 15, 1, 9, 0, false],
      [1, 10, 18, 2, 9, 0, true],
      [5, 15, 17, 1, 8, 4, false],
    ]);
    expect([...coded.counts()]).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it("take over what others changed, once", () => {
    const coded = new Coded();
    coded.load(told);
    const change = {
      ...told,
      revision: 9,
      number: [8],
      start: [1],
      length: [2],
      code: [2],
      coder: [8],
      case: [0],
      old: [],
      gone: [1, 77],
    };
    expect(coded.update(change)).toMatchObject({ gone: [1], added: [{ number: 8 }] });
    expect(coded.update(change)).toEqual({ gone: [], added: [] });
    expect(coded.revision).toBe(9);
  });

  it("are found at a place, innermost first", () => {
    const coded = new Coded();
    coded.load(told);
    expect(coded.at(15).map((c) => c.number)).toEqual([5, 1]);
    expect(coded.at(18)).toEqual([]);
  });
});
