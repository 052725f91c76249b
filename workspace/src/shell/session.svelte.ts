/* Who works here, as what, and how they like it. */
import { call, onShutOut, Refused, worksFor, type Schemas } from "../api/client";
import { LANGUAGES, speak, type Language } from "../i18n/index.svelte";
import { drafts } from "./drafts.svelte";
import { outbox } from "./outbox.svelte";

export type Me = Schemas["Me"];
export type Standing = "looking" | "out" | "locked" | "second factor" | "in";

class Session {
  /** "out": nobody signed in. "locked": signed in, hidden until the passphrase is given. */
  standing = $state<Standing>("looking");
  me = $state.raw<Me | null>(null);

  constructor() {
    onShutOut((refusal) => {
      outbox.hold(true);
      if (refusal.status === 423)
        this.standing = refusal.error === "SecondFactorNeeded" ? "second factor" : "locked";
      else this.standing = "out";
    });
  }

  may(act: string): boolean {
    return this.me?.rights.includes(act) ?? false;
  }

  /** Ask the server who is signed in, and take over that person's preferences. */
  async look(): Promise<void> {
    try {
      const me = await call<Me>("/me");
      if (this.me && this.me.user !== me.user) this.#forget();
      this.me = me;
      worksFor(me.user);
      await this.dress(me.preferences);
      this.standing = "in";
      outbox.hold(false);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (fault.status !== 401 && fault.status !== 423) throw fault;
    }
  }

  async prefer(told: Partial<Me["preferences"]>): Promise<void> {
    if (!this.me) return;
    const preferences = await call<Me["preferences"]>("/me/preferences", {
      method: "PATCH",
      body: told,
    });
    this.me = { ...this.me, preferences };
    await this.dress(preferences);
  }

  /** Language, colours, size of texts and movement, as the person likes them. */
  async dress(liked: Me["preferences"]): Promise<void> {
    const root = document.documentElement;
    await speak(liked.language in LANGUAGES ? (liked.language as Language) : guess());
    paint(liked.theme);
    root.style.setProperty("--text-size", `${liked.text_size / 16}rem`);
    root.dataset.motion = liked.motion ? "full" : "less";
  }

  async lock(): Promise<void> {
    this.standing = "locked";
    outbox.hold(true);
    await call("/lock", { method: "POST" }).catch(() => undefined);
  }

  async leave(): Promise<void> {
    await call("/sign-out", { method: "POST" });
    this.#forget();
    worksFor(null);
    this.me = null;
    this.standing = "out";
  }

  /** Nothing of one person is left for the next. */
  #forget(): void {
    outbox.discard();
    drafts.clear();
  }
}

const SPOKEN = "relata.language";

/** The language chosen at the door of this browser, or the one the browser asks for. */
export function guess(): Language {
  for (const wanted of [localStorage.getItem(SPOKEN) ?? "", ...navigator.languages]) {
    const short = wanted.slice(0, 2);
    if (short in LANGUAGES) return short as Language;
  }
  return "en";
}

/** Speak a language from now on wherever somebody has not chosen one. */
export async function speakHere(wanted: Language): Promise<void> {
  localStorage.setItem(SPOKEN, wanted);
  await speak(wanted);
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const contrast = matchMedia("(prefers-contrast: more)");
let theme = "system";

function paint(wanted: string): void {
  theme = wanted;
  const shown =
    wanted !== "system" ? wanted : contrast.matches ? "contrast" : dark.matches ? "dark" : "light";
  document.documentElement.dataset.theme = shown;
}

dark.addEventListener("change", () => paint(theme));
contrast.addEventListener("change", () => paint(theme));
paint(theme);

export const session = new Session();
