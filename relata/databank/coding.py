"""`bank.coding`: codes chosen for passages, and taken back."""

from __future__ import annotations

from relata import coding
from relata.coding import Coded, Coding, Extent
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
            since=dated(since),
            until=dated(until),
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
