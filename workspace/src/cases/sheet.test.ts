import { describe, expect, it } from "vitest";
import {
  accord,
  actOf,
  concerns,
  draftOf,
  groups,
  membersOf,
  NOTHING,
  toldWords,
  type Value,
  type Variable,
} from "./sheet";

const spot = { source: "aa11bb", start: 4, end: 9 };

function value(coder: string, told: string | null, more: Partial<Value> = {}): Value {
  return {
    id: `${coder} ${told}`,
    about: "age",
    is_code: false,
    told,
    status: "stated",
    missing: null,
    note: null,
    coder,
    own: false,
    evidence: [],
    ...more,
  };
}

function variable(kind: Variable["kind"], more: Partial<Variable> = {}): Variable {
  return {
    number: 1,
    name: "v",
    label: "V",
    labels: {},
    kind,
    choices: [],
    unit: "",
    definition: "",
    missing: [],
    identifying: false,
    ...more,
  };
}

describe("values side by side", () => {
  it("puts coders who say the same together, one's own first, each passage once", () => {
    const held = groups([
      value("Ada", "31", { evidence: [spot] }),
      value("Omar", "32"),
      value("Lena", "32", { own: true, evidence: [spot] }),
      value("Ines", "31", { evidence: [spot] }),
    ]);
    expect(held.map((group) => [group.told, group.coders, group.own])).toEqual([
      ["32", ["Omar", "Lena"], true],
      ["31", ["Ada", "Ines"], false],
    ]);
    expect(held[1]!.evidence).toEqual([spot]);
  });

  it("tells agreement from one voice alone", () => {
    expect(accord([])).toBe("none");
    expect(accord([value("Ada", "31")])).toBe("alone");
    expect(accord([value("Ada", "31"), value("Omar", "31")])).toBe("same");
    expect(accord([value("Ada", "31"), value("Omar", "32")])).toBe("differ");
    expect(
      accord([
        value("Ada", null, { status: "withheld" }),
        value("Omar", null, { status: "not stated" }),
      ]),
    ).toBe("differ");
  });
});

describe("values in words", () => {
  const choices: Variable["choices"] = [
    { name: "cook", label: "Cook", labels: { it: "Cuoco" } },
    { name: "guard", label: "Guard", labels: {} },
  ];

  it("shows choices by their label in the language of the interface", () => {
    expect(toldWords(variable("nominal", { choices }), "cook", "it")).toBe("Cuoco");
    expect(toldWords(variable("set", { choices }), "cook; guard", "it")).toBe("Cuoco; Guard");
    expect(toldWords(variable("nominal", { choices }), "gone", "it")).toBe("gone");
  });

  it("shows numbers with their unit, and intervals open or closed", () => {
    const years = variable("number", { unit: "years" });
    expect(["20", "20..25", "20..", "..25"].map((told) => toldWords(years, told, "en"))).toEqual([
      "20 years",
      "20–25 years",
      "≥ 20 years",
      "≤ 25 years",
    ]);
  });
});

describe("a draft", () => {
  it("begins from the value that stands and saves to the same", () => {
    const set = variable("set");
    const draft = draftOf(
      value("Lena", "cook; guard", { note: "by his account", evidence: [spot] }),
      set,
    );
    expect(draft.chosen).toEqual(membersOf("cook; guard"));
    expect(actOf("role", set, draft)).toEqual({
      about: "role",
      told: "cook; guard",
      status: "stated",
      missing: null,
      note: "by his account",
      evidence: [spot],
      beside: false,
    });
  });

  it("sends no value with a status that carries none, and a reason only where nothing is stated", () => {
    const number = variable("number", { missing: ["refused"] });
    const typed = { ...NOTHING, told: "31", missing: "refused" };
    expect(actOf("age", number, { ...typed, status: "not stated" })).toMatchObject({
      told: null,
      missing: "refused",
    });
    expect(actOf("age", number, { ...typed, status: "withheld" })).toMatchObject({
      told: null,
      missing: null,
    });
    expect(actOf("age", number, { ...typed, status: "contradicted" })).toMatchObject({
      told: "31",
      missing: null,
    });
  });
});

it("hears of what is about the case or about none, not of what is about another", () => {
  const change = { revision: 1, author: 0, action: "coding.code", everything: false };
  expect(concerns({ ...change, cases: [3] }, 3)).toBe(true);
  expect(concerns({ ...change, cases: [4] }, 3)).toBe(false);
  expect(concerns({ ...change, sources: [1] }, 3)).toBe(true);
  expect(concerns({ ...change, everything: true, cases: [4] }, 3)).toBe(true);
});
