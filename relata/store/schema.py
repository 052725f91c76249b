"""Tables: what every row carries, and the log of revisions behind them.

A room declares its tables with `room_table`. Each row has

* `no`: a number of this store alone, by which rows point at one another;
* `id`: 16 bytes that name the row in every copy of the databank;
* `added`, `withdrawn`: the local numbers of the revisions in which its present
  life began and ended. `withdrawn` is a cache: the withdrawal itself is a change
  in the log. Lives other than the present one are in the table `life`.

A table says whose content it holds (`owners`): the columns that name the source
or case it belongs to, the word "self" for a source or case itself, or nothing
when it is the team's own (codebook, users). That decides the keys under which its
rows are sealed in the log, and what an erasure removes.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

METADATA = sa.MetaData()

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = sa.Table(
    "revision",
    METADATA,
    sa.Column("no", Number, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("author", sa.LargeBinary(16), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("action", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("reason", sa.LargeBinary, info={"content_of": "sealed"}),
    sa.Column("reason_key", sa.LargeBinary(16)),
    sa.Column("undoes", sa.LargeBinary(32)),
)

parent = sa.Table(
    "parent",
    METADATA,
    sa.Column("revision", Number, sa.ForeignKey("revision.no"), primary_key=True),
    sa.Column("parent", sa.LargeBinary(32), primary_key=True),
)

head = sa.Table(
    "head",
    METADATA,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
)

change = sa.Table(
    "change",
    METADATA,
    sa.Column("revision", Number, sa.ForeignKey("revision.no"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("payload", sa.LargeBinary, nullable=False, info={"content_of": "sealed"}),
)

tally = sa.Table(
    "tally",
    METADATA,
    sa.Column("revision", Number, sa.ForeignKey("revision.no"), primary_key=True),
    sa.Column("room_table", sa.String, primary_key=True, info={"content_of": ()}),
    sa.Column("deed", sa.String, primary_key=True, info={"content_of": ()}),
    sa.Column("rows", sa.Integer, nullable=False),
)

life = sa.Table(
    "life",
    METADATA,
    sa.Column("room_table", sa.String, primary_key=True, info={"content_of": ()}),
    sa.Column("row", Number, primary_key=True),
    sa.Column("added", Number, primary_key=True),
    sa.Column("withdrawn", Number),
)

content_key = sa.Table(
    "content_key",
    METADATA,
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("owner", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("purpose", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)

tombstone = sa.Table(
    "tombstone",
    METADATA,
    sa.Column("owner", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("revision", Number),
)

blob = sa.Table(
    "blob",
    METADATA,
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("pack", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("start", sa.BigInteger, nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),
)

counter = sa.Table(
    "counter",
    METADATA,
    sa.Column("name", sa.String, primary_key=True, info={"content_of": ()}),
    sa.Column("last", Number, nullable=False),
)

ROOM_TABLES: dict[str, sa.Table] = {}


def room_table(
    name: str,
    *columns: sa.Column[Any] | sa.Index,
    owners: tuple[str, ...] = (),
    identity: bool = False,
    shared: bool = False,
    single: tuple[str, ...] = (),
    conflict: tuple[str, ...] = (),
) -> sa.Table:
    """Declare a table whose rows are revised, never overwritten.

    Parameters
    ----------
    owners : names of columns that point at the source or case whose content a row
        is; ("self",) for the table of sources or of cases; () for the team's own.
    identity : the id is made from content, so the same row may be added twice.
    shared : a mere place that anybody may rest on; undoing its first use leaves it
        standing when others use it by now.
    single : columns of which one standing row at most says the same (the newest
        description of a source); a changed mind withdraws the old row.
    conflict : columns that say "the same thing" when two copies are merged; rows
        that agree in them stay side by side and are listed.
    """
    table = sa.Table(
        name,
        METADATA,
        sa.Column("no", Number, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("added", Number, nullable=False, index=True),
        sa.Column("withdrawn", Number),
        *columns,
        info={
            "owners": owners,
            "identity": identity,
            "shared": shared,
            "single": single,
            "conflict": conflict,
        },
    )
    ROOM_TABLES[name] = table
    return table


def ref(name: str, target: str, *, nullable: bool = False, index: bool = True) -> sa.Column[Any]:
    """A column that points at a row of another table."""
    return sa.Column(name, Number, sa.ForeignKey(f"{target}.no"), nullable=nullable, index=index)


def own_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns a room declared, without those every row carries."""
    return [c for c in table.columns if c.name not in ("no", "added", "withdrawn", "id")]


def target_of(column: sa.Column[Any]) -> str | None:
    """The table a column points at, or None."""
    for key in column.foreign_keys:
        return str(key.target_fullname).rsplit(".", 1)[0]
    return None


def standing(table: sa.FromClause, number: int | None) -> sa.ColumnElement[bool]:
    """Whether a row (of a room's table, or an alias of it) stands.

    Now when `number` is None, otherwise as of that local revision number.
    """
    name = table.element.name if isinstance(table, sa.Alias) else table.name  # type: ignore[attr-defined]
    if number is None:
        return table.c.withdrawn.is_(None)
    present = sa.and_(
        table.c.added <= number,
        sa.or_(table.c.withdrawn.is_(None), table.c.withdrawn > number),
    )
    other = sa.exists().where(
        life.c.room_table == name,
        life.c.row == table.c.no,
        life.c.added <= number,
        sa.or_(life.c.withdrawn.is_(None), life.c.withdrawn > number),
    )
    return sa.or_(present, other)
