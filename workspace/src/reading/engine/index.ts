/* The text engine of the reader: `TextPane` draws a text with its codings and tells what the coder does with it. */
export type {
  Align,
  Code,
  Coding,
  Columns,
  Options,
  Page,
  Span,
  TextGiven,
  Turn,
  Words,
} from "./model";
export { TextPane } from "./pane";
export { fromUtf16, SplitCharacter, toUtf16 } from "./blocks";
