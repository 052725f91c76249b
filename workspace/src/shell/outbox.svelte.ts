/*
 * Acts on their way to the server.
 *
 * An act is shown at once and sent in order. When the network is gone it waits here, in memory only, and is sent
 * when the server answers again; each act carries a name of its own, so that sending it twice does it once. What
 * the server refuses is handed back to whoever asked, with the server's words; nothing typed is thrown away.
 */
import { call, Refused, Unreachable } from "../api/client";

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/** A path that may depend on what the acts before it brought: asked for when the act is sent. */
type Path = string | (() => string);

interface Act {
  id: string;
  path: Path;
  method: Method;
  body: unknown;
  done: (answer: never) => void;
  failed: (fault: Error) => void;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

class Outbox {
  #acts: Act[] = [];
  #sending = false;
  #wait = FIRST_WAIT;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  /** How many acts are not yet saved. */
  waiting = $state(0);
  /** Whether the server answered when it was last asked. */
  reachable = $state(true);

  constructor() {
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => (this.reachable = false));
    addEventListener("beforeunload", (event) => {
      if (this.#acts.length) event.preventDefault();
    });
  }

  /** Do something at the server; resolves with its answer once it is saved. */
  send<T>(path: Path, body: unknown = {}, method: Method = "POST"): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#acts.push({
        id: crypto.randomUUID(),
        path,
        method,
        body,
        done: resolve,
        failed: reject,
      });
      this.waiting = this.#acts.length;
      if (this.reachable) void this.#go();
    });
  }

  /** Try again now. */
  hurry(): void {
    clearTimeout(this.#timer);
    this.#wait = FIRST_WAIT;
    void this.#go();
  }

  /** Keep what waits until the person has unlocked or signed in again. */
  hold(held: boolean): void {
    this.#held = held;
    if (!held) this.hurry();
  }

  /** Forget everything that waits: another person signs in, or this one gives it up. */
  discard(): void {
    for (const act of this.#acts.splice(0)) act.failed(new Error("discarded"));
    this.waiting = 0;
  }

  async #go(): Promise<void> {
    if (this.#sending || this.#held) return;
    this.#sending = true;
    try {
      while (this.#acts.length && !this.#held) {
        const act = this.#acts[0]!;
        try {
          const path = typeof act.path === "string" ? act.path : act.path();
          const answer = await call<never>(path, {
            method: act.method,
            body: act.body,
            act: act.id,
          });
          this.#acts.shift();
          act.done(answer);
        } catch (fault) {
          if (fault instanceof Unreachable || (fault instanceof Refused && busy(fault))) {
            this.reachable = !(fault instanceof Unreachable);
            this.#later();
            return;
          }
          if (fault instanceof Refused && (fault.status === 401 || fault.status === 423)) {
            this.#held = true;
            return;
          }
          this.#acts.shift();
          act.failed(fault as Error);
        }
        this.waiting = this.#acts.length;
        this.reachable = true;
        this.#wait = FIRST_WAIT;
      }
    } finally {
      this.#sending = false;
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#go(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
}

function busy(refusal: Refused): boolean {
  return refusal.status === 503 || refusal.status === 429;
}

export const outbox = new Outbox();
