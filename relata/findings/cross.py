"""Two variables, or a code and a variable, set against each other in a table of cases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from relata.errors import RelataError
from relata.findings.axes import Axis, axis
from relata.findings.finding import Finding, Record
from relata.findings.model import EVERY_CODER, Snapshot
from relata.findings.opening import OpenedFigure, open_figure
from relata.findings.pairs import Lists, distinct
from relata.findings.sheet import Column, Sheet, probability
from relata.stats.tables import RULE, Association, SmallCells, association, small_cells

if TYPE_CHECKING:
    import altair as alt
    import numpy as np
    from numpy.typing import NDArray

    from relata.findings.charts import Form

    Ints = NDArray[np.int64]

SMALL = "*"
THIN = "°"


class SameAxis(RelataError):
    """A table of something against itself."""

    remedy = "Name two different variables or codes."

    def __init__(self) -> None:
        super().__init__("A cross table needs two different axes.")


class NoSuchCell(RelataError):
    """A cell outside the table was to be opened."""

    remedy = "Ask for the table again: its rows or columns have changed."

    def __init__(self) -> None:
        super().__init__("The table has no such cell.")


@dataclass(frozen=True, eq=False, kw_only=True)
class CrossTable(Finding):
    """A table of cases by two axes.

    `counts` has the shape (row categories, column categories); `row_totals`,
    `column_totals` and `total` count distinct cases, so in overlapping tables the
    cells add up to more. `tested` marks the cells that take part in the test: both
    categories are answers. `test` is None, with the `reason`, where no test is made.
    `small` marks counts under the threshold and thin expected counts; its masks are
    false outside the test.
    """

    kind: ClassVar[str] = "cross"

    rows: Axis
    columns: Axis
    counts: Ints
    row_totals: Ints
    column_totals: Ints
    total: int
    tested: NDArray[np.bool_]
    expected: NDArray[np.float64]
    small: SmallCells
    test: Association | None
    reason: str | None
    coder: str
    _held: Snapshot

    def cell(self, row: str, column: str) -> int:
        """How many cases stand in a row and a column, called by their labels."""
        return int(self.counts[self.rows.place(row), self.columns.place(column)])

    def open(self, row: str | None, column: str | None = None) -> OpenedFigure:
        """Open a cell, or a total where one axis is None: its cases and their passages."""
        return self._open(
            None if row is None else self.rows.place(row),
            None if column is None else self.columns.place(column),
        )

    def open_at(self, row: int | None, column: int | None) -> OpenedFigure:
        """Open a cell by the places of its row and column, or a total where one is None."""
        for at, side in ((row, self.rows), (column, self.columns)):
            if at is not None and not 0 <= at < len(side.categories):
                raise NoSuchCell
        return self._open(row, column)

    def opened_cell(self, row: int, column: int) -> OpenedFigure:
        """Open a number of the sheet by its place."""
        last = column == len(self.columns.categories) + 1
        return self._open(
            row if row < len(self.rows.categories) else None, None if last else column - 1
        )

    def _open(self, row: int | None, column: int | None) -> OpenedFigure:
        import numpy as np

        held = self._held
        every = np.arange(len(held.cases.no))
        in_row = every if row is None else self.rows.cases_of(row)
        in_column = every if column is None else self.columns.cases_of(column)
        supports = [self.rows.support(held, row), self.columns.support(held, column)]
        names = [
            "all" if at is None else side.categories[at].label
            for side, at in ((self.rows, row), (self.columns, column))
        ]
        return open_figure(
            held,
            f"{self.rows.label}: {names[0]}, {self.columns.label}: {names[1]}",
            np.intersect1d(in_row, in_column),
            codings=np.union1d(supports[0][0], supports[1][0]),
            values=np.union1d(supports[0][1], supports[1][1]),
        )

    def records(self) -> list[Record]:
        """One record per cell; `expected` is NaN for cells that take no part in the test."""
        return [
            {
                "row": row.label,
                "column": column.label,
                "cases": int(self.counts[r, c]),
                "known": bool(self.tested[r, c]),
                "expected": float(self.expected[r, c]),
                "small": bool(self.small.below[r, c]),
                "thin": bool(self.small.thin[r, c]),
            }
            for r, row in enumerate(self.rows.categories)
            for c, column in enumerate(self.columns.categories)
        ]

    def to_dict(self) -> Record:
        """The table as plain JSON, with its test beside the cells."""
        shown = super().to_dict()
        test = self.test
        shown["rows"], shown["columns"] = self.rows.name, self.columns.name
        shown["total"] = self.total
        shown["test"] = test and {
            "name": test.test,
            "p": _number(test.p),
            "p_error": _number(test.p_error),
            "statistic": _number(test.statistic),
            "dof": test.dof,
            "cramers_v": _number(test.effect.value),
            "cramers_v_corrected": _number(test.effect.corrected),
            "odds_ratio": _number(test.odds.odds_ratio) if test.odds else None,
            "odds_ratio_low": _number(test.odds.interval.low) if test.odds else None,
            "odds_ratio_high": _number(test.odds.interval.high) if test.odds else None,
        }
        shown["reason"] = self.reason
        return shown

    def sheet(self) -> Sheet:
        """The table laid out for people; what is no answer stands in parentheses."""
        columns = (
            Column(self.rows.label, number=False),
            *(
                Column(category.label if category.known else f"({category.label})", rank=rank)
                for category, rank in zip(
                    self.columns.categories, _ranks(self.columns), strict=True
                )
            ),
            Column("All"),
        )
        body = [
            (
                category.label if category.known else f"({category.label})",
                *(self._shown(row, column) for column in range(len(self.columns.categories))),
                str(self.row_totals[row]),
            )
            for row, category in enumerate(self.rows.categories)
        ]
        body.append(("All", *map(str, self.column_totals.tolist()), str(self.total)))
        return Sheet(
            title=f"{self.rows.label} by {self.columns.label}, cases ({self.coder})",
            revision=self.revision,
            columns=columns,
            rows=tuple(body),
            depth=(0,) * len(body),
            notes=(*self.notes, self.method),
            opens=tuple(range(1, len(columns))),
        )

    def to_chart(
        self,
        *,
        language: str = "en",
        form: Form = "heat",
        names: Mapping[str, str] | None = None,
    ) -> alt.LayerChart:
        """The table as a heat table, or as grouped "bars"; `names` gives labels other names."""
        from relata.findings.charts import cross_chart

        return cross_chart(self, language=language, form=form, names=names)

    def _shown(self, row: int, column: int) -> str:
        marks = SMALL if self.small.below[row, column] else ""
        marks += THIN if self.small.thin[row, column] else ""
        return f"{self.counts[row, column]}{marks}"


def cross(
    snapshot: Snapshot,
    rows: str,
    columns: str,
    *,
    coder: str | None = None,
    level: float = 0.95,
    breaks: Mapping[str, Sequence[float]] | None = None,
    small: int = 5,
    seed: int = 0,
) -> CrossTable:
    """Count cases by two variables or codes, and test whether these go together.

    Parameters
    ----------
    rows, columns : str
        A variable or a code, by name, label or path; "code:NAME" or
        "variable:NAME" where both are called so; "CODE/*" for the codes directly
        below one. Free text is refused.
    breaks : mapping, optional
        For a variable that is a number, where to cut it, by the name given above.
    small : int
        Counts from 1 to one under it are marked.
    seed : int
        For the random tables that stand in where an exact test is out of reach.
    """
    import numpy as np

    cuts = breaks or {}
    down = axis(snapshot, rows, coder=coder, breaks=cuts.get(rows))
    across = axis(snapshot, columns, coder=coder, breaks=cuts.get(columns))
    if down.name == across.name:
        raise SameAxis
    shape = (len(down.categories), len(across.categories))
    n_cases = len(snapshot.cases.no)
    standing = Lists(across.case, across.category, n_cases)
    which, column = standing.spread(down.case)
    counts = np.bincount(
        down.category[which] * shape[1] + column, minlength=shape[0] * shape[1]
    ).reshape(shape)

    known_down = np.asarray([category.known for category in down.categories], dtype=bool)
    known_across = np.asarray([category.known for category in across.categories], dtype=bool)
    tested = np.outer(known_down, known_across)
    overlapping = [side.label for side in (down, across) if side.overlapping]
    marked, expected = _marked(counts, known_down, known_across, small, bool(overlapping))
    test, reason = _tested(counts[known_down][:, known_across], overlapping, level, seed)
    return CrossTable(
        revision=snapshot.revision,
        method=_method(test),
        origin_rule=snapshot.origin_rule,
        notes=tuple(_notes(test, reason, marked, counts, tested)),
        rows=down,
        columns=across,
        counts=counts,
        row_totals=_totals(down, n_cases),
        column_totals=_totals(across, n_cases),
        total=n_cases,
        tested=tested,
        expected=expected,
        small=marked,
        test=test,
        reason=reason,
        coder=coder or EVERY_CODER,
        _held=snapshot,
    )


def _totals(side: Axis, n_cases: int) -> Ints:
    import numpy as np

    category, _ = distinct(side.category, side.case, n_cases)
    return np.bincount(category, minlength=len(side.categories))


def _marked(
    counts: Ints,
    known_down: NDArray[np.bool_],
    known_across: NDArray[np.bool_],
    threshold: int,
    overlapping: bool,
) -> tuple[SmallCells, NDArray[np.float64]]:
    """Small cells anywhere, thin ones and expected counts among the answers only."""
    import numpy as np

    from relata.stats.chi_square import expected_counts

    expected = np.full(counts.shape, math.nan)
    thin = np.zeros(counts.shape, dtype=bool)
    inner = counts[known_down][:, known_across]
    at = np.ix_(known_down, known_across)
    if min(inner.shape) >= 2 and not overlapping:
        expected[at] = expected_counts(inner)
        thin[at] = small_cells(inner, threshold=threshold).thin
    below = (counts > 0) & (counts < threshold)
    return SmallCells(below, thin, threshold), expected


def _tested(
    inner: Ints, overlapping: Sequence[str], level: float, seed: int
) -> tuple[Association | None, str | None]:
    if overlapping:
        return None, (
            f"No test: a case can stand in several categories of {' and of '.join(overlapping)}."
        )
    if min(inner.shape) < 2:
        return None, "No test: fewer than two answers stand on one of the axes."
    result = association(inner, level=level, seed=seed)
    if math.isnan(result.p):
        return None, "No test: all cases with both answers have the same one on an axis."
    return result, None


def _notes(
    test: Association | None,
    reason: str | None,
    marked: SmallCells,
    counts: Ints,
    tested: NDArray[np.bool_],
) -> list[str]:
    notes = []
    if test is None:
        notes.append(reason or "No test.")
    else:
        sampled = f" (standard error {test.p_error:.4f})" if test.p_error else ""
        chi = "" if math.isnan(test.statistic) else f" ({test.statistic:.2f}, {test.dof} dof)"
        strength = f"Cramér's V {test.effect.value:.2f}"
        if not math.isnan(test.effect.corrected):
            strength += f", {test.effect.corrected:.2f} without its bias"
        notes.append(f"{test.test}{chi}: {probability(test.p)}{sampled}. {strength}.")
        if test.odds and not math.isnan(test.odds.odds_ratio):
            ends = test.odds.interval
            notes.append(
                f"Odds ratio {_odds(test.odds.odds_ratio)} "
                f"[{_odds(ends.low)}, {_odds(ends.high)}] at {100 * ends.level:g} %."
            )
    apart = int(counts[~tested].sum())
    if apart:
        notes.append(f"In parentheses, with no part in a test: no one answer ({apart} counts).")
    if marked.below.any():
        notes.append(f"{SMALL} fewer than {marked.threshold} cases.")
    if marked.thin.any():
        notes.append(f"{THIN} fewer than 5 cases expected.")
    return notes


def _method(test: Association | None) -> str:
    return (
        "A case counts by the values that all coders agree on; where they differ it is "
        "contradicted." + ("" if test is None else f" {RULE}")
    )


def _ranks(side: Axis) -> list[int]:
    """Where the page is narrow, what is no answer goes first, then the last answers."""
    return [
        1 + (0 if category.known else len(side.categories)) + at
        for at, category in enumerate(side.categories)
    ]


def _odds(ratio: float) -> str:
    return "infinite" if math.isinf(ratio) else f"{ratio:.3g}"


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
