/* What others change, as it happens: one stream of events from the server. */
import type { Schemas } from "../api/client";
import { outbox } from "./outbox.svelte";

export type Change = Schemas["Change"];
type Ear = (change: Change) => void;

class Live {
  #stream: EventSource | null = null;
  #ears = new Set<Ear>();
  /** Who else has which source open: names by source id. */
  present = $state.raw<Record<string, string[]>>({});
  connected = $state(false);

  /** Hear of changes until the returned function is called. */
  hear(ear: Ear): () => void {
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  start(): void {
    this.stop();
    const stream = new EventSource("/api/live");
    this.#stream = stream;
    let before = false;
    stream.addEventListener("open", () => {
      this.connected = true;
      outbox.hurry();
      // What happened while the line was down is not told again: everybody reads anew.
      if (before) this.#tell({ everything: true } as Change);
      before = true;
    });
    stream.addEventListener("error", () => (this.connected = false));
    stream.addEventListener("change", (event) => this.#tell(JSON.parse(event.data) as Change));
    stream.addEventListener("present", (event) => (this.present = JSON.parse(event.data)));
  }

  stop(): void {
    this.#stream?.close();
    this.#stream = null;
    this.connected = false;
  }

  #tell(change: Change): void {
    for (const ear of this.#ears) ear(change);
  }
}

export const live = new Live();
