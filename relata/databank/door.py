"""The door of a served databank: who comes in, and as whom each request is seated."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace

from relata.databank.bank import Databank
from relata.store import keys as keyring
from relata.store.keys import WrongPassphrase


@dataclass(frozen=True)
class Seat:
    """A session that stands, and the databank as its owner sees it."""

    session: str
    bank: Databank
    locked: bool = False
    second_factor: bool = False


class Door:
    """Signs people in and seats their requests; one a server process."""

    def __init__(self, bank: Databank) -> None:
        self._bank = bank
        self._seats: dict[bytes, Seat] = {}
        self._tickets: dict[bytes, str] = {}

    def ticket(self) -> str:
        """A token that signs in, once, whoever has opened this databank."""
        token = secrets.token_urlsafe(32)
        self._tickets[_mark(token)] = self._bank.viewer.name
        return token

    def enter(self, ticket: str, *, agent: str) -> str:
        """Come in by a ticket; returns the session's token."""
        name = self._tickets.pop(_mark(ticket), None)
        if name is None:
            raise WrongPassphrase("This way in was used already, or is too old.")
        return self._begin(name)

    def sign_in(self, name: str, passphrase: str, *, address: str, agent: str) -> str:
        """Come in by one's own passphrase; returns the session's token."""
        keyring.unlock(self._bank._desk.store.layout.keys, passphrase, user=name)
        return self._begin(name)

    def seat(self, token: str) -> Seat | None:
        """The seat of a session, or None when it does not stand."""
        return self._seats.get(_mark(token))

    def lock(self, token: str) -> None:
        seat = self._seats.get(_mark(token))
        if seat:
            self._seats[_mark(token)] = replace(seat, locked=True)

    def unlock(self, token: str, passphrase: str, *, address: str) -> str:
        seat = self._seats[_mark(token)]
        keyring.unlock(
            self._bank._desk.store.layout.keys, passphrase, user=seat.bank.viewer.name
        )
        self._seats[_mark(token)] = replace(seat, locked=False)
        return token

    def leave(self, token: str) -> None:
        self._seats.pop(_mark(token), None)

    def _begin(self, name: str) -> str:
        token = secrets.token_urlsafe(32)
        self._seats[_mark(token)] = Seat(_mark(token).hex()[:12], self._bank.seated(name))
        return token


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
