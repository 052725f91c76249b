"""Asking the index: which paragraphs answer a query, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.archive import shelf
from relata.archive.search.dialects import Dialect, Forms, dialect_of
from relata.archive.search.index import PLACE_BITS, catch_up
from relata.archive.tables import description, source, text
from relata.store import Store
from relata.store.schema import revision, tally
from relata.team import Desk, Sight
from relata.text.matching import evaluate, marks
from relata.text.parsing import parse
from relata.text.query import Leaf, Query, leaves, positive
from relata.text.spans import Span

_ALL = (1 << 63) - 1
"""More paragraphs than any databank holds; SQLite has no other way to skip without a limit."""


@dataclass(frozen=True)
class Hit:
    """A paragraph that answers. `marks` are spans of the whole text, as `span` is."""

    source: str
    title: str
    language: str | None
    date: str | None
    span: Span
    content: str
    marks: tuple[Span, ...]


@dataclass(frozen=True)
class Answer:
    """The first hits of a query, in the order the sources came in.

    `passages` counts all paragraphs that answer and `sources` the sources they lie in,
    not only those among the hits.
    """

    words: str
    hits: tuple[Hit, ...]
    passages: int
    sources: int
    revision: str


def search(
    desk: Desk,
    words: str,
    *,
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = 50,
    skip: int = 0,
) -> Answer:
    """Search all visible texts.

    Parameters
    ----------
    words : the query: words, "phrases", AND, OR, NOT, parentheses, prefix*.
    language, kind : only sources of this language or kind.
    since, until : only sources dated from, up to (EDTF; a year or month will do).
    limit : how many hits are opened; None for all.
    skip : how many are passed over before.
    """
    query = parse(words)
    desk.allow("search")
    _be_current(desk.store)
    with desk.reading("search") as sight:
        asking = _Asking(sight, query, _languages(desk.store, sight))
        wanted = shelf.conditions(language=language, kind=kind, since=since, until=until)
        asking.restrict(_allowed(desk.store, sight, wanted))
        if leaves(query) != (query,):
            asking.restrict(asking.texts())
        passages, sources = asking.count()
        places = asking.paragraphs(limit, skip) if passages else []
        return Answer(
            words,
            tuple(_opened(desk.store, sight, asking, places)),
            passages,
            sources,
            sight.revision,
        )


def sources_found(desk: Desk, words: str) -> dict[int, int]:
    """How many paragraphs answer a query in each visible source, by its local number."""
    query = parse(words)
    desk.allow("search")
    _be_current(desk.store)
    with desk.reading("search") as sight:
        asking = _Asking(sight, query, _languages(desk.store, sight))
        asking.restrict(_allowed(desk.store, sight, []))
        if leaves(query) != (query,):
            asking.restrict(asking.texts())
        by_text = asking.count_by_text()
        found: dict[int, int] = {}
        numbers = sorted(by_text)
        for at in range(0, len(numbers), 500):
            for no, of in sight.connection.execute(
                sa.select(text.c.no, text.c.source).where(text.c.no.in_(numbers[at : at + 500]))
            ):
                found[of] = found.get(of, 0) + by_text[no]
        return found


class _Asking:
    """One query at one moment."""

    def __init__(self, sight: Sight, query: Query, languages: tuple[str, ...]) -> None:
        self._connection = sight.connection
        self._dialect: Dialect = dialect_of(sight.connection.dialect.name)
        self.query = query
        self.languages = languages
        self._forms: dict[Leaf, Forms] = {leaf: leaf.forms(languages) for leaf in leaves(query)}
        self.shown = positive(query)
        self._among: set[int] | None = None

    def restrict(self, texts: set[int] | None) -> None:
        if texts is not None:
            self._among = texts if self._among is None else self._among & texts

    def texts(self) -> set[int]:
        """The texts for which the whole query holds."""
        texts = f"DISTINCT rowid >> {PLACE_BITS}"
        sets = {leaf: {row[0] for row in self._run(texts, [leaf])} for leaf in self._forms}
        return set(evaluate(self.query, sets))

    def count(self) -> tuple[int, int]:
        """How many paragraphs answer, and in how many texts."""
        counts = f"count(*), count(DISTINCT rowid >> {PLACE_BITS})"
        ((passages, sources),) = self._run(counts, self.shown, among=self._among) or [(0, 0)]
        return passages, sources

    def count_by_text(self) -> dict[int, int]:
        """How many paragraphs answer in each text."""
        counts = f"rowid >> {PLACE_BITS}, count(*)"
        rows = self._run(counts, self.shown, among=self._among, tail=" GROUP BY 1")
        return {row[0]: row[1] for row in rows}

    def paragraphs(self, limit: int | None, skip: int) -> list[int]:
        most = _ALL if limit is None else max(0, int(limit))
        some = f" LIMIT {most} OFFSET {max(0, int(skip))}"
        rows = self._run("rowid", self.shown, among=self._among, tail=f" ORDER BY rowid{some}")
        return [row[0] for row in rows]

    def _run(
        self,
        wanted: str,
        of: Sequence[Leaf],
        *,
        among: set[int] | None = None,
        tail: str = "",
    ) -> list[tuple[int, ...]]:
        words = self._dialect.expression([(leaf, self._forms[leaf]) for leaf in of])
        if not words:
            return []
        parameters: dict[str, Any] = {"words": words}
        condition = self._dialect.match
        if among is not None:
            limiting, parameters["texts"] = self._dialect.among(among)
            condition += f" AND {limiting}"
        statement = f"SELECT {wanted} FROM {self._dialect.paragraphs} WHERE {condition}{tail}"
        return [tuple(row) for row in self._connection.execute(sa.text(statement), parameters)]


def _be_current(store: Store) -> None:
    """Finish what a killed or still running intake left to be indexed."""
    with store.reading() as moment:
        latest = moment.connection.scalar(sa.select(sa.func.max(revision.c.no)))
        known: int | None = store.memory.get("indexed at")
        touched = known is None or moment.connection.scalar(
            sa.select(sa.func.count())
            .select_from(tally)
            .where(tally.c.revision > known, tally.c.room_table.in_(_INDEXED))
        )
    if touched:
        catch_up(store)
    store.memory["indexed at"] = latest


_INDEXED = (source.name, text.name, description.name)
"""Tables whose changes the index must follow."""


def _languages(store: Store, sight: Sight) -> tuple[str, ...]:
    held: tuple[str, tuple[str, ...]] | None = store.memory.get("languages")
    if held is None or held[0] != sight.revision:
        found = sight.connection.scalars(sa.select(description.c.language).distinct())
        held = (sight.revision, tuple(sorted(code for code in found if code)))
        store.memory["languages"] = held
    return held[1]


def _allowed(store: Store, sight: Sight, wanted: list[sa.ColumnElement[bool]]) -> set[int] | None:
    """Texts the viewer sees and the filters let through; None when that is all there are."""
    newest = (
        sa.select(sa.func.max(text.c.no).label("no")).where(sight.of(text)).group_by(text.c.source)
    )
    if wanted:
        newest = newest.where(
            text.c.source.in_(sa.select(description.c.source).where(sight.of(description), *wanted))
        )
        return set(sight.connection.scalars(newest))
    key = (sight.revision, sight.number)
    held: tuple[object, set[int] | None] | None = store.memory.get("seen texts")
    if held is None or held[0] != key:
        seen = set(sight.connection.scalars(newest))
        total = sight.connection.scalar(sa.select(sa.func.count()).select_from(text))
        held = (key, None if len(seen) == total else seen)
        store.memory["seen texts"] = held
    return held[1]


def _opened(store: Store, sight: Sight, asking: _Asking, places: Sequence[int]) -> list[Hit]:
    """Open the paragraphs and mark the words in them."""
    numbers = sorted({place >> PLACE_BITS for place in places})
    rows: dict[int, Any] = {}
    for at in range(0, len(numbers), 500):
        found = sight.connection.execute(
            sa.select(
                text.c.no,
                text.c.id,
                text.c.blob,
                text.c.blob_key,
                text.c.layout,
                source.c.id.label("source_id"),
                source.c.origin,
                description.c.title,
                description.c.language,
                description.c.date,
            )
            .select_from(text)
            .join(source, source.c.no == text.c.source)
            .join(description, description.c.no == shelf.newest(sight, description))
            .where(text.c.no.in_(numbers[at : at + 500]))
        )
        rows |= {row.no: row for row in found}
    hits = []
    spans: dict[int, list[Span]] = {}
    mask = (1 << PLACE_BITS) - 1
    for place in places:
        row = rows[place >> PLACE_BITS]
        if row.no not in spans:
            spans[row.no] = shelf.spans_of(row.layout)
        span = spans[row.no][place & mask]
        content = shelf.content(store, sight.connection, row)[span.start : span.end]
        found_marks = marks(content, row.language, asking.shown, asking.languages)
        hits.append(
            Hit(
                bytes(row.source_id).hex(),
                row.title or row.origin.rsplit("/", 1)[-1],
                row.language,
                row.date,
                span,
                content,
                tuple(Span(span.start + m.start, span.start + m.end) for m in found_marks),
            )
        )
    return hits
