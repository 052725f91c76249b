import { describe, expect, it } from "vitest";
import { blended, contrast, line, parsed, tint, type Rgb, type Theme } from "./colours";

const THEMES: Record<string, Theme> = {
  light: {
    paper: [251, 250, 247],
    ink: [29, 35, 39],
    accent: [31, 85, 99],
    ratio: 4.5,
    lined: false,
  },
  dark: {
    paper: [23, 27, 30],
    ink: [231, 229, 223],
    accent: [143, 199, 212],
    ratio: 4.5,
    lined: false,
  },
  contrast: { paper: [255, 255, 255], ink: [0, 0, 0], accent: [0, 48, 143], ratio: 7, lined: true },
};
const CODES: Rgb[] = [
  "#000000",
  "#ffffff",
  "#ff0000",
  "#00ff00",
  "#0000ff",
  "#888888",
  "#ffff00",
  "#7a4fb0",
  "#003322",
].map((c) => parsed(c));

describe.each(Object.entries(THEMES))("colours under the text, %s", (_, theme) => {
  it("leave the contrast with the ink, however many lie over one another and however strongly", () => {
    for (const first of CODES) {
      for (const alpha of [0.22, 0.5, 0.72, 0.92, 1]) {
        let under: Rgb = theme.paper;
        for (let i = 0; i < 40; i++) {
          const over = i % 2 ? first : CODES[(i * 7) % CODES.length]!;
          under = blended(tint(over, theme), under, alpha);
          expect(contrast(theme.ink, under)).toBeGreaterThanOrEqual(theme.ratio);
        }
      }
    }
  });

  it("can be told apart from the paper when they have a hue", () => {
    for (const colour of ["#c0392b", "#2f6fb5", "#3f9142", "#7a4fb0"]) {
      const shown = blended(tint(parsed(colour), theme), theme.paper, 0.5);
      const distance = Math.hypot(...shown.map((channel, i) => channel - theme.paper[i]!));
      expect(distance).toBeGreaterThan(24);
    }
  });

  it("give bars three to one against the paper", () => {
    for (const colour of CODES)
      expect(contrast(line(colour, theme), theme.paper)).toBeGreaterThanOrEqual(3);
  });
});

it("reads the colours that a style sheet computes", () => {
  expect(parsed("rgb(1, 2, 3)")).toEqual([1, 2, 3]);
  expect(parsed("rgb(10 20 30 / 0.5)")).toEqual([10, 20, 30]);
  expect(parsed(" #0fA ")).toEqual([0, 255, 170]);
  expect(parsed("color-mix(nonsense)", [9, 9, 9])).toEqual([9, 9, 9]);
});
