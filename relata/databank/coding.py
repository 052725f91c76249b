"""`bank.coding`: codes chosen for passages, and taken back."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Mapping

from relata import coding
from relata.codebook.versions import CodeVersion
from relata.coding import Change, Coded, Coding, Columns, Counts, Extent, HitsCounted
from relata.coding.looking import Looked, look, looked
from relata.databank.dates import dated
from relata.databank.room import Room
from relata.text.spans import Span


class Codings(Room):
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
        sources: Collection[str] | None = None,
    ) -> Coded:
        """Code everything a search finds, in one revision; `sources` narrows it to these ids."""
        return coding.code_hits(
            self._desk,
            words,
            code,
            extent=extent,
            case=case,
            language=language,
            kind=kind,
            since=dated(since),
            until=dated(until),
            sources=sources,
        )

    def count_hits(
        self,
        words: str,
        *,
        extent: Extent = "sentence",
        language: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        sources: Collection[str] | None = None,
    ) -> HitsCounted:
        """How many passages `code_hits` would code, and in how many sources."""
        return coding.count_hits(
            self._desk,
            words,
            extent=extent,
            language=language,
            kind=kind,
            since=dated(since),
            until=dated(until),
            sources=sources,
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

    def remove(self, *which: str | int) -> Coded:
        """Take your own codings back, by id or local number; `gone` are those that stood."""
        return coding.uncode(self._desk, which)

    def move(self, which: str | int, start: int, end: int) -> Coded:
        """Extend, shrink or shift a coding of your own."""
        return coding.move(self._desk, which, start, end)

    def about(self, which: str | int, case: str | None) -> Coded:
        """Say which case a coding of your own is about; None leaves it open."""
        return coding.about(self._desk, which, case)

    def confirm(self, *which: str | int) -> Coded:
        """Keep your own codings, having looked at them under the present definition."""
        return coding.confirm(self._desk, which)

    def older(self, *, code: str | None = None, coder: str | None = None) -> builtins.list[Coding]:
        """Codings made under an older definition of their code: what to look at again."""
        return coding.older(self._desk, code=code, coder=coder)

    def older_counts(self) -> Mapping[int, Mapping[int, coding.OlderCount]]:
        """Codings, and those under an older definition, by local number of code and coder."""
        return coding.count_older(self._desk)

    def wordings(self, codings: Collection[Coding]) -> dict[int, CodeVersion]:
        """The wording of its code that each coding was made under, by the coding's number."""
        return coding.wordings(self._desk, codings)

    def give(self, which: str | int, code: str | int) -> Coded:
        """Let a coding of your own have another code."""
        return coding.give(self._desk, which, code)

    def look(self, source: str, state: str | None) -> Looked | None:
        """Say that you have begun with a source, or are "done"; None takes it back.

        Done with nothing coded is a judgement; not looked at is the lack of one.
        """
        return look(self._desk, source, state)

    def looked(self, source: str | None = None) -> builtins.list[Looked]:
        """How far each coder is with a source, or with all; who is missing has not looked."""
        return looked(self._desk, source)

    def columns(self, source: str, since: int | None = None) -> Columns:
        """The codings of a source as arrays of numbers; with `since`, what came after it."""
        return coding.columns(self._desk, source, since)

    def counts(self) -> Mapping[int, Counts]:
        """Codings, passages, cases and sources of each code, by its local number."""
        return coding.counts(self._desk)

    def changes(self, after: int, upto: int | None = None) -> builtins.list[Change]:
        """What was changed after a revision number, as far as you may see it."""
        return coding.changes_between(self._desk, after, upto)
