"""`bank.sources`: sources taken in, opened, related, described, read again, erased."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relata import archive
from relata.archive import Alignment, Relation, Source, Text
from relata.databank.dates import dated
from relata.databank.room import Room

if TYPE_CHECKING:
    from relata.coding.overview import SourceLine
    from relata.coding.rereading import Reread
    from relata.sources.intake import Added, Progress
    from relata.sources.model import Limits
    from relata.store.sealing import Readable


class Sources(Room):
    """Sources: taken in, listed, opened, described, erased."""

    def add(
        self,
        *paths: str | Path,
        kind: str | None = None,
        language: str | None = None,
        limits: Limits | None = None,
        progress: Progress | None = None,
        searchable: bool = True,
        apart: bool = False,
    ) -> Added:
        """Take files, folders, archives and spreadsheets in.

        With `apart` they are read in processes of their own, bounded in memory and time.
        """
        from relata.sources import intake

        return intake.add(
            self._desk,
            [Path(p) for p in paths],
            kind=kind,
            language=language,
            limits=limits,
            progress=progress,
            searchable=searchable,
            apart=apart,
        )

    def add_bytes(
        self,
        name: str,
        sent: bytes | Readable,
        *,
        kind: str | None = None,
        language: str | None = None,
        apart: bool = True,
        limits: Limits | None = None,
    ) -> Added:
        """Take one upload in: its name, which is not trusted, and bytes or a stream of them."""
        from relata.sources import intake

        return intake.add_bytes(
            self._desk, name, sent, kind=kind, language=language, apart=apart, limits=limits
        )

    def list(
        self,
        *,
        language: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Source]:
        """Sources in the order they came in; dates compare as far as they are given."""
        return archive.list_sources(
            self._desk, language=language, kind=kind, since=dated(since), until=dated(until)
        )

    def overview(
        self,
        *,
        words: str | None = None,
        language: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: str | None = None,
        until: str | None = None,
        coder: str | None = None,
    ) -> builtins.list[SourceLine]:
        """Sources with what was done in them; with `words`, those a search finds, best first.

        `state` is how far you are, or `coder` is: "begun", "done", "nothing here" (done,
        and not one coding) or "not looked at".
        """
        from relata.coding.overview import source_lines

        return source_lines(
            self._desk,
            words=words,
            language=language,
            kind=kind,
            state=state,
            since=dated(since),
            until=dated(until),
            coder=coder,
        )

    def get(self, name: str) -> Source:
        """A source by id, the first letters of it, title or file name."""
        with self._desk.reading("sources.read") as sight:
            return archive.find_source(sight, name)

    def text(self, name: str) -> Text:
        """The text of a source, with its paragraphs, turns of speech and pages."""
        with self._desk.reading("sources.read") as sight:
            return archive.open_text(self._desk.store, sight, archive.find_source(sight, name))

    def rendered(self, name: str, kind: str, render: Callable[[Source, Text], bytes]) -> bytes:
        """What a face makes of a text to show it, kept in memory until content is erased."""
        return archive.rendered(self._desk, name, kind, render)

    def original(self, name: str) -> bytes:
        """The bytes as obtained."""
        with self._desk.reading("sources.read") as sight:
            return archive.open_original(self._desk.store, sight, archive.find_source(sight, name))

    def original_part(self, name: str, start: int, end: int) -> bytes:
        """The bytes as obtained from `start` up to `end`; no more than these are opened.

        `Source.size` is how many there are. An end beyond the original means its end.
        """
        with self._desk.reading("sources.read") as sight:
            found = archive.find_source(sight, name)
            return archive.open_part(self._desk.store, sight, found, start, end)

    def safe_html(self, name: str, *, apart: bool = True) -> bytes:
        """A web page as obtained, to be looked at: nothing in it acts or calls out."""
        from relata.sources.showing import page_to_show

        return page_to_show(self._desk, name, apart=apart)

    def relate(self, source: str, other: str, kind: str) -> Relation:
        """Say that a source is a "translation" of another, or the transcript of a "recording"."""
        return archive.relate(self._desk, source, other, kind)

    def unrelate(self, source: str, other: str) -> int:
        """Take back that two sources belong together; returns how many relations ended."""
        return archive.unrelate(self._desk, source, other)

    def related(self, source: str) -> builtins.list[Relation]:
        """What belongs beside a source, whichever side it stands on."""
        return archive.related(self._desk, source)

    def suggest_relations(self) -> builtins.list[Relation]:
        """Relations that file names suggest; nothing is related until you say so."""
        return archive.suggest_relations(self._desk)

    def aligned(self, source: str, other: str) -> Alignment:
        """Two sources paragraph by paragraph, such as a translation and its original."""
        return archive.aligned(self._desk, source, other)

    def align(self, source: str, other: str, pairs: Iterable[Sequence[int]]) -> Relation:
        """Pin pairs of paragraphs, by index in each source; they replace those pinned before."""
        return archive.pin(self._desk, source, other, pairs)

    def describe(
        self,
        name: str,
        *,
        title: str | None = None,
        author: str | None = None,
        publisher: str | None = None,
        date: str | None = None,
        language: str | None = None,
        kind: str | None = None,
    ) -> Source:
        """Correct what is said of a source; what is left out stays, "" empties it."""
        told = {
            "title": title,
            "author": author,
            "publisher": publisher,
            "date": dated(date) if date else date,
            "language": language,
            "kind": kind or None,
        }
        given = {key: value or None for key, value in told.items() if value is not None}
        return self.get(archive.describe_source(self._desk, name, **given))

    def quote(self, name: str, start: int, end: int) -> str:
        """The words at a place of a source; a passage is quoted from the text it was marked in."""
        with self._desk.reading("sources.read") as sight:
            id = archive.find_source(sight, name).id
        return archive.quotations(self._desk, [(id, start, end)])[(id, start, end)]

    def quotes(self, places: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], str]:
        """The words at many places (id of the source, start, end), read at once."""
        return archive.quotations(self._desk, list(places))

    def reread(self, name: str) -> Reread:
        """Read a source again with today's reader; codings and evidence are carried over."""
        from relata.coding.rereading import reread

        return reread(self._desk, name)

    def erase(self, name: str, *, reason: str | None = None) -> str:
        """Destroy a source's content for good, when consent is withdrawn."""
        return archive.erase_source(self._desk, name, reason=reason)
