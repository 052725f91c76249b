/* The codings of one source, as the reader holds them: columns from the server, and what changed since. */
import type { Schemas } from "../api/client";

export interface Coding {
  number: number;
  start: number;
  end: number;
  code: number;
  coder: number;
  case: number;
  old: boolean;
}

/** Codings as columns, sorted by start, end and number: what the engine draws from. */
export interface Columns {
  number: Int32Array;
  start: Int32Array;
  length: Int32Array;
  code: Int32Array;
  coder: Int32Array;
  case: Int32Array;
}

/** Undo the delta coding of the server's columns. */
export function unpacked(told: Schemas["CodingColumns"]): { columns: Columns; old: Set<number> } {
  const summed = (differences: number[]) => {
    const found = new Int32Array(differences.length);
    let at = 0;
    for (let i = 0; i < differences.length; i++) found[i] = at += differences[i]!;
    return found;
  };
  const columns = {
    number: summed(told.number),
    start: summed(told.start),
    length: Int32Array.from(told.length),
    code: Int32Array.from(told.code),
    coder: Int32Array.from(told.coder),
    case: Int32Array.from(told.case),
  };
  return { columns, old: new Set(told.old.map((i) => columns.number[i]!)) };
}

/** All codings of a source by number; small objects, made once. */
export class Coded {
  readonly all = new Map<number, Coding>();
  revision = 0;

  load(told: Schemas["CodingColumns"]): Columns {
    const { columns, old } = unpacked(told);
    this.all.clear();
    for (const coding of listed(columns, old)) this.all.set(coding.number, coding);
    this.revision = told.revision;
    return columns;
  }

  /** Take over what changed since; returns what is new and what is gone, for the engine. */
  update(told: Schemas["CodingColumns"]): { added: Coding[]; gone: number[] } {
    const { columns, old } = unpacked(told);
    const gone = told.gone.filter((number) => this.all.delete(number));
    const added: Coding[] = [];
    for (const coding of listed(columns, old)) {
      if (!this.all.has(coding.number)) added.push(coding);
      this.all.set(coding.number, coding);
    }
    this.revision = Math.max(this.revision, told.revision);
    return { added, gone };
  }

  add(codings: Coding[]): void {
    for (const coding of codings) this.all.set(coding.number, coding);
  }

  remove(numbers: number[]): Coding[] {
    return numbers.flatMap((number) => {
      const coding = this.all.get(number);
      this.all.delete(number);
      return coding ? [coding] : [];
    });
  }

  /** The codings that cover a place, shortest first. */
  at(start: number, end = start + 1): Coding[] {
    const found: Coding[] = [];
    for (const coding of this.all.values())
      if (coding.start < end && coding.end > start) found.push(coding);
    return found.sort((a, b) => a.end - a.start - (b.end - b.start) || a.number - b.number);
  }

  counts(): Map<number, number> {
    const counts = new Map<number, number>();
    for (const coding of this.all.values())
      counts.set(coding.code, (counts.get(coding.code) ?? 0) + 1);
    return counts;
  }

  sorted(): Coding[] {
    return [...this.all.values()].sort(
      (a, b) => a.start - b.start || a.end - b.end || a.number - b.number,
    );
  }
}

function* listed(columns: Columns, old: Set<number>): Generator<Coding> {
  for (let i = 0; i < columns.number.length; i++) {
    const number = columns.number[i]!;
    yield {
      number,
      start: columns.start[i]!,
      end: columns.start[i]! + columns.length[i]!,
      code: columns.code[i]!,
      coder: columns.coder[i]!,
      case: columns.case[i]!,
      old: old.has(number),
    };
  }
}
