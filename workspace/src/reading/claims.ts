/* The keys of the reader. Letters typed on a selection choose a code; without one they move about. */
import { t } from "../i18n/index.svelte";
import { keys, type Claim } from "../shell/keys.svelte";
import type { Tab } from "./layout";
import type { Reader, Span } from "./reader.svelte";

interface Hands {
  pick: (typed: string) => void;
  find: () => void;
  pane: () => Steps | undefined;
  side: (tab: Tab) => void;
  tree: () => void;
}

/** What the keys ask of the pane. */
export interface Steps {
  next(by: 1 | -1): void;
  stretched(span: Span, edge: "start" | "end", by: 1 | -1, unit: "word" | "sentence"): Span;
  clear(): void;
  focus(): void;
}

export function claims(reader: Reader, hands: Hands): () => void {
  const room = () => t("reading.keys");
  const claim = (
    name: string,
    says: string,
    does: Claim["does"],
    more: Partial<Claim> = {},
  ): Claim => ({
    keys: name,
    says: () => (says ? t(`reading.key ${says}`) : ""),
    room,
    does,
    ...more,
  });
  const idle = (does: () => void) => () => (reader.selection ? false : void does());
  const holding = (does: (coding: NonNullable<Reader["handed"]>) => void) => () => {
    const coding = reader.handed;
    return coding ? void does(coding) : false;
  };
  const stretch = (edge: "start" | "end", by: 1 | -1, unit: "word" | "sentence") =>
    holding((coding) => {
      const span = hands.pane()?.stretched(coding, edge, by, unit);
      if (span) reader.move(coding, span);
    });
  const linked = () => (reader.about?.cases ?? []).filter(([, , here]) => here);

  const letters = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !reader.selection || !reader.mayCode)
      return;
    if (
      event.target instanceof HTMLElement &&
      event.target.closest("input, textarea, select, aside, [role=dialog]")
    )
      return;
    if (event.isComposing || event.defaultPrevented || !/^\p{L}$/u.test(event.key)) return;
    event.preventDefault();
    hands.pick(event.key);
  };
  addEventListener("keydown", letters, { capture: true });

  const release = keys.claim(
    claim("Enter", "pick", () => (reader.selection || reader.handed ? hands.pick("") : false)),
    claim(".", "again", () => (reader.selection || reader.handed ? reader.again() : false)),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) =>
      claim(String(digit), digit === 1 ? "lately" : "", () => {
        const code = reader.lately[digit - 1];
        return code !== undefined && (reader.selection || reader.handed)
          ? reader.code(code)
          : false;
      }),
    ),
    claim("Alt+v", "in vivo", () => (reader.selection ? reader.inVivo() : false)),
    claim("Alt+m", "memo", () => hands.side("memo")),
    claim("Alt+0", "nobody", () => void (reader.person = null)),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) =>
      claim(`Alt+${digit}`, digit === 1 ? "person" : "", () => {
        const person = linked()[digit - 1];
        if (!person) return false;
        if (reader.handed && !reader.selection) reader.tell(reader.handed, person[0]);
        else reader.person = person[0];
        return undefined;
      }),
    ),
    claim("Mod+z", "undo", () => void reader.acts.undo()),
    claim("Mod+Shift+z Mod+y", "redo", () => void reader.acts.redo()),
    claim(
      "Delete Backspace",
      "remove",
      holding((coding) => reader.remove(coding)),
    ),
    claim("Alt+ArrowRight", "end out", stretch("end", 1, "word")),
    claim("Alt+ArrowLeft", "end in", stretch("end", -1, "word")),
    claim("Alt+Shift+ArrowLeft", "start out", stretch("start", -1, "word")),
    claim("Alt+Shift+ArrowRight", "start in", stretch("start", 1, "word")),
    claim("Mod+Alt+ArrowRight", "end sentence", stretch("end", 1, "sentence")),
    claim("Mod+Alt+ArrowLeft", "start sentence", stretch("start", -1, "sentence")),
    claim(
      "n",
      "next",
      idle(() => hands.pane()?.next(1)),
    ),
    claim(
      "p",
      "previous",
      idle(() => hands.pane()?.next(-1)),
    ),
    claim("Mod+f /", "find", () => hands.find(), { always: false }),
    claim(
      "o",
      "others",
      idle(() => (reader.others = !reader.others)),
    ),
    claim(
      "b",
      "tree",
      idle(() => hands.tree()),
    ),
    claim(
      "i",
      "passage",
      idle(() => hands.side("passage")),
    ),
    claim(
      "k",
      "case",
      idle(() => hands.side("case")),
    ),
    claim(
      "m",
      "memos",
      idle(() => hands.side("memo")),
    ),
    claim(
      "v",
      "beside",
      idle(() => hands.side("beside")),
    ),
    claim(
      "Mod+Enter",
      "done",
      () => void reader.look(reader.about?.state === "done" ? "begun" : "done"),
    ),
    claim("Escape", "clear", () =>
      reader.selection || reader.handed ? hands.pane()?.clear() : false,
    ),
  );
  return () => {
    release();
    removeEventListener("keydown", letters, { capture: true });
  };
}
