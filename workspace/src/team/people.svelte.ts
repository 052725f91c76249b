/* The people of the team, with what they come in by as far as one may see it. */
import { call, type Schemas } from "../api/client";
import { notices } from "../shell/notices.svelte";
import { session } from "../shell/session.svelte";

export type Member = Schemas["Member"];
export type Account = Schemas["AccountOf"];
export type Invitation = Schemas["InvitationTold"];
export type Role = Member["role"];

export const ROLES: Role[] = ["reader", "coder", "lead", "guardian"];

export class People {
  members = $state.raw<Member[]>([]);
  accounts = $state.raw<Record<string, Account>>({});
  invitations = $state.raw<Invitation[]>([]);
  rule = $state("");
  loaded = $state(false);

  async load(): Promise<void> {
    try {
      const leads = session.may("team.write");
      const [members, rule, accounts, invitations] = await Promise.all([
        call<Member[]>("/team"),
        call<Schemas["Rule"]>("/team/rule"),
        leads ? call<Account[]>("/team/accounts") : [],
        leads ? call<Invitation[]>("/team/invitations") : [],
      ]);
      this.members = sorted(members);
      this.rule = rule.second_factor;
      this.accounts = Object.fromEntries(accounts.map((one) => [one.id, one]));
      this.invitations = invitations;
      this.loaded = true;
    } catch (fault) {
      notices.refused(fault);
    }
  }
}

/** Those who work here now first, then by role from guardian to reader, then by name. */
export function sorted(members: Member[]): Member[] {
  const rank = (member: Member) => ROLES.length - ROLES.indexOf(member.role);
  return [...members].sort(
    (a, b) =>
      Number(b.active) - Number(a.active) || rank(a) - rank(b) || a.name.localeCompare(b.name),
  );
}

/** The roles somebody may give, and whether somebody's account may be changed at all. */
export function givable(mayGuardians: boolean): Role[] {
  return ROLES.filter((role) => role !== "guardian" || mayGuardians);
}

export function changeable(member: Member, may: (act: string) => boolean): boolean {
  return may("team.write") && (member.role !== "guardian" || may("team.guardians"));
}
