/* Words compared with words, and what of a form is new. Pure; no view. */

/** A stretch of two texts: in both, only in the older, or only in the newer. */
export interface Stretch {
  text: string;
  kind: "same" | "gone" | "new";
}

const MOST = 1500;

/** Where two texts differ, by whole words. Very long texts are told as wholly different. */
export function compared(older: string, newer: string): Stretch[] {
  if (older === newer) return older ? [{ text: older, kind: "same" }] : [];
  const a = pieces(older);
  const b = pieces(newer);
  if (a.length > MOST || b.length > MOST) return joined([mark(older, "gone"), mark(newer, "new")]);
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] =
        a[i] === b[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  const found: Stretch[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(mark(a[i]!, "same"));
      i++;
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && length[(i + 1) * width + j]! >= length[i * width + j + 1]!)
    ) {
      found.push(mark(a[i++]!, "gone"));
    } else found.push(mark(b[j++]!, "new"));
  }
  return joined(found);
}

function pieces(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

function mark(text: string, kind: Stretch["kind"]): Stretch {
  return { text, kind };
}

/** Neighbours of one kind as one; a mere space between two changes belongs to both. */
function joined(all: Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  let gone = "";
  let fresh = "";
  const close = () => {
    if (gone) found.push(mark(gone, "gone"));
    if (fresh) found.push(mark(fresh, "new"));
    gone = fresh = "";
  };
  all.forEach((one, i) => {
    const between = !one.text.trim() && all[i - 1] && all[i + 1] && all[i + 1]!.kind !== "same";
    if (one.kind === "gone") gone += one.text;
    else if (one.kind === "new") fresh += one.text;
    else if (between && (gone || fresh)) {
      gone += one.text;
      fresh += one.text;
    } else {
      close();
      const last = found.at(-1);
      if (last?.kind === "same") last.text += one.text;
      else if (one.text) found.push({ ...one });
    }
  });
  close();
  return found;
}

/** The fields of a form that are not what they were. */
export function changed<T extends object>(before: T, now: T): Partial<T> {
  const found: Partial<T> = {};
  for (const key of Object.keys(now) as (keyof T)[]) {
    if (JSON.stringify(before[key]) !== JSON.stringify(now[key])) found[key] = now[key];
  }
  return found;
}

/** "scheme: category" lines, as a person types them; lines without a colon are left out. */
export function paired(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const at = line.indexOf(":");
    const [name, told] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (at > 0 && name && told) found[name] = told;
  }
  return found;
}

export function unpaired(told: Record<string, string>): string {
  return Object.entries(told)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
