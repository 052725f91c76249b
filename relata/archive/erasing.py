"""Erasing a source: its words leave the index first, then its keys and rows go."""

from __future__ import annotations

import sqlalchemy as sa

from relata.archive.search.index import forget
from relata.archive.shelf import find_source
from relata.archive.tables import text
from relata.store import Owner
from relata.team import Desk


def erase_source(desk: Desk, name: str, *, reason: str | None = None) -> str:
    """Destroy all that a source told, for good; returns the id the tombstone keeps."""
    with desk.reading("erase") as sight:
        found = find_source(sight, name)
        texts = list(
            sight.connection.scalars(sa.select(text.c.no).where(text.c.source == found.number))
        )
    forget(desk.store, texts)
    with desk.writing("erase", "sources.erase", reason=reason) as (writing, _):
        writing.erase(Owner("source", bytes.fromhex(found.id)))
    desk.store.scrub()
    return found.id
