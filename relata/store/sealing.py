"""Content sealed under a key of its own, so that destroying the key erases it.

Each source and each case has its content keys: random, wrapped under a key
derived from the archive key, listed in the table `content_key`. What is told by a
source or about a case is sealed (AES-256-GCM) under its owners' keys before it
enters the log of changes or a blob. When an owner is erased its keys are deleted:
the sealed bytes may remain wherever they were copied to, and mean nothing.

Something with two owners (a value of a case that rests on a source) is sealed
under a key made from both keys: losing either erases it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store.ids import ID_BYTES, new_id
from relata.store.schema import content_key
from relata.store.statements import Statement, value

CHUNK = 64 * 1024
_TAG = 16


class ContentErased(RelataError):
    """The key of this content was destroyed when consent was withdrawn."""

    remedy = "Nothing can bring it back; the tombstone says when it was erased."


class ContentDamaged(RelataError):
    """Sealed bytes do not verify under their key."""

    remedy = "Run `relata verify`, and restore the damaged part from a backup."


@dataclass(frozen=True, repr=False)
class ContentKey:
    id: bytes
    secret: bytes


_OF_OWNER = Statement(
    sa.select(content_key.c.id, content_key.c.wrapped)
    .where(
        content_key.c.owner == value("owner", content_key.c.owner),
        content_key.c.purpose == value("purpose", content_key.c.purpose),
    )
    .order_by(content_key.c.id)
    .limit(1)
)


class KeyRing:
    """The content keys as one transaction sees them."""

    def __init__(
        self,
        connection: sa.Connection,
        wrapping: bytes,
        *,
        held: Sequence[Mapping[tuple[bytes, str], ContentKey]] = (),
    ) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._connection = connection
        self._wrap = AESGCM(wrapping)
        self._held = held
        """Keys of owners that need not be read again."""
        self._by_id: dict[bytes, ContentKey] = {}
        self._by_owner: dict[tuple[bytes, str], ContentKey] = {}
        self.found: dict[tuple[bytes, str], ContentKey] = {}
        """The lasting keys of owners that were read or made here."""
        self._fresh: list[dict[str, object]] = []

    def for_owner(self, owner: bytes, purpose: str = "record") -> ContentKey:
        """The owner's key for a purpose; made on first use."""
        known = self._by_owner.get((owner, purpose))
        if known is None:
            for keys in self._held:
                known = keys.get((owner, purpose))
                if known is not None:
                    return known
            row = _OF_OWNER.first(self._connection, owner=owner, purpose=purpose)
            if row:
                known = self._opened(bytes(row[0]), bytes(row[1]), owner)
            else:
                known = self.make(owner, purpose)
            self._by_owner[(owner, purpose)] = self.found[(owner, purpose)] = known
        return known

    def make(self, owner: bytes, purpose: str) -> ContentKey:
        """A new key for an owner; `flush` writes it down."""
        key = ContentKey(new_id(), os.urandom(32))
        nonce = os.urandom(12)
        wrapped = nonce + self._wrap.encrypt(nonce, key.secret, key.id + owner)
        self._fresh.append({"id": key.id, "owner": owner, "purpose": purpose, "wrapped": wrapped})
        self._by_id[key.id] = key
        self._by_owner[(owner, purpose)] = key
        return key

    def let_go(self) -> None:
        """Rely on no key that was read before: keys are being destroyed."""
        self._held = ()
        self._by_owner.clear()
        self.found.clear()

    def flush(self) -> None:
        """Write new keys down, before anything sealed under them."""
        if self._fresh:
            self._connection.execute(content_key.insert(), self._fresh)
            self._fresh = []

    def get(self, id: bytes) -> ContentKey:
        """A key by its id. Raises ContentErased when it was destroyed."""
        known = self._by_id.get(id)
        if known is None:
            row = self._connection.execute(
                sa.select(content_key.c.id, content_key.c.owner, content_key.c.wrapped).where(
                    content_key.c.id == id
                )
            ).first()
            if row is None:
                raise ContentErased("This content was erased.")
            known = self._opened(row.id, row.wrapped, row.owner)
        return known

    def load_all(self) -> None:
        """Read every key at once, for work on the whole databank."""
        rows = self._connection.execute(
            sa.select(content_key.c.id, content_key.c.owner, content_key.c.wrapped)
        )
        for id, owner, wrapped in rows:
            if id not in self._by_id:
                self._opened(id, wrapped, owner)

    def _opened(self, id: bytes, wrapped: bytes, owner: bytes | None = None) -> ContentKey:
        from cryptography.exceptions import InvalidTag

        if owner is None:
            owner = self._connection.execute(
                sa.select(content_key.c.owner).where(content_key.c.id == id)
            ).scalar_one()
        try:
            secret = self._wrap.decrypt(wrapped[:12], wrapped[12:], id + owner)
        except InvalidTag:
            raise ContentDamaged("A content key does not verify.") from None
        return self._by_id.setdefault(id, ContentKey(id, secret))


def joined(keys: Sequence[ContentKey]) -> bytes:
    """The secret that needs every one of these keys."""
    if len(keys) == 1:
        return keys[0].secret
    mac = hmac.new(b"relata/owners", digestmod=hashlib.sha256)
    for key in sorted(keys, key=lambda k: k.id):
        mac.update(key.secret)
    return mac.digest()


def seal(keys: Sequence[ContentKey], plain: bytes, *, about: bytes = b"") -> bytes:
    """Seal a short message under its owners' keys. `about` is bound, not stored."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(joined(keys)).encrypt(nonce, plain, about)


def unseal(keys: Sequence[ContentKey], sealed: bytes, *, about: bytes = b"") -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(joined(keys)).decrypt(sealed[:12], sealed[12:], about)
    except InvalidTag:
        raise ContentDamaged("Sealed content does not verify.") from None


class Readable(Protocol):
    """Anything that can be read in pieces."""

    def read(self, size: int, /) -> bytes: ...


def seal_stream(secret: bytes, plain: Readable) -> Iterator[bytes]:
    """Seal a stream in chunks: cutting, reordering or joining them is noticed.

    Each 64 KiB chunk is sealed by AES-256-GCM under a key of this stream; the
    nonce counts the chunks and marks the last (the STREAM construction of Hoang,
    Reyhanitabar, Rogaway and Vizár 2015).
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = os.urandom(ID_BYTES)
    cipher = AESGCM(_stream_key(secret, salt))
    yield salt
    here = plain.read(CHUNK)
    number = 0
    while True:
        ahead = plain.read(CHUNK) if len(here) == CHUNK else b""
        last = not ahead
        yield cipher.encrypt(_nonce(number, last), here, None)
        if last:
            return
        here, number = ahead, number + 1


def unseal_stream(secret: bytes, sealed: IO[bytes], length: int) -> Iterator[bytes]:
    """Open what `seal_stream` sealed, chunk by chunk."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = sealed.read(ID_BYTES)
    cipher = AESGCM(_stream_key(secret, salt))
    left = length - ID_BYTES
    number = 0
    while True:
        piece = sealed.read(min(left, CHUNK + _TAG))
        left -= len(piece)
        last = left <= 0 or not piece
        try:
            yield cipher.decrypt(_nonce(number, last), piece, None)
        except InvalidTag:
            raise ContentDamaged("A sealed file does not verify.") from None
        if last:
            return
        number += 1


def unseal_chunks(
    secret: bytes, sealed: IO[bytes], length: int, first: int, stop: int
) -> Iterator[bytes]:
    """Open the chunks from `first` up to, not including, `stop` of a sealed stream.

    `sealed` stands at the beginning of the stream, and `length` is that of the whole:
    it tells which chunk is the last, so that each proves its place as in `unseal_stream`.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    begins = sealed.tell()
    cipher = AESGCM(_stream_key(secret, sealed.read(ID_BYTES)))
    size = CHUNK + _TAG
    chunks = -(-(length - ID_BYTES) // size)
    sealed.seek(begins + ID_BYTES + first * size)
    for number in range(first, min(stop, chunks)):
        piece = sealed.read(min(size, length - ID_BYTES - number * size))
        try:
            yield cipher.decrypt(_nonce(number, number == chunks - 1), piece, None)
        except InvalidTag:
            raise ContentDamaged("A sealed file does not verify.") from None


def _stream_key(secret: bytes, salt: bytes) -> bytes:
    return hmac.new(secret, b"relata/stream" + salt, hashlib.sha256).digest()


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
