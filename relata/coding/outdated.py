"""What was coded under an older definition: how much of it, and under which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from relata.codebook.tables import code_version
from relata.codebook.versions import CodeVersion, code_versions
from relata.coding.definitions import definitions, first_added
from relata.coding.model import Coding
from relata.coding.tables import coding
from relata.team import Desk, Sight


@dataclass(frozen=True)
class OlderCount:
    """Codings of one coder with one code, and how many were made under an older definition."""

    codings: int
    older: int


def count_older(desk: Desk) -> Mapping[int, Mapping[int, OlderCount]]:
    """Counts by the local numbers of code and coder; who has none is left out."""
    with desk.reading("codings.read") as sight:
        return sight.kept("counts of older codings", (coding, code_version), _count)


def wordings(desk: Desk, codings: Iterable[Coding]) -> dict[int, CodeVersion]:
    """By the local number of a coding, the wording of its code that it was made under.

    A coding whose wording cannot be told is left out.
    """
    wanted = {one.number: one.code_number for one in codings}
    numbers = sorted(wanted)
    made: dict[int, int] = {}
    with desk.reading("history.read") as sight:
        for at in range(0, len(numbers), 500):
            rows = sight.connection.execute(
                sa.select(coding.c.no, first_added()).where(
                    coding.c.no.in_(numbers[at : at + 500]), sight.of(coding)
                )
            )
            made.update((no, added) for no, added in rows)
    lived = {code: code_versions(desk, code) for code in set(wanted.values())}
    found = {}
    for number, added in made.items():
        then = [one for one in lived[wanted[number]] if one.number <= added]
        if then:
            found[number] = then[-1]
    return found


def _count(sight: Sight) -> dict[int, dict[int, OlderCount]]:
    older = _older(sight)
    found: dict[int, dict[int, OlderCount]] = {}
    rows = sight.connection.execute(
        sa.select(coding.c.code, coding.c.coder, sa.func.count())
        .where(sight.of(coding))
        .group_by(coding.c.code, coding.c.coder)
    )
    for code, coder, codings in rows:
        found.setdefault(code, {})[coder] = OlderCount(codings, older.get((code, coder), 0))
    return found


def _older(sight: Sight) -> Counter[tuple[int, int]]:
    """How many are older, by code and coder; only codes that were ever redefined are read."""
    import numpy as np

    wordings = sa.select(
        *(code_version.c[name] for name in ("code", "definition", "when_to_use", "when_not"))
    ).distinct()
    redefined = sa.select(wordings.subquery().c.code)
    redefined = redefined.group_by(redefined.selected_columns[0]).having(sa.func.count() > 1)
    rows = sight.connection.execute(
        sa.select(coding.c.code, coding.c.coder, first_added()).where(
            sight.of(coding), coding.c.code.in_(redefined)
        )
    ).fetchall()
    table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 3)
    return Counter(
        (rows[at][0], rows[at][1])
        for at in definitions(sight).older(table[:, 0], table[:, 2]).tolist()
    )
