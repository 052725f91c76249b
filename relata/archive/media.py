"""Recordings: sound and film, kept as obtained, and read a part at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from relata.archive.tables import source
from relata.errors import RelataError
from relata.store.blobs import read_part

if TYPE_CHECKING:
    from relata.archive.model import Source
    from relata.store import Store
    from relata.team import Sight


class OutsideOriginal(RelataError):
    """A part was asked for that does not begin in the original."""

    remedy = "Offsets count bytes of the original from 0; the end is the first one left out."


def is_recording(media_type: str) -> bool:
    """Whether an original is sound or film, and has no text of its own."""
    return media_type.startswith(("audio/", "video/"))


def open_part(store: Store, sight: Sight, of: Source, start: int, end: int) -> bytes:
    """The bytes of an original from `start` up to, not including, `end`.

    Only the sealed chunks that hold them are opened, each of them verified. An end
    beyond the original means its end. Raises OutsideOriginal.
    """
    if not 0 <= start <= end or (start >= of.size and start > 0):
        raise OutsideOriginal(
            f"The part {start}:{end} does not begin within the {of.size} bytes of "
            f"source {of.id[:8]}."
        )
    row = sight.connection.execute(
        sa.select(source.c.blob, source.c.blob_key).where(source.c.no == of.number)
    ).one()
    secret = store.ring(sight.connection).get(row.blob_key)
    end = min(end, of.size)
    return read_part(store.layout.blobs, sight.connection, row.blob, secret, start, end)
