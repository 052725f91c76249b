"""`bank.cases`: one pseudonymous record per person."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence

from relata import cases
from relata.cases import Case, CaseSheet, Place, Value
from relata.cases.competing import Competing, competing
from relata.cases.evidence import add_evidence, remove_evidence, take_back
from relata.cases.told_before import Judgement, judgements
from relata.cases.understanding import Understood, understand
from relata.coding.case_overview import CaseLine, OpenCoding, case_lines, open_codings
from relata.databank.room import Room


class Cases(Room):
    """Cases: one pseudonymous record per person."""

    def new(self, name: str | None = None, *, sources: Sequence[str] = ()) -> Case:
        """Make a case, linked to the sources that tell of it; without a name it gets a number."""
        return cases.new_case(self._desk, name, sources=sources)

    def list(self, *, source: str | None = None) -> list[Case]:
        """All cases, in the order they were made; or those that a source tells of."""
        return cases.list_cases(self._desk, source=source)

    def overview(
        self,
        *,
        where: Mapping[str, str | None] | None = None,
        code: str | None = None,
        open: bool = False,
    ) -> builtins.list[CaseLine]:
        """All cases with counts of what is held of each, and what is missing.

        `where` asks for stated values of variables (None: nothing is set), `code` for
        cases of which it or a code below it is told, `open` for those without a source
        or with codings in their sources that are about no case yet.
        """
        return case_lines(self._desk, where=where, code=code, open=open)

    def open_codings(
        self, *, source: str | None = None, limit: int | None = None
    ) -> builtins.list[OpenCoding]:
        """Codings about no case yet, with the cases their source tells of."""
        return open_codings(self._desk, source=source, limit=limit)

    def competing(self, name: str) -> builtins.list[Competing]:
        """What all coders hold of a case, side by side: the same, or different things."""
        return competing(self._desk, name)

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

    def understand(self, variable: str, told: str) -> Understood:
        """How a value would be kept, without keeping it; words for a date are proposed in EDTF."""
        return understand(self._desk, variable, told)

    def rest(self, value: str, source: str, start: int, end: int) -> Value:
        """Let your own value rest on one more passage."""
        return add_evidence(self._desk, value, Place(source, start, end))

    def unrest(self, value: str, source: str, start: int, end: int) -> Value:
        """Let your own value no longer rest on a passage."""
        return remove_evidence(self._desk, value, Place(source, start, end))

    def take_back(self, value: str) -> None:
        """Take your own value back, with its evidence."""
        take_back(self._desk, value)

    def judgements(self, name: str, about: str) -> tuple[Judgement, ...]:
        """Who said what of a variable or code when, taken back or not; oldest first."""
        return tuple(judgements(self._desk, name, about))

    def link(self, name: str, *sources: str) -> Case:
        """Say that sources tell of a case; later codings of them are about it."""
        return cases.link_sources(self._desk, name, sources)

    def unlink(self, name: str, source: str) -> None:
        """Take a link back; codings and values stay."""
        cases.unlink_source(self._desk, name, source)

    def erase(self, name: str, *, reason: str | None = None) -> str:
        """Destroy all that is held of a case, when consent is withdrawn."""
        return cases.erase_case(self._desk, name, reason=reason)
