"""`bank.cases`: one pseudonymous record per person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relata import cases
from relata.cases import Case, CaseSheet, Place, Value
from relata.databank.room import Room


class Cases(Room):
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
