"""Passages: places in a text, by offsets alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from relata.archive.keeping import passage_id
from relata.archive.model import Passage, Source
from relata.archive.shelf import NoText
from relata.archive.tables import passage, source, text
from relata.errors import RelataError
from relata.store import Store, Writing
from relata.text.spans import Span


class OutsideText(RelataError):
    """A passage that does not lie within its text."""

    remedy = "Offsets count characters of the text from 0; the end is the first one left out."


def mark_passages(store: Store, writing: Writing, of: Source, spans: Sequence[Span]) -> list[int]:
    """The local numbers of passages of a source; those not yet marked are added."""
    if of.text is None:
        raise NoText("This source has no text.")
    for span in spans:
        if not 0 <= span.start < span.end <= of.characters:
            raise OutsideText(
                f"The passage {span.start}:{span.end} does not lie within the "
                f"{of.characters} characters of source {of.id[:8]}."
            )
    text_name = writing.id_of(text, of.text)
    return writing.add(
        passage,
        [
            {
                "id": passage_id(store.naming, text_name, span.start, span.end),
                "source": of.number,
                "text": of.text,
                "start": span.start,
                "stop": span.end,
            }
            for span in spans
        ],
    )


def passages_by_number(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Passage]:
    """Passages by local number, whether they stand or not."""
    wanted = sorted(set(numbers))
    found: dict[int, Passage] = {}
    for at in range(0, len(wanted), 500):
        rows = connection.execute(
            sa.select(passage, source.c.id.label("source_id"))
            .join(source, source.c.no == passage.c.source)
            .where(passage.c.no.in_(wanted[at : at + 500]))
        )
        for row in rows:
            found[row.no] = Passage(
                bytes(row.id).hex(), row.no, bytes(row.source_id).hex(), row.start, row.stop
            )
    return found
