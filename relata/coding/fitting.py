"""Whether the values that stand in cases would still be allowed by a variable."""

from __future__ import annotations

import sqlalchemy as sa

from relata.cases.tables import value
from relata.codebook import BadValue, VariableEntry, check_value, missing_reason
from relata.coding.known import pseudonyms
from relata.errors import RelataError
from relata.team import Sight

_SHOWN = 10


class ValuesWouldNotFit(RelataError):
    """A variable would no longer allow values that stand in cases.

    `cases` are their pseudonyms, `values` how many there are.
    """

    remedy = "Change these values first, or leave the variable as it is."

    def __init__(self, values: int, cases: list[str]) -> None:
        shown = ", ".join(cases[:_SHOWN])
        more = f" and {len(cases) - _SHOWN} more" if len(cases) > _SHOWN else ""
        many = "1 value" if values == 1 else f"{values} values"
        super().__init__(f"{many} would not be allowed any more, in: {shown}{more}.")
        self.values, self.cases = values, tuple(cases)


def refuse_unfit(sight: Sight, number: int, entry: VariableEntry) -> None:
    """Raises ValuesWouldNotFit when standing values of a variable do not fit its new entry."""
    rows = sight.connection.execute(
        sa.select(value.c.case, value.c.told, value.c.missing)
        .where(value.c.variable == number, value.c.withdrawn.is_(None))
        .order_by(value.c.case)
    ).all()
    unfit = [row.case for row in rows if not _fits(entry, row.told, row.missing)]
    if unfit:
        known = pseudonyms(sight)
        raise ValuesWouldNotFit(
            len(unfit), [known.get(case, f"case {case}") for case in dict.fromkeys(unfit)]
        )


def _fits(entry: VariableEntry, told: str | None, missing: str | None) -> bool:
    try:
        if missing is not None and missing_reason(entry, missing) != missing:
            return False
        return told is None or check_value(entry, told).canonical == told
    except BadValue:
        return False
