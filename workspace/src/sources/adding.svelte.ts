/*
 * Files on their way in: each a request of its own, two at a time. The batch goes on over what fails, whichever
 * room is open meanwhile, and ends with what was left out and why. When the session is locked it waits.
 */
import { call, type Schemas } from "../api/client";
import { line, worded } from "../shell/refusals";

export type Stage = "waiting" | "sending" | "reading" | "taken" | "here" | "left out";

/** One file, and what became of it. */
export interface Sent {
  id: number;
  file: File;
  kind: string;
  language: string;
  stage: Stage;
  /** The part of it that was sent, from 0 to 1. */
  part: number;
  answer: Schemas["TakenIn"] | null;
  reason: string;
  tries: number;
}

const AT_ONCE = 2;
const TRIES = 3;

class Adding {
  files = $state<Sent[]>([]);
  /** Counts what came in, so that lists read anew. */
  arrived = $state(0);
  #next = 1;
  #held = false;
  #running = new Set<number>();

  get busy(): boolean {
    return this.files.some(
      (one) => one.stage === "waiting" || one.stage === "sending" || one.stage === "reading",
    );
  }

  add(files: File[], told: { kind: string; language: string }): void {
    if (!this.busy) this.files = [];
    for (const file of files) {
      this.files.push({
        id: this.#next++,
        file,
        ...told,
        stage: "waiting",
        part: 0,
        answer: null,
        reason: "",
        tries: 0,
      });
    }
    this.resume();
  }

  /** Go on after the session was unlocked, or the network came back. */
  resume(): void {
    this.#held = false;
    this.#go();
  }

  /** Do not send what has not been begun. */
  stop(): void {
    this.files = this.files.filter((one) => one.stage !== "waiting");
  }

  again(one: Sent): void {
    one.stage = "waiting";
    one.tries = 0;
    one.part = 0;
    this.resume();
  }

  clear(): void {
    if (!this.busy) this.files = [];
  }

  #go(): void {
    for (const one of this.files) {
      if (this.#held || this.#running.size >= AT_ONCE) return;
      if (one.stage === "waiting" && !this.#running.has(one.id)) void this.#send(one);
    }
  }

  async #send(one: Sent): Promise<void> {
    this.#running.add(one.id);
    one.stage = "sending";
    one.tries++;
    const answer = await put(one);
    this.#running.delete(one.id);
    if (answer.status === 200) {
      const told = (one.answer = JSON.parse(answer.body) as Schemas["TakenIn"]);
      const fresh = told.taken.some((taken) => taken.new);
      one.stage = fresh ? "taken" : told.taken.length ? "here" : "left out";
      this.arrived += fresh ? 1 : 0;
    } else if (answer.status === 401 || answer.status === 423) {
      one.stage = "waiting";
      one.tries--;
      this.#held = true;
      // Asked by the ordinary way, so that the whole workspace notices that it is locked.
      await call("/me").catch(() => undefined);
    } else if ((answer.status === 0 || answer.status === 503) && one.tries < TRIES) {
      one.stage = "waiting";
      await new Promise((done) => setTimeout(done, 1500 * one.tries));
    } else {
      one.stage = "left out";
      one.reason = refusal(answer);
    }
    this.#go();
  }
}

interface Answer {
  status: number;
  body: string;
}

function put(one: Sent): Promise<Answer> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams();
    if (one.kind) query.set("kind", one.kind);
    if (one.language) query.set("language", one.language);
    request.open("POST", `/api/sources?${query}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Relata-Name", encodeURIComponent(wellFormed(one.file.name)));
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) one.part = event.loaded / event.total;
    };
    request.upload.onload = () => {
      one.part = 1;
      one.stage = "reading";
    };
    request.onload = () => done({ status: request.status, body: request.responseText });
    request.onerror = request.onabort = () => done({ status: 0, body: "" });
    request.send(one.file);
  });
}

/** A name without halves of characters, which cannot be encoded. */
export function wellFormed(name: string): string {
  return name.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}

/** A refusal in the person's language; empty where it did not answer. */
export function refusal(answer: Answer): string {
  try {
    const told = JSON.parse(answer.body) as { error?: string; message?: string; remedy?: string };
    return line(worded(told.error ?? "", told.message ?? "", told.remedy ?? ""));
  } catch {
    return "";
  }
}

export const adding = new Adding();
addEventListener("beforeunload", (event) => {
  if (adding.busy) event.preventDefault();
});
