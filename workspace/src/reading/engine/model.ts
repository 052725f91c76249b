/*
 * What the text engine is given and what it gives back. Offsets are Unicode code points of the stored text, from 0,
 * end-exclusive; inside a block of text the browser counts UTF-16 units, and only `blocks.ts` goes between the two.
 */
export interface Span {
  start: number;
  end: number;
}

/** One coder's choice of one code for one passage. */
export interface Coding extends Span {
  number: number;
  code: number;
  coder: number;
  /** Whom it is about; 0 where that is open. */
  case: number;
  /** Made under an older definition of its code. */
  old: boolean;
}

/** Codings as columns, sorted by start, end and number. */
export interface Columns {
  number: Int32Array;
  start: Int32Array;
  length: Int32Array;
  code: Int32Array;
  coder: Int32Array;
  case: Int32Array;
}

export interface Code {
  number: number;
  name: string;
  label: string;
  /** "#rrggbb" */
  colour: string;
  shown: boolean;
}

export interface Turn extends Span {
  speaker: string;
  /** Milliseconds; -1 where no time is told. */
  begins_ms: number;
  ends_ms: number;
}

export interface Page extends Span {
  number: number;
}

export interface TextGiven {
  text: string;
  /** By turns, the characters skipped since the last paragraph and the length of this one. */
  paragraphs: ArrayLike<number>;
  turns?: readonly Turn[];
  pages?: readonly Page[];
  /** The language of the text, where it is known: decides how it is cut into words. */
  language?: string | null;
}

/** Words that the engine writes on the page, in the reader's language. */
export interface Words {
  text: string;
  codes: string;
  page: (number: number) => string;
  hidden: (characters: number, turns: number) => string;
  more: (codings: number) => string;
  /** What a margin bar says when it is pointed at or focused. */
  passage: (coding: Coding, code: Code | undefined) => string;
}

export interface Options {
  words: Words;
  /** Whose codings are one's own: the others' are drawn lighter. */
  me?: number;
  /** A selection widens to whole words when it is finished. */
  snap?: boolean;
  /** A selection loses the white space at its ends when it is finished. */
  trim?: boolean;
  minimap?: boolean;
  /** Which codings are drawn; asked again after `redraw()`. */
  shows?: (coding: Coding) => boolean;
  onselect?: (span: Span | null) => void;
  /** The selection is finished: the mouse button or Shift was let go. */
  onselected?: (span: Span) => void;
  onpassage?: (codings: Coding[], by: "text" | "margin" | "key") => void;
  onhover?: (coding: Coding | null) => void;
  oncaret?: (place: number, codings: Coding[]) => void;
  ontime?: (milliseconds: number) => void;
}

export type Align = "start" | "centre" | "nearest";
