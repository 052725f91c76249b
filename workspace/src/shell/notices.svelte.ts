/* Short words to the person: read out by screen readers, shown for a while, with one thing to do about it. */
import { told } from "./refusals";

export interface Notice {
  id: number;
  text: string;
  /** What only the library's English says of it. */
  english?: string;
  tone: "plain" | "warn" | "danger";
  doing?: { label: string; does: () => void };
}

class Notices {
  shown = $state.raw<Notice[]>([]);
  #all: Notice[] = [];
  #next = 1;

  say(
    text: string,
    { stay, ...more }: Partial<Omit<Notice, "id" | "text">> & { stay?: boolean } = {},
  ): void {
    const notice: Notice = { id: this.#next++, text, ...more, tone: more.tone ?? "plain" };
    this.shown = this.#all = [...this.#all.slice(-3), notice];
    if (!stay)
      setTimeout(
        () => this.close(notice.id),
        more.doing || notice.tone !== "plain" ? 12_000 : 5_000,
      );
  }

  /** Tell a refusal in the person's language. */
  refused(fault: unknown): void {
    if (!(fault instanceof Error)) return;
    const { message, remedy, english } = told(fault);
    this.say([message, remedy].filter(Boolean).join(" "), { tone: "danger", english });
  }

  close(id: number): void {
    this.shown = this.#all = this.#all.filter((notice) => notice.id !== id);
  }
}

export const notices = new Notices();
