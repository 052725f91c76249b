import { describe, expect, it } from "vitest";
import { counted } from "./counts";
import { folded, localDay, together, type Entry } from "./folding";

let number = 100;
const entry = (told: Partial<Entry> = {}): Entry => ({
  revision: `r${--number}`,
  number,
  at: Date.UTC(2026, 2, 31, 12) + number * 1000,
  author: "Ada",
  own: true,
  action: "coding.code",
  reason: null,
  undoes: null,
  undone_by: null,
  rows: { add: { coding: 1, passage: 1 } },
  sources: [{ id: "aa", title: "first" }],
  n_sources: 1,
  ...told,
});
const sizes = (entries: Entry[]) =>
  folded(entries, () => "day").flatMap((day) => day.lines.map((line) => line.entries.length));

describe("folding the history", () => {
  it("folds a run of one person's codings in one source, and loses no entry", () => {
    const run = [entry(), entry({ action: "coding.uncode" }), entry(), entry()];
    expect(sizes(run)).toEqual([4]);
    expect(folded(run, () => "day")[0]!.lines[0]!.entries).toEqual(run);
  });

  it("does not fold two, nor across persons, sources, rooms, or what was undone or explained", () => {
    expect(sizes([entry(), entry()])).toEqual([1, 1]);
    const others: Partial<Entry>[] = [
      { author: "Bruno" },
      { sources: [{ id: "bb", title: "second" }] },
      { action: "codebook.import" },
      { undone_by: "r1" },
      { reason: "on purpose" },
      { undoes: "r1" },
      { rows: { erase: { source: 1 } } },
      { n_sources: 2 },
    ];
    for (const other of others) {
      expect(sizes([entry(), entry(), entry(), entry(other), entry(), entry(), entry()])).toEqual([
        3, 1, 3,
      ]);
    }
  });

  it("keeps acts that name no source with the run they were done in, and never joins two sources by them", () => {
    const none: Partial<Entry> = { action: "cases.set", sources: [], n_sources: 0 };
    const cases: Partial<Entry> = { action: "cases.set" };
    const second: Partial<Entry> = {
      action: "cases.set",
      sources: [{ id: "bb", title: "second" }],
    };
    expect(sizes([entry(cases), entry(none), entry(cases)])).toEqual([3]);
    expect(
      sizes([entry(cases), entry(none), entry(none), entry(second), entry(second), entry(second)]),
    ).toEqual([3, 3]);
  });

  it("begins a new line with each day", () => {
    const days = folded([entry(), entry(), entry(), entry()], (at) => (at % 2000 ? "odd" : "even"));
    expect(days.map((day) => day.lines.length)).toEqual([1, 1, 1, 1]);
    expect(localDay(new Date(2026, 0, 5, 23, 59).getTime())).toBe("2026-01-05");
  });

  it("counts what a run did together", () => {
    expect(together([entry(), entry({ rows: { withdraw: { coding: 2 } } }), entry()])).toEqual({
      add: { coding: 2, passage: 2 },
      withdraw: { coding: 2 },
    });
  });
});

describe("counts as a person counts", () => {
  it("tell a thing once, not the rows it is made of", () => {
    expect(counted({ add: { person_case: 1, pseudonym: 1, link: 2 } })).toEqual([
      { deed: "add", thing: "case", n: 1 },
      { deed: "add", thing: "link", n: 2 },
    ]);
    expect(counted({ add: { pseudonym: 1 }, withdraw: { pseudonym: 1 } })).toEqual([
      { deed: "change", thing: "pseudonym", n: 1 },
    ]);
  });

  it("tell what was said anew as changed, and the rest as added or withdrawn", () => {
    expect(counted({ add: { coding: 3, passage: 3 }, withdraw: { coding: 1 } })).toEqual([
      { deed: "change", thing: "coding", n: 1 },
      { deed: "add", thing: "coding", n: 2 },
    ]);
    expect(counted({ add: { coding: 1 }, withdraw: { coding: 3, evidence: 1 } })).toEqual([
      { deed: "change", thing: "coding", n: 1 },
      { deed: "withdraw", thing: "coding", n: 2 },
      { deed: "withdraw", thing: "evidence", n: 1 },
    ]);
  });

  it("tell tables they do not know as rows, and leave nothing out", () => {
    expect(counted({ add: { something_new: 4 } })).toEqual([{ deed: "add", thing: "row", n: 4 }]);
    expect(counted({ erase: { source: 1 } })).toEqual([{ deed: "erase", thing: "source", n: 1 }]);
  });
});
