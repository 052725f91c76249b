import { describe, expect, it } from "vitest";
import { beside, changed, named } from "./asking";
import { csv } from "./csv";
import { examples, insertion } from "./expressions";
import { painted } from "./paint";

const code = (path: string, label: string, below = false) => ({ path, label, below });

describe("the address of a finding", () => {
  it("keeps what else was asked", () => {
    const here = "https://x.org/findings?under=a%2Fb&at=2026-03-31";
    expect(changed(here, { under: null, coder: "Ada B" })).toBe(
      "/findings?at=2026-03-31&coder=Ada+B",
    );
  });

  it("takes the moment and the coder along to another page, and nothing else", () => {
    expect(beside("cross", "https://x.org/findings?under=a&at=2026-03-31")).toBe(
      "/findings/cross?at=2026-03-31",
    );
    expect(beside("", "https://x.org/findings/cross?rows=a")).toBe("/findings");
  });
});

describe("a copied table", () => {
  it("can be read back by any program, and holds no formula", () => {
    const text = csv(
      ["name", "n"],
      [
        ['He said "no", twice', 1.5],
        ["=1+1", null],
        ["عدد", 0],
      ],
    );
    expect(text).toBe('name,n\r\n"He said ""no"", twice",1.5\r\n\'=1+1,\r\nعدد,0\r\n');
  });
});

describe("an expression", () => {
  it("quotes names that hold operators or signs", () => {
    expect(named("air raids")).toBe("air raids");
    expect(named("Fear OR flight")).toBe('"Fear OR flight"');
    expect(named("age (at joining)")).toBe('"age (at joining)"');
    expect(named("الخوف من الغارات")).toBe("الخوف من الغارات");
  });

  it("writes a code by its path where two bear one label", () => {
    const codes = [code("a/fear", "Fear"), code("b/fear", "fear"), code("b/boredom", "Boredom")];
    expect(codes.map((one) => insertion(one, codes))).toEqual(["a/fear", "b/fear", "Boredom"]);
  });

  it("has an example of each operator from the codebook itself", () => {
    const codes = [
      code("reasons", "Reasons", true),
      code("reasons/fear", "Fear"),
      code("reasons/graft", "Graft"),
    ];
    const shown = examples(codes, [
      { name: "sex", kind: "nominal", choices: [{ name: "female" }] },
    ]);
    expect(shown.map((one) => one.expression)).toEqual([
      "Reasons",
      "Fear AND Graft",
      "Fear OR Graft",
      "Fear NOT Graft",
      "Fear NEAR Graft",
      "Fear NEAR/300 Graft",
      "Fear WITHIN cases WHERE sex = female",
    ]);
    expect(examples([], [])).toEqual([]);
  });
});

describe("the colours of a chart", () => {
  it("are those of the theme, and nothing else of the chart changes", () => {
    const chart = { mark: { fill: "#1f5563", stroke: "#123456" }, text: "see #1f5563" };
    expect(painted(chart, (name) => (name === "--accent" ? "#8fc7d4" : ""))).toEqual({
      mark: { fill: "#8fc7d4", stroke: "#123456" },
      text: "see #1f5563",
    });
  });
});
