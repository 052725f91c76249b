"""Marks: which revision last touched which table, so that what was read need not be read again.

A mark is the number of the newest revision that added or withdrew a row of a table.
What was loaded from some tables is still right while their marks are the same. Other
processes write too: whoever reads a moment newer than the marks catches up from the
log first. An erasure leaves nothing of what was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock

import sqlalchemy as sa

from relata.store.schema import tally
from relata.store.statements import Statement, value

_SINCE = Statement(
    sa.select(tally.c.revision, tally.c.room_table, tally.c.deed).where(
        tally.c.revision > value("after", tally.c.revision),
        tally.c.revision <= value("upto", tally.c.revision),
    )
)

State = tuple[int, ...]


class Marks:
    """The marks of one opened store, shared by its threads."""

    def __init__(self, forget: Callable[[], None]) -> None:
        self._forget = forget
        self._lock = Lock()
        self._base = -1
        """Nothing is known of changes up to here."""
        self._upto = -1
        self._by_table: dict[str, int] = {}

    def catch_up(self, connection: sa.Connection, number: int) -> None:
        """Take in what was written up to a revision that this connection sees."""
        if number <= self._upto:
            return
        with self._lock:
            if self._upto < 0:
                self._base = self._upto = number
            if number <= self._upto:
                return
            for at, table, deed in _SINCE.rows(connection, after=self._upto, upto=number):
                if deed == "erase":
                    self._start_anew(number)
                    break
                self._by_table[table] = max(at, self._by_table.get(table, 0))
            self._upto = number

    def note(self, number: int, touched: Mapping[str, int], *, erased: bool) -> None:
        """Take in what this process has just written; its turn to write has not ended."""
        with self._lock:
            if erased:
                self._start_anew(number)
            for table, at in touched.items():
                self._by_table[table] = max(at, self._by_table.get(table, 0))
            self._upto = max(number, self._upto)

    def state(self, tables: Iterable[sa.Table], number: int) -> State | None:
        """What tells one state of tables from the next, at a moment that was caught up with.

        None when a table was touched after that moment: what is read then is read
        for that moment alone.
        """
        base = self._base
        found = tuple([self._by_table.get(table.name, base) for table in tables])
        return None if any(mark > number for mark in found) else found

    def _start_anew(self, number: int) -> None:
        self._base = number
        self._by_table.clear()
        self._forget()
