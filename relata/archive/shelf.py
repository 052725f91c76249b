"""The shelf: finding sources, and opening their texts and originals."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa

from relata.archive.model import Layout, Source, Text
from relata.archive.tables import description, passage, source, text
from relata.errors import RelataError
from relata.store import Store
from relata.team import Desk, Sight
from relata.text.paragraphs import unpack
from relata.text.spans import Span

S = TypeVar("S", str, bytes)

_NAMES_KEPT = 20_000


class NoSuchSource(RelataError):
    """No source, or more than one, goes by this name."""

    remedy = "`relata sources` lists them with their ids; the first letters of an id are enough."


class NoText(RelataError):
    """A source without a text, such as a recording."""

    remedy = "Add its transcript as a source of its own."


def list_sources(
    desk: Desk,
    *,
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Source]:
    """All visible sources, in the order they were taken in."""
    with desk.reading("sources.read") as sight:
        return sources_seen(sight, language=language, kind=kind, since=since, until=until)


def sources_seen(
    sight: Sight,
    *,
    numbers: Sequence[int] | None = None,
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Source]:
    """Sources that pass the filters; dates compare by their first day."""
    query = _select(sight)
    if numbers is not None:
        query = query.where(source.c.no.in_(numbers))
    query = query.where(*conditions(language=language, kind=kind, since=since, until=until))
    rows = sight.connection.execute(query.order_by(source.c.no)).all()
    return [_record(row) for row in rows]


def conditions(
    *,
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[sa.ColumnElement[bool]]:
    """Filters on the description of a source."""
    found: list[sa.ColumnElement[bool]] = []
    if language:
        found.append(description.c.language == language.lower())
    if kind:
        found.append(description.c.kind == kind)
    if since:
        found.append(description.c.date >= since)
    if until:
        # Every day, month or year that begins with these letters is still within.
        found.append(sa.func.substr(description.c.date, 1, len(until)) <= until)
    return found


def find_source(sight: Sight, name: str) -> Source:
    """A source by its id, the first letters of it, its title, or its file name.

    What a name means is found out once, until a source comes, goes or is described anew.
    """
    found = sight.kept("sources by name", (source, description, text), _none_yet)
    wanted = name.strip()
    held = found.get(wanted)
    if held is None:
        if len(found) >= _NAMES_KEPT:
            found.clear()
        held = found[wanted] = _looked_up(sight, wanted)
    return held


def _none_yet(_sight: Sight) -> dict[str, Source]:
    return {}


def _looked_up(sight: Sight, wanted: str) -> Source:
    query = _select(sight)
    if len(wanted) >= 4 and all(c in "0123456789abcdef" for c in wanted.lower()):
        low = bytes.fromhex(wanted[:32].ljust(32, "0"))
        high = bytes.fromhex(wanted[:32].ljust(32, "f"))
        rows = sight.connection.execute(query.where(source.c.id.between(low, high))).all()
        if len(rows) == 1:
            return _record(rows[0])
        if len(rows) > 1:
            raise NoSuchSource("Several sources begin with these letters.")
    rows = sight.connection.execute(
        query.where(
            sa.or_(
                description.c.title == wanted,
                source.c.origin == wanted,
                source.c.origin.endswith("/" + wanted, autoescape=True),
            )
        )
    ).all()
    if len(rows) != 1:
        raise NoSuchSource(
            "Several sources go by this name." if rows else "There is no such source."
        )
    return _record(rows[0])


def open_text(store: Store, sight: Sight, of: Source) -> Text:
    """The text of a source. Raises NoText for a source that has none."""
    if of.text is None:
        raise NoText("This source has no text.")
    row = sight.connection.execute(
        sa.select(text).where(text.c.no == of.text, sight.of(text))
    ).one()
    layout = msgspec.msgpack.decode(row.layout, type=Layout)
    return Text(
        row.no,
        of.id,
        row.reader,
        content(store, sight.connection, row),
        of.language,
        tuple(unpack(layout.paragraphs)),
        layout.turns,
        layout.pages,
        layout.notes,
    )


def quotations(
    desk: Desk, places: Sequence[tuple[str, int, int]]
) -> dict[tuple[str, int, int], str]:
    """The words that stand at places (source id, start, end), each in the text it was marked in.

    A passage that could not be carried over to a newer reading is quoted from the
    older text. A place that is no passage is quoted from the newest text.
    """
    found: dict[tuple[str, int, int], str] = {}
    with desk.reading("sources.read") as sight:
        for id in dict.fromkeys(place[0] for place in places):
            of = find_source(sight, id)
            marked = {
                (start, stop): number
                for start, stop, number in sight.connection.execute(
                    sa.select(passage.c.start, passage.c.stop, passage.c.text)
                    .where(passage.c.source == of.number, sight.of(passage))
                    .order_by(passage.c.text)
                )
            }
            contents: dict[int | None, str] = {}
            for place in places:
                if place[0] == id:
                    number = marked.get(place[1:], of.text)
                    if number not in contents:
                        contents[number] = open_text(
                            desk.store, sight, replace(of, text=number)
                        ).content
                    found[place] = contents[number][place[1] : place[2]]
    return found


def open_original(store: Store, sight: Sight, of: Source) -> bytes:
    """The bytes as obtained."""
    row = sight.connection.execute(
        sa.select(source.c.blob, source.c.blob_key).where(source.c.no == of.number)
    ).one()
    return store.content(sight.connection, row.blob, row.blob_key)


def content(store: Store, connection: sa.Connection, row: sa.Row[Any]) -> str:
    """The characters of a text row; the most recent few are kept in memory."""
    cache: _Cache[str] = store.memory.setdefault("texts", _Cache())
    held = cache.get(row.id)
    if held is None:
        held = store.content(connection, row.blob, row.blob_key).decode("utf-8")
        cache.put(row.id, held)
    return held


def rendered(desk: Desk, name: str, kind: str, render: Callable[[Source, Text], bytes]) -> bytes:
    """What a face makes of a text to show it; the most recent are kept in memory.

    `kind` names what is made. It is made anew when the source is described anew, and
    forgotten, as all that is kept of texts, when content is erased.
    """
    with desk.reading("sources.read") as sight:
        of = find_source(sight, name)
        cache: _Cache[bytes] = desk.store.memory.setdefault("rendered", _Cache(32_000_000))
        key = f"{kind} {of!r}".encode()
        held = cache.get(key)
        if held is None:
            held = render(of, open_text(desk.store, sight, of))
            cache.put(key, held)
        return held


class _Cache(Generic[S]):
    """A bounded memory of opened texts, or of what is made of them."""

    def __init__(self, room: int = 8_000_000) -> None:
        self._room = room
        self._held: OrderedDict[bytes, S] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, id: bytes) -> S | None:
        with self._lock:
            if id in self._held:
                self._held.move_to_end(id)
            return self._held.get(id)

    def put(self, id: bytes, content: S) -> None:
        with self._lock:
            if len(content) > self._room // 4 or id in self._held:
                return
            self._held[id] = content
            self._size += len(content)
            while self._size > self._room:
                _, old = self._held.popitem(last=False)
                self._size -= len(old)


def spans_of(layout: bytes) -> list[Span]:
    """The paragraphs of a text from its packed layout."""
    return list(unpack(msgspec.msgpack.decode(layout, type=Layout).paragraphs))


def newest(sight: Sight, table: sa.Table) -> sa.ScalarSelect[int]:
    """Selects, for a source of the query around it, the newest visible row of a table.

    Two descriptions stand where two copies of a databank described a source apart.
    """
    candidate = table.alias()
    return (
        sa.select(sa.func.max(candidate.c.no))
        .where(candidate.c.source == source.c.no, sight.of(candidate))
        .correlate(source)
        .scalar_subquery()
    )


def _select(sight: Sight) -> sa.Select[Any]:
    return (
        sa.select(
            source,
            description.c.title,
            description.c.author,
            description.c.publisher,
            description.c.date,
            description.c.date_from,
            description.c.language,
            description.c.kind,
            text.c.no.label("text_no"),
            text.c.reader,
            text.c.characters,
        )
        .select_from(source)
        .join(description, description.c.no == newest(sight, description))
        .join(text, text.c.no == newest(sight, text), isouter=True)
        .where(sight.of(source))
    )


def _record(row: sa.Row[Any]) -> Source:
    return Source(
        bytes(row.id).hex(),
        row.no,
        row.title or row.origin.rsplit("/", 1)[-1],
        row.author,
        row.publisher,
        row.date,
        row.date_from,
        row.language,
        row.kind,
        row.media_type,
        row.size,
        row.sha256,
        row.origin,
        row.obtained,
        row.text_no,
        row.reader,
        row.characters or 0,
    )
