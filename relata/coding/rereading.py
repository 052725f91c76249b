"""Reading a source again with a better reader, and carrying what rests on it over.

The older text stays for ever. Every passage in use is looked for in the new text by
its quotation; where it is found, codings, evidence and memos move there and keep their
coder or writer.
What cannot be found stays where it was and is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from relata.archive import add_text, catch_up, find_source, mark_passages, open_original, open_text
from relata.archive.model import Source
from relata.archive.tables import passage
from relata.cases.tables import evidence
from relata.coding.tables import coding, memo
from relata.sources.intake import as_reading
from relata.sources.model import Item
from relata.sources.reading import read
from relata.store import Writing
from relata.team import Desk, Sight
from relata.text.anchoring import Reading, quotation
from relata.text.spans import Span

_RESTING = (coding, evidence, memo)
"""Tables of what rests on passages."""


@dataclass(frozen=True)
class Left:
    """A passage that the new text does not hold; it stays in the old one."""

    start: int
    end: int
    codings: int
    evidence: int
    memos: int = 0


@dataclass(frozen=True)
class Reread:
    """What reading a source again did.

    `changed` is False when the reader of today reads what was read before; then
    nothing was written.
    """

    source: str
    reader: str
    changed: bool
    carried: int
    left: tuple[Left, ...]
    revision: str | None


def reread(desk: Desk, name: str) -> Reread:
    """Read the original of a source with today's reader; carry over what rests on its text."""
    desk.allow("sources.reread")
    with desk.reading("sources.read") as sight:
        of = find_source(sight, name)
        data = open_original(desk.store, sight, of)
        before = open_text(desk.store, sight, of)
    item = Item(
        of.origin.rsplit("/", 1)[-1],
        of.origin,
        data=data,
        size=len(data),
        media_type=of.media_type,
    )
    document = read(item)
    new = as_reading(document)
    if new is None or (new.reader, new.content) == (before.reader, before.content):
        return Reread(of.id, before.reader, False, 0, (), None)
    with desk.writing("sources.reread", "sources.reread") as (writing, sight):
        number = add_text(writing, desk.store.naming, of.number, new)
        now = replace(of, text=number, characters=len(document.text))
        reading = Reading(document.text)
        carried, left = 0, []
        for place in _in_use(sight, of):
            span = Span(place.start, place.stop)
            found = reading.find(quotation(before.content, span), hint=span.start)
            if found is None:
                left.append(
                    Left(
                        span.start,
                        span.end,
                        len(_resting(sight, coding, place.no)),
                        len(_resting(sight, evidence, place.no)),
                        len(_resting(sight, memo, place.no)),
                    )
                )
                continue
            (target,) = mark_passages(desk.store, writing, now, [found])
            for table in _RESTING:
                _move(writing, table, _resting(sight, table, place.no), target)
            carried += 1
    catch_up(desk.store)
    revision = writing.revision.hash if writing.revision else None
    return Reread(of.id, document.reader, True, carried, tuple(left), revision)


def _in_use(sight: Sight, of: Source) -> list[Any]:
    """Passages of the text in use that codings, evidence or memos rest on."""
    used = [
        sa.exists().where(table.c.passage == passage.c.no, sight.of(table)) for table in _RESTING
    ]
    return list(
        sight.connection.execute(
            sa.select(passage)
            .where(passage.c.text == of.text, sight.of(passage), sa.or_(*used))
            .order_by(passage.c.start)
        )
    )


def _resting(sight: Sight, table: sa.Table, place: int) -> list[Any]:
    return list(
        sight.connection.execute(sa.select(table).where(table.c.passage == place, sight.of(table)))
    )


def _move(writing: Writing, table: sa.Table, rows: list[Any], target: int) -> None:
    """The same choice, at its new place: the coder stays who it was."""
    own = [c.name for c in table.columns if c.name not in ("no", "id", "added", "withdrawn")]
    writing.withdraw(table, [row.no for row in rows])
    writing.add(table, [{**{c: row._mapping[c] for c in own}, "passage": target} for row in rows])
