"""Which source belongs beside which: a translation and its original, a transcript and
its recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec
import sqlalchemy as sa

from relata.archive.media import is_recording
from relata.archive.model import Source
from relata.archive.shelf import find_source
from relata.archive.tables import relation, source, text
from relata.errors import RelataError
from relata.store import Writing
from relata.team import Desk, Sight

Kind = Literal["translation", "recording"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Pairs = tuple[tuple[int, int], ...]


class CannotRelate(RelataError):
    """Two sources cannot stand to one another as was said."""

    remedy = "A translation points at its original, a transcript at its recording."


class NotRelated(RelataError):
    """These two sources are not said to belong together."""

    remedy = "Relate them first."


@dataclass(frozen=True)
class Relation:
    """`source` is a translation of `other`, or the transcript of the recording `other`.

    Both are ids. `pinned` are pairs of paragraphs, by their index in the translation and
    in its original, that a person knows to belong together.
    """

    source: str
    other: str
    kind: Kind
    pinned: Pairs = ()


class Pins(msgspec.Struct, frozen=True, array_like=True):
    """Pinned pairs as kept: they count in the two texts that were in use then."""

    text: bytes
    other_text: bytes
    pairs: Pairs


def relate(desk: Desk, name: str, other: str, kind: str) -> Relation:
    """Say that a source is the translation, or the transcript, of another.

    Said already, nothing is written. Raises CannotRelate.
    """
    with desk.writing("sources.add", "sources.relate") as (writing, sight):
        this, that = find_source(sight, name), find_source(sight, other)
        told = _checked(this, that, kind)
        standing = rows_between(sight, this.number, that.number)
        for row in standing:
            if (row.source, row.other, row.kind) == (this.number, that.number, told):
                return _record(row, this.id, that.id)
        if any(row.kind == told for row in standing):
            raise CannotRelate("The other of these two sources is said to be the translation.")
        writing.add_one(relation, source=this.number, other=that.number, kind=told)
        return Relation(this.id, that.id, told)


def unrelate(desk: Desk, name: str, other: str) -> int:
    """Take back that two sources belong together, either way; returns how many relations."""
    with desk.writing("sources.add", "sources.unrelate") as (writing, sight):
        this, that = find_source(sight, name), find_source(sight, other)
        rows = rows_between(sight, this.number, that.number)
        return writing.withdraw(relation, [row.no for row in rows])


def related(desk: Desk, name: str) -> list[Relation]:
    """What belongs beside a source: relations in which it stands on either side."""
    with desk.reading("sources.read") as sight:
        number = find_source(sight, name).number
        return relations(sight, sa.or_(relation.c.source == number, relation.c.other == number))


def relations(sight: Sight, *conditions: sa.ColumnElement[bool]) -> list[Relation]:
    """Standing relations of which the viewer sees both sources."""
    this, that = source.alias("this"), source.alias("that")
    rows = sight.connection.execute(
        sa.select(relation, this.c.id.label("this_id"), that.c.id.label("that_id"))
        .select_from(relation)
        .join(this, sa.and_(this.c.no == relation.c.source, sight.of(this)))
        .join(that, sa.and_(that.c.no == relation.c.other, sight.of(that)))
        .where(sight.of(relation), *conditions)
        .order_by(relation.c.no)
    )
    found = {
        (row.source, row.other, row.kind): _record(
            row, bytes(row.this_id).hex(), bytes(row.that_id).hex()
        )
        for row in rows
    }
    # Two copies of a databank may each have said it: the newest counts.
    return list(found.values())


def pin(desk: Desk, name: str, other: str, pairs: Iterable[Sequence[int]]) -> Relation:
    """Keep pairs of paragraphs, by index in either source, in place of those kept before.

    Raises NotRelated where neither source is the translation of the other, and
    NotPinnable where no order can keep the pairs.
    """
    from relata.text.aligning import pinned_blocks

    wanted = sorted({(int(i), int(j)) for i, j in pairs})
    with desk.writing("sources.add", "sources.align") as (writing, sight):
        this, that = find_source(sight, name), find_source(sight, other)
        rows = [
            row
            for row in rows_between(sight, this.number, that.number)
            if row.kind == "translation"
        ]
        if not rows:
            raise NotRelated("Neither of these two sources is the translation of the other.")
        if rows[-1].source != this.number:
            this, that = that, this
            wanted = sorted((j, i) for i, j in wanted)
        counts = [_paragraph_count(sight, of) for of in (this, that)]
        pinned_blocks(wanted, *counts)
        kept = _kept(writing, this, that, tuple(wanted))
        if kept == rows[-1].pairs:
            return _record(rows[-1], this.id, that.id)
        writing.withdraw(relation, [row.no for row in rows])
        writing.add_one(
            relation, source=this.number, other=that.number, kind="translation", pairs=kept
        )
        return Relation(this.id, that.id, "translation", tuple(wanted))


def rows_between(sight: Sight, this: int, that: int) -> list[Any]:
    """The standing rows that relate two sources, either way, oldest first."""
    either = sa.or_(
        sa.and_(relation.c.source == this, relation.c.other == that),
        sa.and_(relation.c.source == that, relation.c.other == this),
    )
    query = sa.select(relation).where(sight.of(relation), either).order_by(relation.c.no)
    return list(sight.connection.execute(query))


def pins_of(row: Any) -> Pins | None:
    """The pins a row keeps."""
    return msgspec.msgpack.decode(row.pairs, type=Pins) if row.pairs else None


def _checked(this: Source, that: Source, kind: str) -> Kind:
    if this.number == that.number:
        raise CannotRelate("A source cannot be related to itself.")
    if kind == "recording":
        if not is_recording(that.media_type):
            raise CannotRelate(f"Source {that.id[:8]} is not a recording.")
        if is_recording(this.media_type):
            raise CannotRelate(f"Source {this.id[:8]} is a recording, not a transcript.")
        return "recording"
    if kind == "translation":
        for of in (this, that):
            if of.text is None:
                raise CannotRelate(f"Source {of.id[:8]} has no text.")
        return "translation"
    raise CannotRelate(f"A relation is one of these: {', '.join(KINDS)}.")


def _kept(writing: Writing, this: Source, that: Source, pairs: Pairs) -> bytes | None:
    if not pairs or this.text is None or that.text is None:
        return None
    ids = writing.id_of(text, this.text), writing.id_of(text, that.text)
    return msgspec.msgpack.encode(Pins(*ids, pairs))


def _paragraph_count(sight: Sight, of: Source) -> int:
    from relata.archive.shelf import spans_of

    layout = sight.connection.scalar(sa.select(text.c.layout).where(text.c.no == of.text))
    return len(spans_of(layout)) if layout is not None else 0


def _record(row: Any, this: str, that: str) -> Relation:
    pins = pins_of(row)
    return Relation(this, that, row.kind, pins.pairs if pins else ())
