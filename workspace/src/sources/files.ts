/* The files that somebody chose or dropped: folders are walked, what the system left in them is passed over. */
export interface Limits {
  document: number;
  recording: number;
  files: number;
}

const OWN = /^(\.|~\$)|^(thumbs\.db|desktop\.ini|__macosx)$/i;
const RECORDING =
  /\.(mp3|m4a|m4b|aac|ogg|oga|opus|wav|flac|aif|aiff|wma|amr|mp4|m4v|mov|mkv|webm|avi|mpe?g|ts|3gp|wmv)$/i;

/** Whether a file of this name is the system's own, not a document. */
export const isSystems = (name: string) => name.split("/").some((part) => OWN.test(part));

/** Why a file will not be sent: too large, empty; null when it will. */
export function objection(
  file: { name: string; size: number; type?: string },
  limits: Limits,
): "large" | "empty" | null {
  if (file.size === 0) return "empty";
  const recording = RECORDING.test(file.name) || /^(audio|video)\//.test(file.type ?? "");
  return file.size > (recording ? limits.recording : limits.document) ? "large" : null;
}

/** The files of a choice, those of folders in the order of their paths. */
export function chosen(list: Iterable<File>): File[] {
  return [...list].filter((file) => !isSystems(file.webkitRelativePath || file.name));
}

/** The files of a drop; folders are walked to their end. */
export async function dropped(items: DataTransferItemList): Promise<File[]> {
  // The list is emptied when the event ends: what is in it has to be taken now.
  const entries: FileSystemEntry[] = [];
  const alone: File[] = [];
  for (const item of items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry?.();
    const file = item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) alone.push(file);
  }
  const found: File[] = alone;
  for (const entry of entries) await walk(entry, found);
  return found.filter((file) => !isSystems(file.name));
}

async function walk(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (isSystems(entry.name)) return;
  if (entry.isFile) {
    found.push(
      await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)),
    );
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (!some.length) return;
    for (const one of some.sort((a, b) => a.name.localeCompare(b.name))) await walk(one, found);
  }
}

/** A size as people say it. */
export function size(bytes: number, language: string): string {
  const unit = bytes >= 1e9 ? "gigabyte" : bytes >= 1e6 ? "megabyte" : "kilobyte";
  const value = bytes / { gigabyte: 1e9, megabyte: 1e6, kilobyte: 1e3 }[unit];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
