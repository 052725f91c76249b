/*
 * Keys. A room claims keys while it is shown; the sheet behind `?` lists what is claimed now.
 *
 * Keys are written as people read them: "c", "Shift+ArrowRight", "Mod+z" (Ctrl, on a Mac Command).
 * Single letters are left alone while somebody types into a field.
 */
export interface Claim {
  keys: string;
  /** What it does, in the person's language: called when the sheet is shown. */
  says: () => string;
  room: () => string;
  does: (event: KeyboardEvent) => void | boolean;
  /** Also while typing into a field. */
  always?: boolean;
}

class Keys {
  claims = $state.raw<Claim[]>([]);
  // Kept apart, so that an effect that claims keys does not come to depend on what is claimed.
  #all: Claim[] = [];

  /** Claim keys; give the returned function back to release them (an effect's clean-up). */
  claim(...wanted: Claim[]): () => void {
    this.claims = this.#all = [...this.#all, ...wanted];
    return () => (this.claims = this.#all = this.#all.filter((claim) => !wanted.includes(claim)));
  }

  /** Hand a key to the newest claim of it. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const name = spelled(event);
    const typing = isTyping(event.target);
    for (const claim of [...this.#all].reverse()) {
      if (claim.keys.split(" ").includes(name) && (!typing || claim.always)) {
        if (claim.does(event) !== false) {
          event.preventDefault();
          return;
        }
      }
    }
  }
}

export function spelled(event: KeyboardEvent): string {
  // With Alt some systems write another sign for a letter: then the key itself is meant.
  const physical = event.altKey
    ? /^(?:Key|Digit)(.)$/.exec(event.code)?.[1]?.toLowerCase()
    : undefined;
  const printable = event.key.length === 1 || physical !== undefined;
  const key =
    physical ?? (event.key === " " ? "Space" : printable ? event.key.toLowerCase() : event.key);
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("Mod");
  if (event.altKey) parts.push("Alt");
  // A sign such as ? is reached with Shift on some keyboards and without on others.
  if (event.shiftKey && (!printable || /[\p{L}\p{N}]/u.test(key) || key === "Space"))
    parts.push("Shift");
  return [...parts, key].join("+");
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"))
  );
}

export const keys = new Keys();
addEventListener("keydown", (event) => keys.press(event));
