"""`bank.findings`: numbers that open down to the passages they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from relata.databank.room import Room

if TYPE_CHECKING:
    from relata.findings import CodedHits, CrossTable, Motives
    from relata.findings.motives import Shares


class Findings(Room):
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
