"""The door of a served databank: who comes in, and as whom each request is seated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from relata.databank.bank import Databank
from relata.team import invitations, second_factor, sessions, signing_in
from relata.team.session import Session
from relata.team.sessions import Rules

_RULES = Rules(lock_after=3600)
"""The workspace locks itself when its owner chose to, an hour at the most; this is the latest."""


@dataclass(frozen=True)
class Seat:
    """A session that stands, and the databank as its owner sees it.

    A locked session waits for its owner's passphrase.
    """

    session: Session
    bank: Databank

    @property
    def locked(self) -> bool:
        return self.session.locked

    @property
    def needs(self) -> str:
        """What of a second factor is missing: its "code", its "set up", or nothing ("")."""
        return self.session.needs


class Door:
    """Signs people in and seats their requests; one a server process."""

    def __init__(self, bank: Databank) -> None:
        self.bank = bank
        self._store = bank._desk.store

    # -- coming in ------------------------------------------------------------

    def ticket(self) -> str:
        """A token that signs in, once, whoever has opened this databank."""
        return sessions.entry_ticket(self._store, self.bank.viewer.id)

    def enter(self, ticket: str, *, agent: str) -> str:
        """Come in by a ticket; returns the session's token. Raises TicketSpent."""
        return sessions.enter(self._store, ticket, agent=agent)[0]

    def sign_in(self, name: str, passphrase: str, *, address: str, agent: str) -> str:
        """Come in by one's own passphrase; returns the session's token.

        Raises NotSignedIn, TooManyAttempts, TooBusy, Deactivated.
        """
        return signing_in.sign_in(self._store, name, passphrase, address=address, agent=agent)[0]

    def invited(self, invitation: str) -> str:
        """Whom an invitation is for. Raises InvitationSpent."""
        return invitations.look(self._store, invitation)

    def accept(self, invitation: str, passphrase: str, *, address: str, agent: str) -> str:
        """Accept an invitation with a passphrase of one's own; returns the session's token."""
        viewer = invitations.accept(self._store, invitation, passphrase, address=address)
        return sessions.begin(self._store, viewer.id, agent=agent, how="invitation")[0]

    # -- at each request ------------------------------------------------------

    def seat(self, token: str, *, active: bool = True) -> Seat | None:
        """The seat of a session, or None when it does not stand.

        Not `active` (a live stream) is no sign of life.
        """
        held = sessions.find(self._store, token, active=active, rules=_RULES)
        if held is None:
            return None
        return Seat(held, Databank(replace(self.bank._desk, viewer=held.viewer)))

    # -- rising, locking, leaving ---------------------------------------------

    def lock(self, token: str) -> None:
        """Hide everything behind the passphrase."""
        sessions.lock(self._store, token)

    def unlock(self, token: str, passphrase: str, *, address: str) -> str:
        """Open a locked session; returns its new token."""
        return signing_in.unlock_session(self._store, token, passphrase, address=address)[0]

    def show_second_factor(self, token: str, code: str, *, address: str) -> str:
        """Show the second factor; returns the session's new token."""
        held = sessions.find(self._store, token, active=False, rules=_RULES)
        if held is None:
            raise sessions.SessionOver("This session is over.")
        second_factor.check(self._store, held.user, code, address=address)
        return sessions.rise(self._store, token, "second factor", rules=_RULES)[0]

    def risen(self, token: str) -> str:
        """A new token for a session whose owner has just confirmed a second factor."""
        return sessions.rise(self._store, token, "second factor", rules=_RULES)[0]

    def prove(self, token: str, passphrase: str, *, address: str) -> None:
        """Make sure, before a way in is changed, that its owner asks. Raises NotSignedIn."""
        held = sessions.find(self._store, token, active=False, rules=_RULES)
        if held is None:
            raise sessions.SessionOver("This session is over.")
        signing_in.prove(self._store, held.viewer.name, passphrase, address=address, how="asked")

    def proved(self, token: str) -> str:
        """A new token for a session whose owner has just given the passphrase again."""
        return sessions.rise(self._store, token, "passphrase", rules=_RULES)[0]

    def leave(self, token: str) -> None:
        """End a session."""
        sessions.end(self._store, token)

    def close(self) -> None:
        """Write down the last signs of life."""
        sessions.keep_seen(self._store)
