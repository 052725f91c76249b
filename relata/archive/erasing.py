"""Erasing a source: its words leave the index first, then its keys and rows go."""

from __future__ import annotations

import sqlalchemy as sa

from relata.archive.search.index import forget
from relata.archive.shelf import NoSuchSource, find_source
from relata.archive.tables import source, text
from relata.store import Owner
from relata.team import Desk, Sight
from relata.text import analysis


def erase_source(desk: Desk, name: str, *, reason: str | None = None) -> str:
    """Destroy all that a source told, for good; returns the id the tombstone keeps."""
    desk.allow("erase")
    desk.refuse_past()
    with desk.reading("erase") as sight:
        found = _found(sight, name)
        texts = list(
            sight.connection.scalars(
                sa.select(text.c.no).join(source).where(source.c.id == bytes.fromhex(found))
            )
        )
    forget(desk.store, texts)
    with desk.writing("erase", "sources.erase", reason=reason) as (writing, _):
        writing.erase(Owner("source", bytes.fromhex(found)))
    desk.store.scrub()
    analysis.forget()
    return found


def _found(sight: Sight, name: str) -> str:
    """The id of a source; of one whose intake was undone, by the first letters of it."""
    try:
        return find_source(sight, name).id
    except NoSuchSource:
        wanted = name.strip().lower()
        if len(wanted) >= 8:
            ids = [bytes(id).hex() for id in sight.connection.scalars(sa.select(source.c.id))]
            undone = [id for id in ids if id.startswith(wanted)]
            if len(undone) == 1:
                return undone[0]
        raise
