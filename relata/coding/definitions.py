"""Which codings were made under an older definition than their code has now.

A definition is what a coder decides by: what the code means, when to use it, when not.
Another label, colour or place in the tree leaves it what it was. A coding is old when
the present definition did not stand in the revision that first added it; where a change
was taken back, what was coded under the same words before is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from relata.codebook.tables import code_version
from relata.coding.tables import coding
from relata.store.schema import life
from relata.team import Sight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_END = 1 << 62


@dataclass(frozen=True, eq=False)
class Definitions:
    """Since which revision the present definition of each code stands, by local number.

    `before` holds earlier stretches of revisions, [from, to), in which it read the same.
    """

    since: NDArray[np.int64]
    before: dict[int, list[tuple[int, int]]]

    def older(self, codes: NDArray[np.int64], added: NDArray[np.int64]) -> NDArray[np.int64]:
        """Positions of codings made under an older definition."""
        import numpy as np

        if not len(codes):
            return np.empty(0, dtype=np.int64)
        within = np.minimum(codes, len(self.since) - 1)
        found = np.flatnonzero((codes < len(self.since)) & (added < self.since[within]))
        if not self.before or not len(found):
            return found
        kept = [
            at
            for at in found.tolist()
            if not any(
                begin <= added[at] < end for begin, end in self.before.get(int(codes[at]), ())
            )
        ]
        return np.array(kept, dtype=np.int64)


def first_added() -> sa.ColumnElement[int]:
    """The revision in which a coding was chosen; undo lets a row live again later."""
    earlier = (
        sa.select(sa.func.min(life.c.added))
        .where(
            life.c.room_table == "coding", life.c.row == coding.c.no, life.c.added < coding.c.added
        )
        .correlate(coding)
        .scalar_subquery()
    )
    return sa.func.coalesce(earlier, coding.c.added)


def definitions(sight: Sight) -> Definitions:
    """The definitions that stand at this moment, and since when."""
    return sight.kept("definitions", (code_version,), _load)


def _load(sight: Sight) -> Definitions:
    import numpy as np

    c = code_version.c
    words = (c.definition, c.when_to_use, c.when_not)
    present: dict[int, tuple[str, ...]] = {}
    for number, *told in sight.connection.execute(
        sa.select(c.code, *words).where(sight.of(code_version)).order_by(c.position, c.no)
    ):
        present.setdefault(number, tuple(told))
    stretches: dict[int, list[tuple[int, int]]] = {}
    lives = sa.union_all(
        sa.select(c.code, *words, c.added, c.withdrawn),
        sa.select(c.code, *words, life.c.added, life.c.withdrawn).join_from(
            code_version, life, sa.and_(life.c.room_table == "code_version", life.c.row == c.no)
        ),
    )
    for number, *told, added, withdrawn in sight.connection.execute(lives):
        if present.get(number) == tuple(told):
            stretches.setdefault(number, []).append((added, withdrawn or _END))
    now = _END - 1 if sight.number is None else sight.number
    since = np.zeros(max(present, default=0) + 1, dtype=np.int64)
    before = {}
    for number, found in stretches.items():
        whole = _joined(found)
        since[number] = max((begin for begin, end in whole if begin <= now < end), default=0)
        earlier = [stretch for stretch in whole if stretch[1] <= since[number]]
        if earlier:
            before[number] = earlier
    return Definitions(since, before)


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch made one."""
    whole: list[tuple[int, int]] = []
    for begin, end in sorted(stretches):
        if whole and begin <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((begin, end))
    return whole
