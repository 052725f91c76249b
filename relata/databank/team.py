"""`bank.team`: who works here, as what, and what they come in by."""

from __future__ import annotations

import builtins
from typing import Any

from relata.databank.room import Room
from relata.store.keys import Cost
from relata.team import User, Viewer, accounts, list_users, rules, second_factor, sessions, sign_ins
from relata.team import invitations as inviting
from relata.team import preferences as liking
from relata.team.accounts import Account
from relata.team.invitations import Invitation
from relata.team.preferences import Preferences
from relata.team.rules import SecondFactorRule
from relata.team.second_factor import SecondFactor, Setup
from relata.team.sessions import Session
from relata.team.sign_ins import SignIn


class Team(Room):
    """The team: who works here, as what, and what they come in by."""

    def list(self) -> list[User]:
        """Everybody, active or not, by name."""
        return list_users(self._desk)

    def accounts(self) -> builtins.list[Account]:
        """What everybody comes in by: keys, second factors, sessions; for leads."""
        return accounts.list_accounts(self._desk)

    def add(
        self, name: str, role: str, passphrase: str | None = None, *, cost: Cost | None = None
    ) -> User:
        """Add a person; with a passphrase the person can open the databank at once."""
        return accounts.add(self._desk, name, role, passphrase, cost=cost)

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        new_name: str | None = None,
        active: bool | None = None,
    ) -> User:
        """Give a person another role or name, or (de)activate the account.

        A deactivated account loses its key slots: whoever is activated again needs a new
        invitation. A person whose role changes gives the passphrase again. Only guardians
        make guardians, or change them.
        """
        return accounts.change(self._desk, name, role=role, new_name=new_name, active=active)

    # -- inviting -------------------------------------------------------------

    def invite(self, name: str, role: str | None = None) -> Invitation:
        """Invite a new person in a role; or, without a role, somebody here anew.

        The invitation's `token` is told this once. It holds for seven days, once; whoever
        accepts it chooses a passphrase, and every older way in of that person is gone.
        """
        return inviting.invite(self._desk, name, role)

    def invitations(self) -> builtins.list[Invitation]:
        """All invitations, newest first."""
        return inviting.list_invitations(self._desk)

    def withdraw_invitation(self, id: str) -> None:
        """Take an open invitation back."""
        inviting.withdraw(self._desk, id)

    def accept(
        self, token: str, passphrase: str, *, address: str = "", cost: Cost | None = None
    ) -> Viewer:
        """Accept an invitation with a passphrase of one's own; returns who one is."""
        store = self._desk.store
        return inviting.accept(store, token, passphrase, address=address, cost=cost)

    # -- your own ways in -----------------------------------------------------

    def change_passphrase(
        self, new: str, *, cost: Cost | None = None, keep_session: str | None = None
    ) -> None:
        """Give your own key slot a new passphrase; the old one opens nothing any more.

        Your sessions end, save the one whose id is `keep_session`.
        """
        accounts.change_passphrase(self._desk, new, cost=cost, keep_session=keep_session)

    def new_recovery_key(self, *, cost: Cost | None = None) -> str:
        """A recovery key that opens the databank as you; shown once, kept nowhere."""
        return accounts.new_recovery_key(self._desk, cost=cost)

    def sessions(self) -> builtins.list[Session]:
        """Your sessions in browsers, the latest used first."""
        return sessions.list_sessions(self._desk.store, self._desk.viewer.id)

    def end_session(self, id: str) -> None:
        """End one of your sessions by its id."""
        sessions.end_one(self._desk.store, self._desk.viewer.id, id)

    def end_sessions(self, name: str) -> None:
        """End all sessions of a person of the team, whose device is lost."""
        accounts.end_sessions(self._desk, name)

    def sign_ins(self, *, limit: int = 200) -> builtins.list[SignIn]:
        """The latest attempts to come in, refused ones too, newest first."""
        return sign_ins.list_sign_ins(self._desk, limit=limit)

    # -- second factors -------------------------------------------------------

    def second_factor(self) -> SecondFactor:
        """Whether you have a second factor, and need one."""
        return second_factor.state(self._desk.store, self._desk.viewer)

    def set_up_second_factor(self, *, code: str | None = None, label: str = "Relata") -> Setup:
        """A new secret for your device; it holds once you confirm a code made with it."""
        store, viewer = self._desk.store, self._desk.viewer
        return second_factor.set_up(store, viewer, code=code, label=label)

    def confirm_second_factor(self, code: str) -> tuple[str, ...]:
        """Take the new secret into use; returns ten recovery codes, shown this once."""
        return second_factor.confirm(self._desk.store, self._desk.viewer, code)

    def turn_off_second_factor(self, code: str) -> None:
        """Do without a second factor, by a last code of it."""
        second_factor.turn_off(self._desk.store, self._desk.viewer, code)

    def reset_second_factor(self, name: str) -> None:
        """Take away the second factor of somebody whose device is lost; guardians only."""
        second_factor.reset(self._desk, name)

    def second_factor_rule(self) -> SecondFactorRule:
        """Who has to have a second factor: "off", or "leads" (guardians too)."""
        return rules.second_factor_rule(self._desk)

    def require_second_factor(self, of: str) -> SecondFactorRule:
        """Say who has to have a second factor, "off" or "leads"; guardians only."""
        return rules.require_second_factor(self._desk, of)

    # -- how you like it ------------------------------------------------------

    def preferences(self) -> Preferences:
        """How you like the workspace."""
        return liking.preferences(self._desk.store, self._desk.viewer.id)

    def prefer(self, **changes: Any) -> Preferences:
        """Choose some preferences; None gives one back to how it comes."""
        return liking.prefer(self._desk.store, self._desk.viewer.id, **changes)
