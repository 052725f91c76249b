"""What `verify` looks at in the archive: texts open, and passages lie within them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa

from relata.archive.tables import passage, source, text
from relata.errors import RelataError
from relata.store import Damage, Store, also_check
from relata.store.blobs import stream_blob


@also_check
def texts_open(store: Store, connection: sa.Connection) -> Iterable[Damage]:
    """Every text opens and is as long as it was."""
    ring = store.ring(connection)
    ring.load_all()
    for row in connection.execute(
        sa.select(text.c.id, text.c.characters, text.c.blob, text.c.blob_key)
    ).all():
        thing = bytes(row.id).hex()
        try:
            content = store.content(connection, row.blob, row.blob_key, ring).decode("utf-8")
        except (RelataError, OSError, ValueError):
            yield Damage("text", thing, "it does not open")
            continue
        if len(content) != row.characters:
            yield Damage("text", thing, "it is not as long as it was")


@also_check
def originals_are_the_same(store: Store, connection: sa.Connection) -> Iterable[Damage]:
    """Every original still has the SHA-256 it had when it was obtained."""
    ring = store.ring(connection)
    ring.load_all()
    for row in connection.execute(
        sa.select(source.c.id, source.c.sha256, source.c.blob, source.c.blob_key).where(
            source.c.size <= 64 * 1024 * 1024
        )
    ).all():
        thing = bytes(row.id).hex()
        try:
            plain = store.content(connection, row.blob, row.blob_key, ring)
        except (RelataError, OSError):
            yield Damage("source", thing, "its original does not open")
            continue
        if hashlib.sha256(plain).hexdigest() != row.sha256:
            yield Damage("source", thing, "its original is not what was obtained")
    yield from _long_originals(store, connection)


def _long_originals(store: Store, connection: sa.Connection) -> Iterable[Damage]:
    ring = store.ring(connection)
    for row in connection.execute(
        sa.select(source.c.id, source.c.sha256, source.c.blob, source.c.blob_key).where(
            source.c.size > 64 * 1024 * 1024
        )
    ).all():
        digest = hashlib.sha256()
        try:
            pieces = stream_blob(store.layout.blobs, connection, row.blob, ring.get(row.blob_key))
            for place, piece in enumerate(pieces):
                digest.update(piece[1:] if place == 0 else piece)
        except (RelataError, OSError):
            yield Damage("source", bytes(row.id).hex(), "its original does not open")
            continue
        if digest.hexdigest() != row.sha256:
            yield Damage("source", bytes(row.id).hex(), "its original is not what was obtained")


@also_check
def passages_lie_within(_store: Store, connection: sa.Connection) -> Iterable[Damage]:
    """No passage reaches beyond its text."""
    rows = connection.scalars(
        sa.select(passage.c.id)
        .join(text, text.c.no == passage.c.text)
        .where(
            sa.or_(
                passage.c.start < 0,
                passage.c.start >= passage.c.stop,
                passage.c.stop > text.c.characters,
            )
        )
    )
    for id in rows:
        yield Damage("passage", bytes(id).hex(), "it does not lie within its text")
