"""What a change says, encoded once and kept for ever.

A payload is MessagePack. Its head is open: what is done, and under which content
keys the body is sealed. The body lists rows by table, with the ids (never the
local numbers) of what they point at. The graph of revisions hashes payloads as
they lie in the store, so it still verifies when a body can no longer be opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard

from relata.errors import RelataError
from relata.store.sealing import ContentDamaged, ContentErased, ContentKey, KeyRing, seal, unseal

LAYOUT = 1

_encode = msgspec.msgpack.Encoder().encode
_press = zstandard.ZstdCompressor(level=3)


class UnknownLayout(RelataError):
    """A change was written by a newer program."""

    remedy = "Update Relata, then open the databank again."


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """Rows of one table, column by column; references are ids."""

    table: str
    columns: tuple[str, ...]
    values: list[list[Any]]


class Withdrawn(msgspec.Struct, frozen=True, array_like=True):
    """Rows of one table whose lives end: each with the revision that began that life."""

    table: str
    rows: list[tuple[bytes, bytes]]


class Erased(msgspec.Struct, frozen=True, array_like=True):
    """A source or case whose content goes for good."""

    kind: str
    owner: bytes


class _Payload(msgspec.Struct, frozen=True, array_like=True):
    layout: int
    deed: str
    keys: tuple[bytes, ...]
    body: bytes


@dataclass(frozen=True)
class Change:
    """A decoded change. `rows` is None when its content was erased."""

    deed: str
    rows: tuple[Rows, ...] | None = None
    withdrawn: tuple[Withdrawn, ...] = ()
    erased: tuple[Erased, ...] = ()


def encode_rows(rows: Sequence[Rows], keys: Sequence[ContentKey]) -> bytes:
    """Encode added rows, sealed under the keys of their owners (none: the team's own)."""
    body = _press.compress(_encode(list(rows)))
    if keys:
        body = seal(keys, body, about=b"change")
    return _encode(_Payload(LAYOUT, "add", tuple(k.id for k in keys), body))


def encode_withdrawn(rows: Sequence[Withdrawn]) -> bytes:
    return _encode(_Payload(LAYOUT, "withdraw", (), _press.compress(_encode(list(rows)))))


def encode_erased(owners: Sequence[Erased]) -> bytes:
    return _encode(_Payload(LAYOUT, "erase", (), _encode(list(owners))))


def decode(payload: bytes, ring: KeyRing) -> Change:
    """Decode a change. Content whose keys are gone comes back as `rows=None`."""
    head = msgspec.msgpack.decode(payload, type=_Payload)
    if head.layout != LAYOUT:
        raise UnknownLayout(f"A change has layout {head.layout}, this program knows {LAYOUT}.")
    if head.deed == "erase":
        return Change("erase", erased=tuple(msgspec.msgpack.decode(head.body, type=list[Erased])))
    body = head.body
    if head.keys:
        try:
            keys = [ring.get(k) for k in head.keys]
        except ContentErased:
            return Change(head.deed)
        body = unseal(keys, body, about=b"change")
    try:
        plain = zstandard.ZstdDecompressor().decompress(body)
    except zstandard.ZstdError:
        raise ContentDamaged("A change does not unpack.") from None
    if head.deed == "withdraw":
        return Change(
            "withdraw", withdrawn=tuple(msgspec.msgpack.decode(plain, type=list[Withdrawn]))
        )
    return Change("add", rows=tuple(msgspec.msgpack.decode(plain, type=list[Rows])))


def withdrawn(payload: bytes) -> tuple[Withdrawn, ...]:
    """The rows whose lives a change ends; they are told without any content key."""
    head = msgspec.msgpack.decode(payload, type=_Payload)
    if head.deed != "withdraw":
        return ()
    plain = zstandard.ZstdDecompressor().decompress(head.body)
    return tuple(msgspec.msgpack.decode(plain, type=list[Withdrawn]))


def revision_hash(
    parents: Sequence[bytes],
    author: bytes,
    at: int,
    action: str,
    reason: bytes | None,
    undoes: bytes | None,
    payloads: Sequence[bytes],
) -> bytes:
    """Name a revision by all it says and all that came before it (SHA-256)."""
    digests = [hashlib.sha256(p).digest() for p in payloads]
    told = [LAYOUT, sorted(parents), author, at, action, reason, undoes, digests]
    return hashlib.sha256(_encode(told)).digest()


def order_of(row: Mapping[str, Any]) -> bytes:
    """By which rows of one identity are put in order, the same in every copy.

    `row` holds what the row says by itself, without references and local numbers.
    """
    return _encode([row[name] for name in sorted(row)])
