import { describe, expect, it } from "vitest";
import { covered, cut, pinned } from "./aligning";
import { clock } from "./clock";
import { decoded, shownAs } from "./original";
import { refusal, wellFormed } from "./adding.svelte";
import { chosen, isSystems, objection } from "./files";
import { addressOf, keepLast, keptLast } from "./lastly";
import { arranged, inSight, pieces, type Row } from "./listing.svelte";

const row = (number: number, more: Partial<Row> = {}): Row => ({
  id: `s${number}`,
  number,
  title: `Source ${number}`,
  kind: "interview",
  language: "en",
  date: null,
  media_type: "text/plain",
  characters: 100,
  obtained: 0,
  codings: 0,
  own: 0,
  coders: [],
  state: null,
  nothing_here: false,
  cases: [],
  case_count: 0,
  memos: 0,
  hits: null,
  ...more,
});

describe("the order of the list", () => {
  const numbers = (rows: Row[]) => rows.map((one) => one.number);

  it("sorts titles as people count", () => {
    const rows = [row(1, { title: "Interview 10" }), row(2, { title: "Interview 9" })];
    expect(numbers(arranged(rows, "title", false))).toEqual([2, 1]);
  });

  it("puts what has no date last, either way round", () => {
    const rows = [row(1), row(2, { date: "2016" }), row(3, { date: "2015-04" })];
    expect(numbers(arranged(rows, "date", false))).toEqual([3, 2, 1]);
    expect(numbers(arranged(rows, "date", true))).toEqual([2, 3, 1]);
  });

  it("keeps the order in which sources came in among equals", () => {
    const rows = [row(3), row(1), row(2, { codings: 4 })];
    expect(numbers(arranged(rows, "codings", true))).toEqual([2, 1, 3]);
  });

  it("goes from what nobody looked at to what is done", () => {
    const rows = [row(1, { state: "done" }), row(2, { state: "begun" }), row(3)];
    expect(numbers(arranged(rows, "state", false))).toEqual([3, 2, 1]);
  });
});

describe("the rows in sight", () => {
  it("never leave the list", () => {
    expect(inSight(0, 600, 40, 1000)).toEqual({ from: 0, to: 27 });
    expect(inSight(39_400, 600, 40, 1000)).toEqual({ from: 973, to: 1000 });
    expect(inSight(90_000, 600, 40, 3)).toEqual({ from: 2, to: 3 });
    expect(inSight(0, 600, 40, 0)).toEqual({ from: 0, to: 0 });
  });
});

describe("a paragraph found", () => {
  it("is cut at its marks, counted in code points", () => {
    expect(pieces("𝒜 guard left", [[2, 7]])).toEqual([
      { words: "𝒜 ", marked: false },
      { words: "guard", marked: true },
      { words: " left", marked: false },
    ]);
    expect(pieces("guard", [[0, 5]])).toEqual([{ words: "guard", marked: true }]);
  });
});

describe("files to be sent", () => {
  const limits = { document: 200, recording: 2000, files: 10 };

  it("may be larger when they are recordings", () => {
    expect(objection({ name: "talk.mp3", size: 900 }, limits)).toBeNull();
    expect(objection({ name: "talk.txt", size: 900 }, limits)).toBe("large");
    expect(objection({ name: "talk.txt", size: 0 }, limits)).toBe("empty");
  });

  it("leave out what the system put beside them", () => {
    expect(["a/.DS_Store", "Thumbs.db", "__MACOSX/x.txt", "~$letter.docx"].every(isSystems)).toBe(
      true,
    );
    expect(isSystems("interviews/talk 1.txt")).toBe(false);
    expect(
      chosen([new File(["x"], ".DS_Store"), new File(["x"], "talk.txt")]).map((one) => one.name),
    ).toEqual(["talk.txt"]);
  });

  it("have names that can be encoded", () => {
    expect(() => encodeURIComponent(wellFormed("bad\ud800name.txt"))).not.toThrow();
    expect(wellFormed("مقابلة 𝒜.txt")).toBe("مقابلة 𝒜.txt");
  });

  it("are refused in the server's own words", () => {
    expect(refusal({ status: 413, body: '{"message":"Too much.","remedy":"Send less."}' })).toBe(
      "Too much. Send less.",
    );
    expect(refusal({ status: 0, body: "" })).toBe("");
  });
});

describe("where one was", () => {
  it("is kept for each person, without a word of the text", () => {
    const here = { source: "ab12", start: 5, end: 9, words: "secret" };
    keepLast("u1", here);
    expect(keptLast("u1")).toEqual({ source: "ab12", start: 5, end: 9 });
    expect(keptLast("u2")).toBeNull();
    expect(Object.values({ ...localStorage }).join()).not.toContain("secret");
    expect(addressOf(here)).toBe("/sources/ab12?at=5-9");
    expect(addressOf({ ...here, start: null })).toBe("/sources/ab12");
  });
});

describe("two texts in rows", () => {
  it("cuts the words of a row by code points, and nothing where there is nothing", () => {
    expect(
      cut("𝒜 one. two.", [
        [0, 6],
        [-1, -1],
        [7, 11],
      ]),
    ).toEqual(["𝒜 one.", "", "two."]);
  });

  it("tells what a passage covers of a row, from the row's beginning", () => {
    expect(covered([10, 20], { start: 5, end: 14 })).toEqual([0, 4]);
    expect(covered([10, 20], { start: 20, end: 25 })).toBeNull();
    expect(covered([-1, -1], { start: 0, end: 5 })).toBeNull();
  });

  it("pins a pair in place of those that would cross it", () => {
    expect(
      pinned(
        [
          [0, 0],
          [2, 1],
          [5, 5],
        ],
        [1, 2],
      ),
    ).toEqual([
      [0, 0],
      [1, 2],
      [5, 5],
    ]);
  });
});

describe("an original", () => {
  it("is shown by what it is, and never run", () => {
    expect(shownAs("text/html")).toBe("page");
    expect(shownAs("application/pdf")).toBe("paper");
    expect(shownAs("image/svg+xml")).toBe("none");
    expect(shownAs("application/msword")).toBe("none");
    expect(shownAs("audio/mpeg")).toBe("recording");
  });

  it("is decoded as UTF-8 where it is that, else as old Western text", () => {
    expect(decoded(new TextEncoder().encode("è notte").buffer as ArrayBuffer)).toBe("è notte");
    expect(decoded(new Uint8Array([0xe8, 0x20]).buffer)).toBe("è ");
    expect(decoded(new Uint8Array([0xff, 0xfe, 0x41, 0x00]).buffer)).toContain("A");
  });

  it("has times as a clock shows them", () => {
    expect([clock(247_900), clock(3_729_000), clock(0)]).toEqual(["4:07", "1:02:09", "0:00"]);
  });
});
