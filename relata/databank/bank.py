"""The databank itself: what `relata.open(path)` returns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from relata import archive, coding, team
from relata.archive import Answer
from relata.databank.cases import Cases
from relata.databank.codebook import Codebook
from relata.databank.coding import Codings
from relata.databank.dates import dated
from relata.databank.findings import Findings
from relata.databank.memos import Memos
from relata.databank.sources import Sources
from relata.databank.team import Team
from relata.store import Backup, Verification, back_up, verify
from relata.store.writing import Revision
from relata.team import Desk, Entry

if TYPE_CHECKING:
    from relata.store.undo import Plan


class Databank:
    """One opened databank, as one person, at one moment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.sources = Sources(desk)
        self.codebook = Codebook(desk)
        self.cases = Cases(desk)
        self.coding = Codings(desk)
        self.findings = Findings(desk)
        self.memos = Memos(desk)
        self.team = Team(desk)

    # -- looking --------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """The folder it lies in."""
        return self._desk.store.layout.root

    @property
    def viewer(self) -> team.Viewer:
        """Who has opened it, and in which role."""
        return self._desk.viewer

    @property
    def revision(self) -> str:
        """The name of the revision that is read: the latest, unless `as_of` chose another."""
        with self._desk.store.reading(self._desk.as_of) as moment:
            return moment.revision

    def latest_number(self) -> int:
        """The local number of the latest revision; cheap enough to ask all the time."""
        return self._desk.store.latest_number()

    def as_of(self, moment: str) -> Databank:
        """The databank as it was at a revision, or at the end of a date; read only."""
        desk = self._desk.at(moment)
        with desk.store.reading(moment):
            return Databank(desk)

    def search(
        self,
        words: str,
        *,
        language: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = 50,
        skip: int = 0,
    ) -> Answer:
        """Search the texts: words in any inflection, "phrases", AND, OR, NOT, prefix*."""
        return archive.search(
            self._desk,
            words,
            language=language,
            kind=kind,
            since=dated(since),
            until=dated(until),
            limit=limit,
            skip=skip,
        )

    def history(
        self,
        *,
        limit: int | None = 50,
        before: int | None = None,
        author: str | None = None,
        action: str | None = None,
        source: str | None = None,
    ) -> list[Entry]:
        """What was changed, newest first; `before` (an entry's number) gives the next page.

        `author` is a name, `action` a whole one ("coding.code") or a room ("coding"),
        `source` one that was touched.
        """
        number = self.sources.get(source).number if source is not None else None
        return team.history(
            self._desk, limit=limit, before=before, author=author, action=action, source=number
        )

    def deeds(self, revision: str) -> coding.Deeds:
        """What a revision added and withdrew, row by row, as people know the rows."""
        return coding.deeds(self._desk, revision)

    # -- changing and keeping -------------------------------------------------

    def undo(
        self, revision: str | None = None, *, with_later: bool = False, reason: str | None = None
    ) -> Revision:
        """Take a revision back; without a name, your own latest."""
        return team.undo(self._desk, revision, with_later=with_later, reason=reason)

    def would_undo(self, revision: str) -> Plan:
        """What undoing a revision would withdraw, revive, and take along."""
        return team.would_undo(self._desk, revision)

    def rests_on(self, revision: str) -> coding.Deeds:
        """The later rows that undoing a revision would take along, as people know them."""
        return coding.rests_on(self._desk, revision)

    def verify(self) -> Verification:
        """Check everything: the graph, the rows, the sealed files, the offsets."""
        self._desk.allow("verify")
        return verify(self._desk.store)

    def backup(self, file: str | Path) -> Backup:
        """Write a backup, with the content keys in a file beside it."""
        self._desk.allow("backup")
        return back_up(self._desk.store, Path(file))

    def seated(self, name: str) -> Databank:
        """The same databank as another member of the team.

        For a process that holds the archive key and has itself made sure who asks, such
        as a server; it protects nothing against a holder of the key.
        """
        with self._desk.store.reading() as moment:
            row = team.find_user(moment.connection, name)
            id = team.id_of_user(moment.connection, row.user)
        return Databank(replace(self._desk, viewer=team.viewer_for(self._desk.store, id)))

    def seated_as(self, who: bytes | int) -> Databank:
        """As `seated`, by a user's id or local number, cheap enough for every request."""
        viewer = team.viewer_now(self._desk.store, who)
        return Databank(replace(self._desk, viewer=viewer))

    def close(self) -> None:
        """Close it; the databank object opens nothing any more."""
        self._desk.store.close()

    def __enter__(self) -> Databank:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
