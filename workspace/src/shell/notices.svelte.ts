/* Short words to the person: read out by screen readers, shown for a while, with one thing to do about it. */
import { Refused } from "../api/client";

export interface Notice {
  id: number;
  text: string;
  tone: "plain" | "warn" | "danger";
  doing?: { label: string; does: () => void };
}

class Notices {
  shown = $state.raw<Notice[]>([]);
  #all: Notice[] = [];
  #next = 1;

  say(text: string, more: Partial<Omit<Notice, "id" | "text">> & { stay?: boolean } = {}): void {
    const notice: Notice = { id: this.#next++, text, tone: more.tone ?? "plain", doing: more.doing };
    this.shown = this.#all = [...this.#all.slice(-3), notice];
    if (!more.stay) setTimeout(() => this.close(notice.id), more.doing || notice.tone !== "plain" ? 12_000 : 5_000);
  }

  /** Tell a refusal in the server's own words. */
  refused(fault: unknown): void {
    if (fault instanceof Refused) this.say([fault.message, fault.remedy].filter(Boolean).join(" "), { tone: "danger" });
    else if (fault instanceof Error) this.say(fault.message, { tone: "danger" });
  }

  close(id: number): void {
    this.shown = this.#all = this.#all.filter((notice) => notice.id !== id);
  }
}

export const notices = new Notices();
