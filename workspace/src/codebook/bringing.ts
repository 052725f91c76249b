/* Bringing a codebook in: a starter, or a file. Tells what came, and how to take it back; returns a refusal, or "". */
import { call, type Schemas } from "../api/client";
import { t } from "../i18n/index.svelte";
import { notices } from "../shell/notices.svelte";
import { outbox } from "../shell/outbox.svelte";
import { inWords, type Book } from "./book.svelte";

type Brought = Schemas["Brought"];

export function bringStarter(book: Book, name: string): Promise<string> {
  return told(book, outbox.send<Brought>(`/codebook/starters/${name}`, {}));
}

/** A file goes straight to the server: what it says that cannot stand is told at once. */
export async function bringFile(book: Book, file: File): Promise<string> {
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  const form = ending === "yml" ? "yaml" : ending;
  if (!["yaml", "xlsx", "csv"].includes(form)) {
    return t("codebook.file hint");
  }
  // Read here, and sent as plain bytes: how the file is called stays on this machine.
  const body = new Blob([await file.arrayBuffer()], { type: "application/octet-stream" });
  const act = crypto.randomUUID();
  return told(
    book,
    call<Brought>("/codebook/import", { method: "POST", body, query: { form }, act }),
  );
}

async function told(book: Book, sent: Promise<Brought>): Promise<string> {
  try {
    const brought = await sent;
    await book.load();
    if (!brought.revision) notices.say(t("codebook.nothing new"));
    else
      book.tell(t("codebook.brought", { added: brought.added, changed: brought.changed }), [
        brought.revision,
      ]);
    return "";
  } catch (fault) {
    return inWords(fault);
  }
}
