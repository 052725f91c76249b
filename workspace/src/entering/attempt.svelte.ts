/*
 * An attempt to come in or to change a way in: whether it is under way, what the server said to it,
 * and for how many seconds it wants to hear no other. Passphrases and codes are never queued.
 */
import { untrack } from "svelte";
import { Refused } from "../api/client";
import { t } from "../i18n/index.svelte";
import { line, told as inWords } from "../shell/refusals";

export class Attempt {
  busy = $state(false);
  #told = $state("");
  wait = $state(0);
  /** The kind of the refusal, as the server names it; empty when there was none. */
  error = $state("");
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** What is to be said to the person now. */
  get told(): string {
    return this.wait > 0 ? t("entering.wait", { n: this.wait }) : this.#told;
  }

  /** The wait as it is read out: what counts down is not told every second. */
  said = $state("");

  /** Whether another attempt would be taken now. */
  get ready(): boolean {
    return !this.busy && this.wait === 0;
  }

  /** Do it; resolves with true when it was done, and keeps the server's words when it was not. */
  async make(doing: () => Promise<unknown>): Promise<boolean> {
    // An effect that makes an attempt must not come to depend on how the attempt stands.
    if (!untrack(() => this.ready)) return false;
    this.busy = true;
    this.#told = this.error = "";
    try {
      await doing();
      return true;
    } catch (fault) {
      this.#hear(fault);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Say something of one's own, such as that two fields differ. */
  say(text: string): void {
    this.#told = text;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #hear(fault: unknown): void {
    if (!(fault instanceof Refused)) {
      this.#told = t("shell.unreachable");
      return;
    }
    this.error = fault.error;
    if (!fault.wait) {
      this.#told = line(inWords(fault));
      return;
    }
    this.#told = "";
    this.#until = Date.now() + fault.wait * 1000;
    this.#count();
    this.said = this.told;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#count(), 250);
  }

  #count(): void {
    this.wait = Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
    if (this.wait === 0) clearInterval(this.#timer);
  }
}
