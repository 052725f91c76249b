"""Statements that are said thousands of times: compiled once, run with little ado.

Building, hashing and compiling a statement costs several times what the database
takes to answer a small one. A `Statement` is compiled once for each engine and handed
to the driver; faults are told as SQLAlchemy tells them. Cells come as the driver gives
them: numbers, text, and bytes; a truth may be 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import sqlalchemy as sa

Row = tuple[Any, ...]


class Statement:
    """One statement whose values are bound by name."""

    def __init__(self, told: sa.Executable) -> None:
        self._told = told
        self._ready: dict[str, _Ready] = {}

    def rows(self, connection: sa.Connection, **values: Any) -> list[Row]:
        """All rows of a query."""
        ready = self._for(connection)
        if ready.at_length:
            return [tuple(row) for row in connection.execute(self._told, values)]
        try:
            cursor = connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                ready.text, ready.bound(values)
            )
            found: list[Row] = cursor.fetchall()
        except Exception as fault:
            _tell(connection, ready.text, fault)
        return found

    def first(self, connection: sa.Connection, **values: Any) -> Row | None:
        """The first row of a query; None when there is none."""
        found = self.rows(connection, **values)
        return found[0] if found else None

    def run(self, connection: sa.Connection, **values: Any) -> None:
        """Write something."""
        ready = self._for(connection)
        try:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                ready.text, ready.bound(values)
            )
        except Exception as fault:
            _tell(connection, ready.text, fault)

    def run_all(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write the same for each of these rows."""
        ready = self._for(connection)
        bound = [ready.bound(row) for row in rows]
        try:
            raw: Any = connection.connection.driver_connection
            if len(bound) == 1:
                raw.execute(ready.text, bound[0])
            else:
                raw.cursor().executemany(ready.text, bound)
        except Exception as fault:
            _tell(connection, ready.text, fault)

    def _for(self, connection: sa.Connection) -> _Ready:
        name = connection.dialect.name
        ready = self._ready.get(name)
        if ready is None:
            ready = self._ready[name] = _Ready(self._told, connection.dialect)
        return ready


class _Ready:
    """A statement in the words of one engine."""

    def __init__(self, told: sa.Executable, dialect: sa.Dialect) -> None:
        compiled: Any = told.compile(dialect=dialect)  # type: ignore[attr-defined]
        self.text: str = compiled.string
        self.at_length = bool(compiled.post_compile_params or compiled.literal_execute_params)
        """A list of values is written out anew each time; SQLAlchemy does that."""
        self._order: tuple[str, ...] | None = (
            tuple(compiled.positiontup) if compiled.positional else None
        )
        self._fixed: dict[str, Any] = {}
        self._shaping: list[tuple[str, Callable[[Any], Any]]] = []
        for name, bind in compiled.binds.items():
            if not bind.required:
                self._fixed[name] = bind.effective_value
            shape = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if shape is not None and not isinstance(bind.type, sa.LargeBinary):
                self._shaping.append((name, shape))

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        """The values as the driver takes them, in its order."""
        if self._fixed or self._shaping:
            told = {**self._fixed, **values}
            for name, shape in self._shaping:
                told[name] = shape(told[name])
            values = told
        if self._order is not None:
            return tuple([values[name] for name in self._order])
        return dict(values)


def _tell(connection: sa.Connection, text: str, fault: Exception) -> NoReturn:
    """Raise a driver's fault as SQLAlchemy does; the values are left out of it."""
    dialect = connection.dialect
    known = dialect.loaded_dbapi.Error
    if not isinstance(fault, known):
        raise fault
    raise sa.exc.DBAPIError.instance(
        text, None, fault, known, hide_parameters=True, dialect=dialect
    ) from fault


def value(name: str, like: sa.ColumnElement[Any]) -> sa.BindParameter[Any]:
    """A value to be bound by name, of the kind a column holds."""
    return sa.bindparam(name, type_=like.type)
