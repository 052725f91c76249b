/*
 * Colours of codes that leave the text legible.
 *
 * A code's colour is brought into the range in which every channel alone keeps the contrast with the ink. Whatever
 * is then laid over whatever, at any strength, each channel stays within the range, so the contrast stays too: forty
 * codes on one word included. (Contrast as in WCAG 2.2.)
 */
export type Rgb = readonly [number, number, number];

export interface Theme {
  paper: Rgb;
  ink: Rgb;
  accent: Rgb;
  /** Contrast of text over any colour. */
  ratio: number;
  /** Marks are underlined too. */
  lined: boolean;
}

/** A colour as a style sheet computes it ("#abc", "#aabbcc", "rgb(1 2 3)", "rgb(1, 2, 3)"). */
export function parsed(colour: string, fallback: Rgb = [128, 128, 128]): Rgb {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (hex) {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
    return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16)) as unknown as Rgb;
  }
  const numbers = /^rgba?\(([^)]*)\)$/
    .exec(colour.trim())?.[1]
    ?.match(/[\d.]+/g)
    ?.map(Number);
  return numbers && numbers.length >= 3 ? [numbers[0]!, numbers[1]!, numbers[2]!] : fallback;
}

export function css([r, g, b]: Rgb, alpha = 1): string {
  const parts = [r, g, b].map((channel) => Math.round(channel)).join(" ");
  return alpha === 1 ? `rgb(${parts})` : `rgb(${parts} / ${Math.round(alpha * 100) / 100})`;
}

export function blended(over: Rgb, under: Rgb, alpha: number): Rgb {
  return over.map((channel, i) => channel * alpha + under[i]! * (1 - alpha)) as unknown as Rgb;
}

export function luminance([r, g, b]: Rgb): number {
  const linear = (channel: number) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export function isDark(theme: Theme): boolean {
  return luminance(theme.paper) < luminance(theme.ink);
}

/** The grey at which contrast with the ink is just enough: no channel may go beyond it. */
function limit(theme: Theme): number {
  const dark = isDark(theme);
  const ink = luminance(theme.ink) + 0.05;
  const wanted = dark ? ink / theme.ratio - 0.05 : ink * theme.ratio - 0.05;
  const part = Math.min(1, Math.max(0, wanted));
  const channel = 255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);
  return dark ? Math.floor(channel) : Math.ceil(channel);
}

/** A colour as it may lie under the text: its hue, as strong as the contrast allows. */
export function tint(colour: Rgb, theme: Theme): Rgb {
  const edge = limit(theme);
  if (isDark(theme)) {
    const part = Math.min(edge / Math.max(1, ...colour), 2.5);
    return colour.map((channel) => Math.floor(channel * part)) as unknown as Rgb;
  }
  const part = Math.min((255 - edge) / Math.max(1, 255 - Math.min(...colour)), 1);
  return colour.map((channel) => Math.ceil(255 - (255 - channel) * part)) as unknown as Rgb;
}

/** A colour as a line or bar on the paper: 3 to 1 at least, in the direction of the ink. */
export function line(colour: Rgb, theme: Theme): Rgb {
  for (let part = 0; part < 1; part += 0.05) {
    const mixed = blended(theme.ink, colour, part);
    if (contrast(mixed, theme.paper) >= 3) return mixed;
  }
  return theme.ink;
}
