"""The databank: what `relata.open(path)` returns. It hands each question to its room.

Every face (notebook, command line, server) calls this and nothing below it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from relata import archive, cases, coding, team
from relata.archive import Answer, Source, Text
from relata.cases import Case, CaseSheet, Place, Value
from relata.codebook import keeping as codebooks
from relata.coding import Coded, Coding, Extent
from relata.store import (
    Backup,
    Restored,
    Store,
    Verification,
    back_up,
    create,
    new_id,
    open_store,
    verify,
)
from relata.store import keys as keyring
from relata.store import restore as restore_store
from relata.store.folder import find, read
from relata.store.keys import Cost, Keys
from relata.store.store import Clock
from relata.store.writing import Revision
from relata.team import Desk, Entry, User
from relata.text.spans import Span

if TYPE_CHECKING:
    from relata.codebook import CodebookEntry, Difference
    from relata.coding.rereading import Reread
    from relata.findings import CodedHits, CrossTable, Motives
    from relata.findings.motives import Shares
    from relata.sources.intake import Added, Progress
    from relata.sources.model import Limits
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
            since=since,
            until=until,
            limit=limit,
            skip=skip,
        )

    def history(self, *, limit: int | None = 50) -> list[Entry]:
        """What was changed, newest first."""
        return team.history(self._desk, limit=limit)

    # -- changing and keeping -------------------------------------------------

    def undo(
        self, revision: str | None = None, *, with_later: bool = False, reason: str | None = None
    ) -> Revision:
        """Take a revision back; without a name, your own latest."""
        return team.undo(self._desk, revision, with_later=with_later, reason=reason)

    def would_undo(self, revision: str) -> Plan:
        """What undoing a revision would withdraw, revive, and take along."""
        return team.would_undo(self._desk, revision)

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


class _Room:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk


class Sources(_Room):
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
            self._desk, language=language, kind=kind, since=since, until=until
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
            "date": _date(date) if date is not None else None,
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


class Codebook(_Room):
    """The codebook: codes and variables, every wording kept."""

    def load(
        self, told: str | Path | CodebookEntry, *, reason: str | None = None, replace: bool = False
    ) -> Difference:
        """Bring in a codebook: a YAML file, a spreadsheet, or a starter by name."""
        from relata.codebook import CodebookEntry, read_codebook

        entry = told if isinstance(told, CodebookEntry) else read_codebook(told)
        return codebooks.import_codebook(self._desk, entry, reason=reason, replace_all=replace)

    def show(self) -> CodebookEntry:
        """The whole codebook as it stands."""
        with self._desk.reading("codebook.read") as sight:
            return codebooks.codebook_seen(sight)

    def codes(self) -> list[codebooks.Code]:
        """All codes in the order of the tree, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(codebooks.codes_seen(sight).values())

    def variables(self) -> list[codebooks.Variable]:
        """All variables in the order of the codebook, with their ids."""
        with self._desk.reading("codebook.read") as sight:
            return list(codebooks.variables_seen(sight).values())


class Cases(_Room):
    """Cases: one pseudonymous record per person."""

    def new(self, name: str | None = None, *, sources: Sequence[str] = ()) -> Case:
        """Make a case, linked to the sources that tell of it; without a name it gets a number."""
        return cases.new_case(self._desk, name, sources=sources)

    def list(self) -> list[Case]:
        """All cases, in the order they were made."""
        return cases.list_cases(self._desk)

    def sheet(self, name: str) -> CaseSheet:
        """All values of a case, with the passages they rest on."""
        return cases.case_sheet(self._desk, name)

    def set(
        self,
        name: str,
        about: str,
        told: str | None = None,
        *,
        status: str = "stated",
        evidence: Iterable[tuple[str, int, int]] = (),
        missing: str | None = None,
        note: str | None = None,
        beside: bool = False,
    ) -> Value:
        """Set a value; `evidence` names passages as (source, start, end)."""
        return cases.set_value(
            self._desk,
            name,
            about,
            told,
            status=status,
            evidence_at=[Place(*place) for place in evidence],
            missing=missing,
            note=note,
            beside=beside,
        )

    def link(self, name: str, *sources: str) -> Case:
        """Say that sources tell of a case; later codings of them are about it."""
        return cases.link_sources(self._desk, name, sources)

    def unlink(self, name: str, source: str) -> None:
        """Take a link back; codings and values stay."""
        cases.unlink_source(self._desk, name, source)

    def erase(self, name: str, *, reason: str | None = None) -> str:
        """Destroy all that is held of a case, when consent is withdrawn."""
        return cases.erase_case(self._desk, name, reason=reason)


class Codings(_Room):
    """Codings: passages, codes, coders, and the case each is about."""

    def code(
        self, source: str, *spans: tuple[int, int], code: str, case: str | None = None
    ) -> Coded:
        """Code passages of a source; offsets count characters, the end is left out."""
        return coding.code_passages(
            self._desk, source, [Span(*span) for span in spans], code, case=case
        )

    def code_hits(
        self,
        words: str,
        code: str,
        *,
        extent: Extent = "sentence",
        case: str | None = None,
        language: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Coded:
        """Code everything a search finds, in one revision."""
        return coding.code_hits(
            self._desk,
            words,
            code,
            extent=extent,
            case=case,
            language=language,
            kind=kind,
            since=since,
            until=until,
        )

    def list(
        self,
        *,
        source: str | None = None,
        code: str | None = None,
        coder: str | None = None,
        case: str | None = None,
    ) -> list[Coding]:
        """Standing codings, by place in their source."""
        return coding.list_codings(self._desk, source=source, code=code, coder=coder, case=case)

    def quotation(self, found: Coding) -> str:
        """The words a coding marks."""
        return coding.quotation(self._desk, found)

    def remove(self, *ids: str) -> int:
        """Take your own codings back."""
        return coding.uncode(self._desk, ids)


class Findings(_Room):
    """Findings: named results that open down to the passages they rest on."""

    def motives(
        self,
        *,
        under: str | None = None,
        coder: str | None = None,
        by: str = "code",
        interval: Shares = "wilson",
        level: float = 0.95,
    ) -> Motives:
        """How many cases tell of each motive, with unknown apart from no.

        `under` limits it to a branch of the codebook, `coder` to one coder's choices;
        `by` counts by "code", or by the name of a published scheme.
        """
        from relata import findings

        return findings.motives(
            findings.snapshot(self._desk),
            under=under,
            coder=coder,
            by=by,
            interval=interval,
            level=level,
        )

    def cross(
        self,
        rows: str,
        columns: str,
        *,
        coder: str | None = None,
        level: float = 0.95,
        breaks: Mapping[str, Sequence[float]] | None = None,
        small: int = 5,
    ) -> CrossTable:
        """Cases by two variables or codes, with a test and small cells marked."""
        from relata import findings

        return findings.cross(
            findings.snapshot(self._desk),
            rows,
            columns,
            coder=coder,
            level=level,
            breaks=breaks,
            small=small,
        )

    def codes(self, expression: str, *, coder: str | None = None) -> CodedHits:
        """Coded retrieval: A AND B, A NOT B, A NEAR B, within cases WHERE variable = value."""
        from relata import findings

        near = "NEAR" in expression.upper()
        return findings.codes(
            findings.snapshot(self._desk, paragraphs=near), expression, coder=coder
        )


class Team(_Room):
    """The team: who works here, as what, and the key slots they open it with."""

    def list(self) -> list[User]:
        """Everybody, active or not, by name."""
        return team.list_users(self._desk)

    def add(
        self, name: str, role: str, passphrase: str | None = None, *, cost: Cost | None = None
    ) -> User:
        """Add a person; with a passphrase the person can open the databank at once."""
        if passphrase is not None:
            keyring.check_passphrase(passphrase)
        made = team.add_user(self._desk, name, role)
        if passphrase is not None:
            self._slot(passphrase, user=bytes.fromhex(made.id), name=made.name, cost=cost)
        return made

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        new_name: str | None = None,
        active: bool | None = None,
    ) -> User:
        """Give a person another role or name, or (de)activate the account."""
        changed = team.change_user(self._desk, name, role=role, new_name=new_name, active=active)
        if new_name is not None:
            slots = self._desk.store.layout.keys
            keyring.rename_slots(slots, bytes.fromhex(changed.id), changed.name)
        return changed

    def change_passphrase(self, new: str, *, cost: Cost | None = None) -> None:
        """Give your own key slot a new passphrase; the old one opens nothing any more."""
        store = self._desk.store
        old = [
            slot.name
            for slot in keyring.read_slots(store.layout.keys)
            if slot.user == self._desk.viewer.id.hex() and slot.kind == "passphrase"
        ]
        self._slot(new, user=self._desk.viewer.id, name=self._desk.viewer.name, cost=cost)
        for slot in old:
            keyring.remove_slot(store.layout.keys, slot)

    def new_recovery_key(self, *, cost: Cost | None = None) -> str:
        """A recovery key that opens the databank as you; shown once, kept nowhere."""
        key = keyring.new_recovery_key()
        self._slot(key, user=self._desk.viewer.id, name=self._desk.viewer.name, cost=cost)
        return key

    def _slot(self, passphrase: str, *, user: bytes, name: str, cost: Cost | None) -> None:
        store = self._desk.store
        keyring.add_slot(
            store.layout.keys,
            store.keys,
            passphrase,
            user=user,
            name=name,
            cost=cost or keyring.STANDARD_COST,
        )


def _date(told: str) -> str:
    """A date in EDTF, in its one form. Raises BadDate."""
    from relata.codebook import parse_date

    return parse_date(told).text


def init(
    folder: str | Path,
    *,
    passphrase: str,
    name: str = "lead",
    url: str | None = None,
    cost: Cost | None = None,
    clock: Clock | None = None,
) -> Databank:
    """Make a new databank in a folder; whoever makes it is its guardian.

    `url` puts the rows on PostgreSQL instead of into the folder. `cost` is what it
    costs to try a passphrase; it is kept in the key slot.
    """
    root = Path(folder)
    user = new_id()
    keys = Keys(keyring.new_archive_key(), user, "")
    keyring.check_passphrase(passphrase)
    layout = create(root, id=new_id().hex(), keys=keys, url=url)
    keyring.add_slot(
        layout.keys, keys, passphrase, user=user, name=name, cost=cost or keyring.STANDARD_COST
    )
    store = _open(layout.root, keys, clock)
    with store.writing(author=user, action="databank.init") as writing:
        team.first_user(writing, name, id=user)
    return Databank(Desk(store, team.viewer_for(store, user)))


def restore(
    file: str | Path,
    into: str | Path,
    passphrase: str,
    *,
    keys_file: str | Path | None = None,
    user: str | None = None,
    url: str | None = None,
) -> Restored:
    """Make a databank from a backup, in a new folder; what was erased since stays erased.

    The content keys are taken from the .keys file beside the backup unless `keys_file`
    names another; keep only the newest. `url` puts the rows on PostgreSQL.
    """
    return restore_store(
        Path(file),
        Path(into),
        passphrase,
        keys_file=Path(keys_file) if keys_file is not None else None,
        user=user,
        url=url,
    )


def open_databank(
    folder: str | Path | None = None,
    *,
    passphrase: str | None = None,
    user: str | None = None,
    as_of: str | None = None,
    keys: Keys | None = None,
    clock: Clock | None = None,
) -> Databank:
    """Open a databank: the one in `folder`, or the nearest one above where you are.

    The passphrase may come from RELATA_PASSPHRASE. When several people can open it,
    `user` says who does. `keys` opens it without deriving them again.
    """
    root = find(Path(folder) if folder is not None else Path.cwd())
    if keys is None:
        passphrase = passphrase if passphrase is not None else os.environ.get("RELATA_PASSPHRASE")
        if passphrase is None:
            raise keyring.WrongPassphrase(
                "A passphrase is needed.", remedy="Pass it, or set RELATA_PASSPHRASE."
            )
        keys = unlock(root, passphrase, user=user)
    store = _open(root, keys, clock)
    bank = Databank(Desk(store, team.viewer_for(store, keys.user)))
    return bank.as_of(as_of) if as_of is not None else bank


def unlock(root: Path, passphrase: str, *, user: str | None = None) -> Keys:
    """Derive the keys of a databank; the slow part of opening, on purpose."""
    return keyring.unlock(read(root).keys, passphrase, user=user or os.environ.get("RELATA_USER"))


def _open(root: Path, keys: Keys, clock: Clock | None) -> Store:
    return open_store(root, keys, clock=clock) if clock else open_store(root, keys)
