"""A desk: where one person works, at one moment, with that person's rights.

Every read of a room goes through a desk. It knows who looks (the Viewer), as of
when, and turns both into the one condition under which rows are seen
(`Sight.of`). So visibility is decided here and nowhere else.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Reading, Store, Writing, standing
from relata.store.statements import Statement
from relata.team.rights import NotAllowed, Role, may
from relata.team.tables import profile

T = TypeVar("T")


@dataclass(frozen=True)
class Viewer:
    """Who looks: a user, by id and local number, and the role."""

    id: bytes
    number: int
    name: str
    role: Role


class Deactivated(RelataError):
    """The account was deactivated."""

    remedy = "A lead can activate it again."


class PastIsFixed(NotAllowed):
    """Somebody tried to write while looking at an earlier revision."""

    remedy = "Write in the databank as it is now, not as of a revision."

    def __init__(self) -> None:
        super().__init__("of a reader of the past", "writing")


@dataclass(frozen=True)
class Sight:
    """What a viewer sees at one moment."""

    connection: sa.Connection
    number: int | None
    revision: str
    viewer: Viewer
    memory: MutableMapping[str, Any]
    """What rooms keep of this moment to save work; what a write reads stays with the write."""
    moment: Reading | Writing = field(repr=False)
    shared: MutableMapping[str, Any] = field(repr=False)

    @property
    def latest(self) -> int:
        """The local number of the newest revision seen; a write sees its own."""
        return self.moment.latest if isinstance(self.moment, Reading) else self.moment.number

    @property
    def scope(self) -> Hashable:
        """What tells apart viewers who see different rows; equal for those who see the same.

        It changes whenever what `of` says of the present does.
        """
        return None

    def kept(self, name: str, tables: tuple[sa.Table, ...], load: Callable[[Sight], T]) -> T:
        """What `load` reads from tables, read again only when a row of them came or went.

        It is right across threads, processes and moments. What is kept is shared: whoever
        gets it changes nothing of it, but for an answer that `load` left to be found out.
        """
        state = self.moment.state(tables)
        if state is None:
            return load(self)
        key = f"{'kept' if self.number is None else 'as of'}: {name} {self.scope!r}"
        held = self.shared.get(key)
        sign = (state, self.number)
        if held is None or held[0] != sign:
            held = (sign, load(self))
            self.shared[key] = held
        found: T = held[1]
        return found

    def ready(self, name: str, build: Callable[[Sight], sa.Executable]) -> Statement:
        """A statement under this viewer's conditions, compiled once for the present."""
        if self.number is not None:
            return Statement(build(self))
        key = f"ready: {name} {self.scope!r}"
        held = self.shared.get(key)
        if held is None:
            held = self.shared[key] = Statement(build(self))
        found: Statement = held
        return found

    def of(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """The condition under which this viewer sees a row of a table.

        Rounds that are blind, and texts that are masked, narrow it here.
        """
        return standing(table, self.number)


@dataclass(frozen=True)
class Desk:
    """One person's place at one databank."""

    store: Store
    viewer: Viewer
    as_of: str | None = None

    def allow(self, act: str) -> None:
        """Refuse an act the viewer's role does not include. Raises NotAllowed."""
        if not may(self.viewer.role, act):
            raise NotAllowed(self.viewer.role, act)

    def refuse_past(self) -> None:
        """Refuse to write while an earlier revision is looked at. Raises PastIsFixed."""
        if self.as_of is not None:
            raise PastIsFixed

    def at(self, as_of: str | None) -> Desk:
        """The same desk, looking at the databank as of a revision or date."""
        return replace(self, as_of=as_of)

    @contextmanager
    def reading(self, act: str) -> Iterator[Sight]:
        """Hold one moment and read it as this viewer."""
        self.allow(act)
        with self.store.reading(self.as_of) as moment:
            yield Sight(
                moment.connection,
                moment.number,
                moment.revision,
                self.viewer,
                self.store.memory,
                moment,
                self.store.memory,
            )

    @contextmanager
    def writing(
        self,
        act: str,
        action: str,
        *,
        reason: str | None = None,
        undoes: bytes | None = None,
        brief: bool = False,
    ) -> Iterator[tuple[Writing, Sight]]:
        """Make one revision as this viewer; what is read meanwhile includes it.

        A `brief` one, of a few rows, may share its commit with others that wait.
        """
        self.allow(act)
        self.refuse_past()
        with self.store.writing(
            author=self.viewer.id, action=action, reason=reason, undoes=undoes, brief=brief
        ) as writing:
            own: ChainMap[str, Any] = ChainMap({}, self.store.memory)
            sight = Sight(
                writing.connection, None, "", self.viewer, own, writing, self.store.memory
            )
            self._still_allowed(sight, act)
            yield writing, sight

    def _still_allowed(self, sight: Sight, act: str) -> None:
        """A desk may have been open since before its owner's role changed."""
        now = sight.kept("roles", (profile,), _roles).get(self.viewer.number)
        if now is None:
            raise Deactivated("This account was deactivated.")
        if not may(now, act):
            raise NotAllowed(now, act)


def _roles(sight: Sight) -> dict[int, Role]:
    """The role of everybody who is active, whoever looks."""
    rows = sight.connection.execute(
        sa.select(profile.c.user, profile.c.role).where(standing(profile, None), profile.c.active)
    )
    return {row.user: row.role for row in rows}
