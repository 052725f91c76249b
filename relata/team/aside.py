"""Beside the data: writing what is no revision, naming what must not be named.

See `tables`: sessions, attempts, invitations and the like live in plain tables.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from relata.store import Store, engines

_TOKEN_LENGTH = 43
_KEY = "key of tokens"


@contextmanager
def aside(store: Store, *, alone: sa.Table | None = None) -> Iterator[sa.Connection]:
    """One transaction on the plain tables; it makes no revision.

    `alone` lets nobody else write that table meanwhile. Never open it while the same
    thread writes a revision: on SQLite it would wait for itself.
    """
    with engines.refusing(), store.engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            if alone is not None and connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f'LOCK TABLE "{alone.name}" IN EXCLUSIVE MODE')
            yield connection


def milliseconds(store: Store, now: float | None) -> int:
    """A moment in milliseconds since 1970; the store's own clock when none is given."""
    return int((store.clock() if now is None else now) * 1000)


def mark_of(store: Store, *words: str) -> bytes:
    """A keyed mark: the same words give the same mark, and the mark tells no word."""
    mac = hmac.new(store.keys.derive("marks"), digestmod=hashlib.sha256)
    for word in words:
        folded = unicodedata.normalize("NFKC", word).strip().casefold().encode("utf-8", "replace")
        mac.update(len(folded).to_bytes(8, "big") + folded)
    return mac.digest()[:16]


def new_token() -> str:
    """A token of 32 random bytes, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def hash_of(store: Store, token: str) -> bytes | None:
    """What is kept of a token; None for what cannot be one.

    A keyed hash (HMAC-SHA256): whoever can write the tables of a shared database, and does
    not hold the archive key, cannot make a row that a token of their own would open.
    """
    if len(token) != _TOKEN_LENGTH or not token.isascii():
        return None
    key = store.memory.get(_KEY)
    if key is None:
        key = store.memory.setdefault(_KEY, store.keys.derive("tokens"))
    return hmac.digest(key, token.encode("ascii"), "sha256")
