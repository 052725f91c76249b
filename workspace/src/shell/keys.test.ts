import { describe, expect, it } from "vitest";
import { spelled } from "./keys.svelte";

const press = (key: string, more: KeyboardEventInit = {}) =>
  spelled(new KeyboardEvent("keydown", { key, ...more }));

describe("the names of keys", () => {
  it("are those that people read", () => {
    expect(press("c")).toBe("c");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("Z", { shiftKey: true, ctrlKey: true })).toBe("Mod+Shift+z");
    expect(press("ArrowRight", { shiftKey: true, altKey: true })).toBe("Alt+Shift+ArrowRight");
    expect(press(" ", { code: "Space" })).toBe("Space");
  });

  it("are the key's own with Alt, whatever sign it would write", () => {
    expect(press("ß", { altKey: true, code: "KeyS" })).toBe("Alt+s");
    expect(press("¡", { altKey: true, code: "Digit1" })).toBe("Alt+1");
  });
});
