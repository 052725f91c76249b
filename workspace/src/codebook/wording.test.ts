import { describe, expect, it } from "vitest";
import type { Variable } from "./book.svelte";
import { choices, fromForm, toForm } from "./variables";
import { changed, compared, paired, unpaired } from "./wording";

describe("two wordings", () => {
  it("are told apart by whole words, and each can be read in full", () => {
    const found = compared("Violence seen by the person.", "Violence suffered by the person.");
    expect(found).toEqual([
      { text: "Violence ", kind: "same" },
      { text: "seen", kind: "gone" },
      { text: "suffered", kind: "new" },
      { text: " by the person.", kind: "same" },
    ]);
  });

  it.each([
    ["", "new words"],
    ["old words", ""],
    ["a b c", "c b a"],
    ["خاف من الاعتقال", "خاف من القتل"],
    ["x ".repeat(2000), "y ".repeat(2000)],
  ])("lose nothing of either text", (before, after) => {
    const found = compared(before, after);
    const read = (leave: string) =>
      found
        .filter((one) => one.kind !== leave)
        .map((one) => one.text)
        .join("");
    expect(read("new")).toBe(before);
    expect(read("gone")).toBe(after);
  });

  it("that are equal differ in nothing", () => {
    expect(compared("same", "same")).toEqual([{ text: "same", kind: "same" }]);
    expect(compared("", "")).toEqual([]);
  });
});

describe("a form", () => {
  it("sends only what differs", () => {
    expect(changed({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } })).toEqual({ b: { c: 3 } });
    expect(changed({ a: null as string | null }, { a: null })).toEqual({});
  });

  it("takes pairs one a line, and writes them so", () => {
    expect(paired("El Said: fear\n\nno colon\n a : b: c ")).toEqual({
      "El Said": "fear",
      a: "b: c",
    });
    expect(paired(unpaired({ x: "1", y: "2" }))).toEqual({ x: "1", y: "2" });
  });

  it("keeps the labels that choices have in other languages", () => {
    const had = [{ name: "guard", label: "Guard", labels: { it: "Guardia" } }];
    expect(choices("guard: Warden\nCook", had)).toEqual([
      { name: "guard", label: "Warden", labels: { it: "Guardia" } },
      { name: "Cook", label: "Cook", labels: {} },
    ]);
    expect(choices("Guard", had)[0]?.name).toBe("guard");
  });

  it("sends of a variable what it was given, unless it was changed", () => {
    const variable = {
      number: 3,
      name: "rank",
      label: "Grado",
      labels: { "": "Rank", it: "Grado" },
      kind: "ordinal",
      choices: [{ name: "low", label: "Low", labels: {} }],
      unit: "",
      minimum: null,
      maximum: null,
      definition: "",
      missing: ["refused"],
      identifying: true,
    } satisfies Variable;
    const form = toForm(variable);
    expect(form.label).toBe("Rank");
    expect(changed(fromForm(form), fromForm({ ...form, identifying: false }))).toEqual({
      identifying: false,
    });
    expect(fromForm({ ...form, kind: "number" }).choices).toEqual([]);
  });
});
