import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
const { changeable, givable, sorted } = await import("./people.svelte");

const member = (name: string, role: "reader" | "coder" | "lead" | "guardian", active = true) => ({
  id: name,
  number: 1,
  name,
  role,
  active,
});

describe("the people of a team", () => {
  it("are listed with those who work here first, guardians before readers, then by name", () => {
    const all = [
      member("Zoe", "coder"),
      member("Rosa", "reader"),
      member("Ada", "coder"),
      member("Bo", "guardian", false),
      member("Lena", "guardian"),
    ];
    expect(sorted(all).map((one) => one.name)).toEqual(["Lena", "Ada", "Zoe", "Rosa", "Bo"]);
  });

  it("are made guardians by guardians alone", () => {
    expect(givable(false)).not.toContain("guardian");
    expect(givable(true)).toContain("guardian");
  });

  it("are changed by leads, and guardians only by guardians", () => {
    const lead = (act: string) => act === "team.write";
    expect(changeable(member("Ada", "coder"), lead)).toBe(true);
    expect(changeable(member("Lena", "guardian"), lead)).toBe(false);
    expect(changeable(member("Lena", "guardian"), () => true)).toBe(true);
    expect(changeable(member("Ada", "coder"), () => false)).toBe(false);
  });
});
