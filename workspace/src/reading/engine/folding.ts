/* Which blocks a filter by speaker hides, and how much text each run of them holds. */
import type { Blocks } from "./blocks";
import type { Span, Turn } from "./model";

export interface Run {
  first: number;
  last: number;
  characters: number;
  turns: number;
}

export interface Folded {
  /** 1 for a block of which nothing is by a speaker shown. */
  hidden: Uint8Array;
  runs: Run[];
  /** Turns of other speakers inside blocks that stay. */
  within: Span[];
}

/** What is hidden when only some speakers are shown; text outside any turn always stays. */
export function folded(
  blocks: Blocks,
  turns: readonly Turn[],
  shown: ReadonlySet<string> | null,
): Folded {
  const hidden = new Uint8Array(blocks.count);
  const stays = new Uint8Array(blocks.count);
  const others: Turn[] = [];
  for (const turn of shown ? turns : []) {
    const is = shown!.has(turn.speaker);
    if (!is) others.push(turn);
    for (
      let block = blocks.at(turn.start);
      block < blocks.count && blocks.start[block]! < turn.end;
      block++
    ) {
      if (blocks.end[block]! > turn.start) (is ? stays : hidden)[block] = 1;
    }
  }
  const runs: Run[] = [];
  for (let block = 0; block < blocks.count; block++) {
    if (stays[block]) hidden[block] = 0;
    if (!hidden[block]) continue;
    const run = runs[runs.length - 1];
    const characters = blocks.end[block]! - blocks.start[block]!;
    if (run && run.last === block - 1) {
      run.last = block;
      run.characters += characters;
    } else runs.push({ first: block, last: block, characters, turns: 0 });
  }
  let run = 0;
  for (const { start } of others) {
    const block = blocks.at(start);
    while (run < runs.length && runs[run]!.last < block) run++;
    if (run < runs.length && runs[run]!.first <= block) runs[run]!.turns++;
  }
  const within = others.filter((turn) => {
    const block = blocks.at(turn.start);
    return !hidden[block] && blocks.end[block]! > turn.start;
  });
  return { hidden, runs, within };
}
