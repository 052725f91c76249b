/* Counts of rows, told as a person counts: a new case is one case, not a case, a pseudonym and two links. */
export type Rows = Record<string, Record<string, number>>;

/** Tables that tell a thing of their own, and under which word. */
export const THINGS: Record<string, string> = {
  coding: "coding",
  memo: "memo",
  looking: "looking",
  person_case: "case",
  pseudonym: "pseudonym",
  link: "link",
  case_value: "value",
  evidence: "evidence",
  source: "source",
  description: "description",
  text: "text",
  relation: "relation",
  code_version: "code",
  variable_version: "variable",
  succession: "succession",
  codebook: "codebook",
  profile: "profile",
  account_act: "account",
  team_rule: "rule",
};

/** Rows that only belong to others: not told, or only when what they belong to did not change with them. */
const BESIDE: Record<string, string> = {
  passage: "",
  user_account: "",
  code: "",
  variable: "",
  codebook: "code_version",
  pseudonym: "person_case",
  description: "source",
  text: "source",
};

export interface Counted {
  deed: string;
  thing: string;
  n: number;
}

/** What was done, most telling first: things by deed, in the order of `THINGS`; the unknown as "row". */
export function counted(rows: Rows): Counted[] {
  const found: Counted[] = [];
  for (const deed of ["erase", "add", "withdraw", "revive"]) {
    const tables = rows[deed] ?? {};
    let others = 0;
    const told = Object.entries(tables).filter(([table, n]) => {
      const owner = BESIDE[table];
      return n > 0 && !(owner === "" || (owner && tables[owner]));
    });
    const order = Object.keys(THINGS);
    told.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    for (const [table, n] of told) {
      const thing = THINGS[table];
      if (thing) found.push({ deed, thing, n });
      else others += n;
    }
    if (others) found.push({ deed, thing: "row", n: others });
  }
  return changedMinds(found);
}

/** What was withdrawn to be said anew is one change: as many changed, the rest added or withdrawn. */
function changedMinds(found: Counted[]): Counted[] {
  const told: Counted[] = [];
  for (const one of found) {
    if (
      one.deed === "withdraw" &&
      found.some((other) => other.deed === "add" && other.thing === one.thing)
    )
      continue;
    const gone = found.find((other) => other.deed === "withdraw" && other.thing === one.thing);
    if (one.deed !== "add" || !gone) {
      told.push(one);
      continue;
    }
    const changed = Math.min(one.n, gone.n);
    told.push({ deed: "change", thing: one.thing, n: changed });
    if (one.n > changed) told.push({ deed: "add", thing: one.thing, n: one.n - changed });
    if (gone.n > changed) told.push({ deed: "withdraw", thing: one.thing, n: gone.n - changed });
  }
  return told;
}
