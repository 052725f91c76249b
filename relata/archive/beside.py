"""A translation beside its original: which paragraphs, and which sentences, are the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import sqlalchemy as sa

from relata.archive.model import Source, Text
from relata.archive.relating import Pairs, pins_of, rows_between
from relata.archive.shelf import find_source, open_text
from relata.archive.tables import text
from relata.store import Store
from relata.team import Desk, Sight
from relata.text.aligning import Bead, align
from relata.text.sentences import sentences
from relata.text.spans import Span


@dataclass(frozen=True)
class Beside:
    """Paragraphs that belong together: by index, and as a stretch of each text.

    A stretch is None on the side that says nothing of it.
    """

    bead: Bead
    span: Span | None
    other_span: Span | None


@dataclass(frozen=True, repr=False)
class Alignment:
    """Two sources paragraph by paragraph. `left_out` counts pins whose paragraphs are no
    longer there, since the texts were read anew."""

    source: str
    other: str
    beside: tuple[Beside, ...]
    left_out: int
    _text: Text
    _other_text: Text

    @property
    def beads(self) -> tuple[Bead, ...]:
        """The beads alone, by index of paragraphs."""
        return tuple(found.bead for found in self.beside)

    def across(self, span: Span | tuple[int, int], *, back: bool = False) -> Span | None:
        """Where a passage of `source` stands in `other`; the other way with `back`.

        As narrow as whole sentences allow; None where the other side says nothing of it.
        """
        wanted = Span(*span)
        found = list(self._parts(wanted, back))
        if not found:
            return None
        return Span(min(part.start for part in found), max(part.end for part in found))

    def _parts(self, wanted: Span, back: bool) -> Iterator[Span]:
        for one in self.beside:
            here, there = (one.other_span, one.span) if back else (one.span, one.other_span)
            if here is None or there is None or not here.overlaps(wanted):
                continue
            if wanted.contains(here):
                yield there
            else:
                yield from self._within(wanted, here, there, back) or (there,)

    def _within(self, wanted: Span, here: Span, there: Span, back: bool) -> list[Span]:
        """The sentences there that say what the wanted ones of one bead say."""
        mine, yours = (self._other_text, self._text) if back else (self._text, self._other_text)
        said, told = _sentences(mine, here), _sentences(yours, there)
        beads = align([s.of(mine.content) for s in said], [s.of(yours.content) for s in told])
        return [
            Span(told[bead.other_start].start, told[bead.other_end - 1].end)
            for bead in beads
            if bead.other_start < bead.other_end
            and any(s.overlaps(wanted) for s in said[bead.start : bead.end])
        ]


def aligned(desk: Desk, name: str, other: str) -> Alignment:
    """Two sources side by side; what a person pinned holds. Raises NoText."""
    store = desk.store
    with desk.reading("sources.read") as sight:
        this, that = find_source(sight, name), find_source(sight, other)
        rows = [r for r in rows_between(sight, this.number, that.number) if r.pairs]
        row = rows[-1] if rows else None
        key = (this.text, that.text, row.no if row is not None else None)
        cache: _Cache = store.memory.setdefault("alignments", _Cache())
        held = cache.get(key)
        if held is None:
            one, two = open_text(store, sight, this), open_text(store, sight, that)
            pins, left_out = _pins(store, sight, row, (this, one), (that, two))
            held = _made(this, that, one, two, pins, left_out)
            cache.put(key, held)
        return held


def _made(
    this: Source, that: Source, one: Text, two: Text, pins: Pairs, left_out: int
) -> Alignment:
    beads = align(_pieces(one), _pieces(two), pins=pins)
    return Alignment(
        this.id,
        that.id,
        tuple(
            Beside(
                bead,
                _stretch(one.paragraphs, bead.start, bead.end),
                _stretch(two.paragraphs, bead.other_start, bead.other_end),
            )
            for bead in beads
        ),
        left_out,
        one,
        two,
    )


def _pieces(of: Text) -> list[str]:
    return [span.of(of.content) for span in of.paragraphs]


def _stretch(paragraphs: Sequence[Span], start: int, end: int) -> Span | None:
    return Span(paragraphs[start].start, paragraphs[end - 1].end) if start < end else None


def _sentences(of: Text, span: Span) -> list[Span]:
    return [s.shifted(span.start) for s in sentences(span.of(of.content), of.language)]


def _pins(
    store: Store, sight: Sight, row: Any, this: tuple[Source, Text], that: tuple[Source, Text]
) -> tuple[Pairs, int]:
    """The pairs that hold in the texts as they are now, and how many no longer do."""
    pins = pins_of(row) if row is not None else None
    if pins is None:
        return (), 0
    forth = row.source == this[0].number
    ids = (pins.text, pins.other_text) if forth else (pins.other_text, pins.text)
    pairs = pins.pairs if forth else tuple((j, i) for i, j in pins.pairs)
    mine, yours = (_places(store, sight, id, *of) for id, of in zip(ids, (this, that), strict=True))
    held = tuple((mine[i], yours[j]) for i, j in pairs if i in mine and j in yours)
    return held, len(pairs) - len(held)


def _places(store: Store, sight: Sight, id: bytes, of: Source, now: Text) -> dict[int, int]:
    """Where the paragraphs of an older text stand in the one of now."""
    number = sight.connection.scalar(sa.select(text.c.no).where(text.c.id == id, sight.of(text)))
    if number == now.number:
        return {i: i for i in range(len(now.paragraphs))}
    if number is None:
        return {}
    old, new = _pieces(open_text(store, sight, replace(of, text=number))), _pieces(now)
    alone = {piece: i for i, piece in enumerate(new) if new.count(piece) == 1}
    return {i: alone[piece] for i, piece in enumerate(old) if piece in alone}


class _Cache:
    """The alignments made last."""

    def __init__(self, room: int = 16) -> None:
        self._room = room
        self._held: OrderedDict[Any, Alignment] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any) -> Alignment | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Any, alignment: Alignment) -> None:
        with self._lock:
            self._held[key] = alignment
            if len(self._held) > self._room:
                self._held.popitem(last=False)
