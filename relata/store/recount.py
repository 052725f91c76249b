"""Recounting: from when to when each row stands, told by the log alone.

The tables keep this in the columns `added` and `withdrawn` and in the table `life`.
Those are caches; what counts is the log. Verifying holds one against the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from relata.store.payload import Change
from relata.store.schema import ROOM_TABLES, life

Life = tuple[int, int | None]


class Recount:
    """The lives of all rows, gathered revision by revision, parents first."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._lives: dict[str, dict[bytes, tuple[Life, ...]]] = defaultdict(dict)

    def revision(self, number: int, hash: bytes, changes: Iterable[Change]) -> None:
        """Take one revision in; a change whose content was erased tells of no rows."""
        self._numbers[hash] = number
        begun: tuple[Life, ...] = ((number, None),)
        told = list(changes)
        for change in told:
            for rows in change.rows or ():
                lives = self._lives[rows.table]
                for id in rows.values[rows.columns.index("id")]:
                    lives[id] = lives[id] + begun if id in lives else begun
        for change in told:
            for gone in change.withdrawn:
                lives = self._lives[gone.table]
                for id, began in gone.rows:
                    start = self._numbers.get(began) if began else number
                    if id in lives:
                        lives[id] = _ended(lives[id], start, number)

    def differences(self, connection: sa.Connection) -> Iterator[tuple[str, bytes, str]]:
        """Rows that the tables let stand otherwise than the log: table, id, and how."""
        for name, table in ROOM_TABLES.items():
            told = self._lives[name]
            others: dict[int, list[Life]] = defaultdict(list)
            for row, added, withdrawn in connection.execute(
                sa.select(life.c.row, life.c.added, life.c.withdrawn).where(
                    life.c.room_table == name
                )
            ):
                others[row].append((added, withdrawn))
            rows = connection.execute(
                sa.select(table.c.no, table.c.id, table.c.added, table.c.withdrawn)
            )
            for no, id, added, withdrawn in rows:
                lives = told.get(bytes(id))
                if lives is None:
                    yield name, bytes(id), "no revision tells of it"
                elif len(lives) == 1 and not others.get(no):
                    if lives[0] != (added, withdrawn):
                        yield name, bytes(id), "it does not stand as the revisions tell"
                elif set(lives) != {(added, withdrawn), *others[no]}:
                    yield name, bytes(id), "it does not stand as the revisions tell"


def _ended(lives: tuple[Life, ...], start: int | None, number: int) -> tuple[Life, ...]:
    """The lives after the open one that began at `start` has ended."""
    for place, (added, withdrawn) in enumerate(lives):
        if added == start and withdrawn is None:
            return (*lives[:place], (added, number), *lives[place + 1 :])
    return lives
