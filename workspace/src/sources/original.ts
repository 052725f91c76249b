/* How an original is shown, by its media type; and the characters of a plain one. */
export type Shown = "page" | "paper" | "picture" | "recording" | "text" | "row" | "none";

export function shownAs(media_type: string): Shown {
  if (media_type === "text/html" || media_type === "multipart/related") return "page";
  if (media_type === "application/pdf") return "paper";
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(media_type)) return "picture";
  if (/^(audio|video)\//.test(media_type)) return "recording";
  if (media_type === "application/vnd.relata.row+json") return "row";
  if (media_type.startsWith("text/") || media_type === "application/x-subrip") return "text";
  return "none";
}

/** The characters of bytes that say nothing of their encoding. */
export function decoded(bytes: ArrayBuffer): string {
  const head = new Uint8Array(bytes.slice(0, 2));
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
