/*
 * Undo and redo without end.
 *
 * Each act is one revision of the databank, so undoing is asking the server to take that revision back; redoing is
 * taking the undoing back. When nothing of this tab is left, the server finds one's own latest act before it.
 */
import { t } from "../i18n/index.svelte";
import { notices } from "../shell/notices.svelte";
import { outbox } from "../shell/outbox.svelte";

interface Act {
  revision: Promise<string | null>;
  words: string;
}

export class Acts {
  #done: Act[] = [];
  #undone: Act[] = [];

  constructor(private readonly changed: (words: string) => Promise<void> | void) {}

  /** Remember an act that was sent. One that the server refuses, or that changed nothing, is forgotten. */
  done(sent: Promise<{ revision: string | null }>, words: string): void {
    const act: Act = { revision: sent.then((answer) => answer.revision), words };
    this.#done.push(act);
    this.#undone = [];
    const forget = () => (this.#done = this.#done.filter((other) => other !== act));
    act.revision.then((revision) => revision ?? forget(), forget);
  }

  async undo(): Promise<void> {
    const act = this.#done.pop();
    try {
      const revision = act ? await act.revision : undefined;
      const answer = await outbox.send<{ revision: string }>("/undo", {
        revision: revision ?? null,
      });
      const words = act?.words ?? t("reading.earlier act");
      this.#undone.push({ revision: Promise.resolve(answer.revision), words });
      await this.changed(t("reading.undone", { words }));
      notices.say(t("reading.undone", { words }));
    } catch (fault) {
      if (act) this.#done.push(act);
      notices.refused(fault);
    }
  }

  async redo(): Promise<void> {
    const act = this.#undone.pop();
    if (!act) {
      notices.say(t("reading.nothing to redo"));
      return;
    }
    try {
      const answer = await outbox.send<{ revision: string }>("/undo", {
        revision: await act.revision,
      });
      this.#done.push({ revision: Promise.resolve(answer.revision), words: act.words });
      await this.changed(t("reading.redone", { words: act.words }));
      notices.say(t("reading.redone", { words: act.words }));
    } catch (fault) {
      this.#undone.push(act);
      notices.refused(fault);
    }
  }
}
