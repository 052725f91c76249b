/*
 * Charts come in the colours of paper. On the page they take the colours of the theme, which differ in lightness
 * in the same order, so that a chart reads in the dark and in black and white.
 */
const PAINTS: Record<string, string> = {
  "#1f5563": "--accent",
  "#ffffff": "--raised",
  "#1d2327": "--ink",
  "#8d8a82": "--line-strong",
  "#77838a": "--line-strong",
  "#f3f1ec": "--panel",
  "#d9d5cc": "--line",
};

/** The same chart, with each colour of paper replaced by that of the theme. */
export function painted<T>(chart: T, colour: (variable: string) => string): T {
  const text = JSON.stringify(chart).replace(/"(#[0-9a-f]{6})"/g, (whole, paper: string) => {
    const variable = PAINTS[paper];
    return variable ? JSON.stringify(colour(variable) || paper) : whole;
  });
  return JSON.parse(text) as T;
}
