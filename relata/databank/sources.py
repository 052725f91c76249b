"""`bank.sources`: sources taken in, listed, opened, described, read again, erased."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relata import archive
from relata.archive import Source, Text
from relata.databank.dates import dated
from relata.databank.room import Room

if TYPE_CHECKING:
    from relata.coding.rereading import Reread
    from relata.sources.intake import Added, Progress
    from relata.sources.model import Limits


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
    ) -> Added:
        """Take files, folders, archives and spreadsheets in."""
        from relata.sources import intake

        return intake.add(
            self._desk,
            [Path(p) for p in paths],
            kind=kind,
            language=language,
            limits=limits,
            progress=progress,
            searchable=searchable,
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

    def get(self, name: str) -> Source:
        """A source by id, the first letters of it, title or file name."""
        with self._desk.reading("sources.read") as sight:
            return archive.find_source(sight, name)

    def text(self, name: str) -> Text:
        """The text of a source, with its paragraphs, turns of speech and pages."""
        with self._desk.reading("sources.read") as sight:
            return archive.open_text(self._desk.store, sight, archive.find_source(sight, name))

    def original(self, name: str) -> bytes:
        """The bytes as obtained."""
        with self._desk.reading("sources.read") as sight:
            return archive.open_original(self._desk.store, sight, archive.find_source(sight, name))

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
        """Correct what is said of a source; what is left out stays as it is."""
        told = {
            "title": title,
            "author": author,
            "publisher": publisher,
            "date": dated(date),
            "language": language,
            "kind": kind,
        }
        given = {key: value for key, value in told.items() if value is not None}
        return self.get(archive.describe_source(self._desk, name, **given))

    def quote(self, name: str, start: int, end: int) -> str:
        """The words at a place of a source; a passage is quoted from the text it was marked in."""
        with self._desk.reading("sources.read") as sight:
            id = archive.find_source(sight, name).id
        return archive.quotations(self._desk, [(id, start, end)])[(id, start, end)]

    def reread(self, name: str) -> Reread:
        """Read a source again with today's reader; codings and evidence are carried over."""
        from relata.coding.rereading import reread

        return reread(self._desk, name)

    def erase(self, name: str, *, reason: str | None = None) -> str:
        """Destroy a source's content for good, when consent is withdrawn."""
        return archive.erase_source(self._desk, name, reason=reason)
