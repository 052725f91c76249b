"""Motives: how many people tell of each reason, and how many we do not know about.

A case has a motive by a standing coding of its code, or of a code below it, about
the case, or by a value that says so. It is without the motive only when a value
states it as absent; a case of which both is said is contradicted (`standings` says
how); all others are unknown, and unknown is not no.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from relata.errors import RelataError
from relata.findings.branches import Branches, branches, lineage
from relata.findings.finding import Finding, Record
from relata.findings.model import EVERY_CODER, STATED, Snapshot
from relata.findings.opening import OpenedFigure, OpenedPassage, open_figure
from relata.findings.pairs import Lists, distinct, once
from relata.findings.sheet import Column, Sheet, between, percent
from relata.findings.standings import (
    STANDINGS,
    Standing,
    behind,
    of_coder,
    speaking,
    standings,
)
from relata.stats.proportions import Proportion, clopper_pearson, wilson

if TYPE_CHECKING:
    import altair as alt
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_OPENS: dict[int, Standing] = {1: "yes", 4: "no", 5: "unknown", 6: "contradicted"}
"""Which columns of the sheet open, and to what."""

Shares = Literal["wilson", "clopper-pearson"]


class UnknownStanding(RelataError):
    """A number of a row that a table of motives does not have."""

    remedy = "Ask for yes, no, contradicted or unknown."

    def __init__(self) -> None:
        super().__init__("A motive opens by how it stands with the cases.")


@dataclass(frozen=True, slots=True)
class MotiveRow:
    """One motive.

    `cases` have it, `absent` is stated of them that they have not, `contradicted`
    both, `unknown` neither; together they are all cases looked at. `share` is of
    all cases looked at, `share_known` of those known one way or the other.
    `origins`, `sources` and `passages` are distinct ones behind `cases`;
    `unlinked` counts codings that are about no case yet and count nowhere else.
    """

    code: str
    label: str
    depth: int
    cases: int
    absent: int
    contradicted: int
    unknown: int
    share: Proportion
    share_known: Proportion
    origins: int
    sources: int
    passages: int
    unlinked: int

    @property
    def looked_at(self) -> int:
        """All cases of the databank at that revision."""
        return self.cases + self.absent + self.contradicted + self.unknown


@dataclass(frozen=True, eq=False, kw_only=True)
class Motives(Finding):
    """A table of motives, in the order of the codebook. Every number opens."""

    kind: ClassVar[str] = "motives"

    rows: tuple[MotiveRow, ...]
    by: str
    coder: str
    level: float
    _held: Snapshot
    _branches: Branches
    _standing: dict[Standing, tuple[Ints, Ints]]
    _codings: Ints
    _values: Ints

    @property
    def traced(self) -> bool:
        """Whether copies are counted with the origin they come from."""
        return self._held.origins is not None

    def __getitem__(self, code: str) -> MotiveRow:
        return self.rows[self._branches.row(code)]

    def open(self, code: str, *, standing: Standing = "yes") -> OpenedFigure:
        """Open a number of one motive: its cases, and the passages they rest on.

        `standing` picks the number: "yes", "no", "contradicted" or "unknown".
        Cases that are unknown have, by that word, no passages.
        """
        if standing not in STANDINGS:
            raise UnknownStanding
        return self._open(self._branches.row(code), standing)

    def opened_cell(self, row: int, column: int) -> OpenedFigure:
        """Open a number of the sheet by its place."""
        return self._open(row, _OPENS[column])

    def _open(self, row: int, standing: Standing) -> OpenedFigure:
        import numpy as np

        rows, cases = self._standing[standing] if standing != "unknown" else self._known
        begin, end = np.searchsorted(rows, [row, row + 1])
        counted = cases[begin:end]
        if standing == "unknown":
            counted = np.setdiff1d(np.arange(len(self._held.cases.no)), counted)
        codes = self._branches.codes_of_row(row)
        values = speaking(self._held, self._values, standing)
        about = np.isin(self._held.value_code[values], codes)
        if standing == "contradicted":
            # What is told of a code may be denied of one above it.
            above = [up for at in codes.tolist() for up in lineage(self._held.codes)[at]]
            denied = self._held.values.status[values] != STATED
            about |= denied & np.isin(self._held.value_code[values], above)
        return open_figure(
            self._held,
            f"{self.rows[row].label}: {standing}",
            counted,
            codings=self._codings_of_code.spread(codes)[1],
            values=values[about],
        )

    @cached_property
    def unlinked(self) -> tuple[OpenedPassage, ...]:
        """The codings that are about no case: give each its case, and they count."""
        held = self._held
        return tuple(
            OpenedPassage(held.sources.id[s], b, e, held.coders.name[w], held.codes.path[c], None)
            for s, b, e, w, c in zip(
                held.coding_source[self._open_codings].tolist(),
                held.passages.start[held.coding_passage[self._open_codings]].tolist(),
                held.passages.end[held.coding_passage[self._open_codings]].tolist(),
                held.coding_coder[self._open_codings].tolist(),
                held.coding_code[self._open_codings].tolist(),
                strict=True,
            )
        )

    @cached_property
    def _open_codings(self) -> Ints:
        import numpy as np

        counted = once(self._branches.member_code)
        loose = self._codings[self._held.coding_case[self._codings] < 0]
        kept: Ints = loose[np.isin(self._held.coding_code[loose], counted)]
        return kept

    @cached_property
    def _codings_of_code(self) -> Lists:
        codes = self._held.coding_code[self._codings]
        return Lists(codes, self._codings, len(self._held.codes.no))

    @cached_property
    def _known(self) -> tuple[Ints, Ints]:
        import numpy as np

        pairs = [self._standing[s] for s in STANDINGS[:3]]
        return distinct(
            np.concatenate([rows for rows, _ in pairs]),
            np.concatenate([cases for _, cases in pairs]),
            len(self._held.cases.no),
        )

    def records(self) -> list[Record]:
        """One flat record per motive; shares and their bounds from 0 to 1."""
        return [
            {
                "code": row.code,
                "label": row.label,
                "depth": row.depth,
                "cases": row.cases,
                "absent": row.absent,
                "contradicted": row.contradicted,
                "unknown": row.unknown,
                "looked_at": row.looked_at,
                "share": row.share.value,
                "share_low": row.share.interval.low,
                "share_high": row.share.interval.high,
                "share_known": row.share_known.value,
                "share_known_low": row.share_known.interval.low,
                "share_known_high": row.share_known.interval.high,
                "share_reason": row.share.reason,
                "share_known_reason": row.share_known.reason,
                "origins": row.origins,
                "sources": row.sources,
                "passages": row.passages,
                "unlinked": row.unlinked,
            }
            for row in self.rows
        ]

    def sheet(self) -> Sheet:
        """The table laid out for people."""
        bounds = f"{100 * self.level:g} % interval"
        columns = (
            Column("Motive", number=False),
            Column("Cases"),
            Column("Share"),
            Column(bounds, rank=1),
            Column("Absent", rank=3),
            Column("Unknown", rank=2),
            Column("Contradicted", rank=4),
            Column("Of known", rank=5),
            Column("Origins" if self.traced else "Sources", rank=3),
            Column("Passages", rank=4),
            Column("No case", rank=6),
        )
        rows = tuple(
            (
                row.label,
                str(row.cases),
                percent(row.share.value),
                between(row.share.interval),
                str(row.absent),
                str(row.unknown),
                str(row.contradicted),
                percent(row.share_known.value),
                str(row.origins),
                str(row.passages),
                str(row.unlinked),
            )
            for row in self.rows
        )
        return Sheet(
            title=f"Motives by {self.by}, of {len(self._held.cases.no)} cases ({self.coder})",
            revision=self.revision,
            columns=columns,
            rows=rows,
            depth=tuple(row.depth for row in self.rows),
            notes=(self.method, *self.notes),
            opens=tuple(_OPENS),
        )

    def to_chart(
        self, *, language: str = "en", names: Mapping[str, str] | None = None
    ) -> alt.LayerChart:
        """The table as a chart; `names` gives codes other names, by their path."""
        from relata.findings.charts import motives_chart

        return motives_chart(self, language=language, names=names)


def motives(
    snapshot: Snapshot,
    *,
    under: str | None = None,
    coder: str | None = None,
    level: float = 0.95,
    by: str = "code",
    interval: Shares = "wilson",
) -> Motives:
    """Count for each motive the cases that tell of it.

    Parameters
    ----------
    under : str, optional
        Only this branch of the code tree, called by path, name or label.
    coder : str, optional
        Only what this coder coded and entered; otherwise what anybody did.
    level, interval
        Coverage of the intervals of the shares, and whose they are.
    by : str
        "code" for the tree, where a case counts once in each code above;
        "axis", "side", or the name of a scheme that the codes refer to.
    """
    import numpy as np

    held = snapshot
    shape = branches(held.codes, under=under, by=by)
    codings, values = of_coder(held, coder)
    stand = standings(held, shape, codings, values)
    n_cases = len(held.cases.no)
    counts = {s: np.bincount(rows, minlength=len(shape)) for s, (rows, _) in stand.items()}
    passages, sources, origins = behind(held, shape, codings, values, stand["yes"])
    loose = codings[held.coding_case[codings] < 0]
    unlinked = np.bincount(
        shape.rows_of_code.spread(held.coding_code[loose])[1], minlength=len(shape)
    )
    share: Callable[..., Proportion] = wilson if interval == "wilson" else clopper_pearson
    rows = []
    for row in range(len(shape)):
        yes, no, both = (int(counts[s][row]) for s in STANDINGS[:3])
        rows.append(
            MotiveRow(
                code=shape.key[row],
                label=shape.label[row],
                depth=shape.depth[row],
                cases=yes,
                absent=no,
                contradicted=both,
                unknown=n_cases - yes - no - both,
                share=share(yes, n_cases, level=level),
                share_known=share(yes, yes + no, level=level),
                origins=int(origins[row]),
                sources=int(sources[row]),
                passages=int(passages[row]),
                unlinked=int(unlinked[row]),
            )
        )
    notes = [f"Origins: {held.origin_rule}."]
    if loose.size:
        notes.append(f"Codings about no case yet, which count in no row: {loose.size}.")
    return Motives(
        revision=held.revision,
        method=_method(rows[0].share.method if rows else share(0, 1).method),
        origin_rule=held.origin_rule,
        notes=tuple(notes),
        rows=tuple(rows),
        by=by,
        coder=coder or EVERY_CODER,
        level=level,
        _held=held,
        _branches=shape,
        _standing=stand,
        _codings=codings,
        _values=values,
    )


def _method(interval: str) -> str:
    return (
        "A case counts once for a motive when a standing coding of it, or of a code below it, "
        "is about the case, or a value says so; as absent only when a value states that; as "
        "contradicted when both is said; otherwise it is unknown. Shares are of all cases "
        f"looked at, unknown ones included; of known: cases / (cases + absent). {interval}."
    )
