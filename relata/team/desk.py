"""A desk: where one person works, at one moment, with that person's rights.

Every read of a room goes through a desk. It knows who looks (the Viewer), as of
when, and turns both into the one condition under which rows are seen
(`Sight.of`). So visibility is decided here and nowhere else.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store, Writing, standing
from relata.team.rights import NotAllowed, Role, may
from relata.team.tables import profile


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
                moment.connection, moment.number, moment.revision, self.viewer, self.store.memory
            )

    @contextmanager
    def writing(
        self, act: str, action: str, *, reason: str | None = None, undoes: bytes | None = None
    ) -> Iterator[tuple[Writing, Sight]]:
        """Make one revision as this viewer; what is read meanwhile includes it."""
        self.allow(act)
        self.refuse_past()
        with self.store.writing(
            author=self.viewer.id, action=action, reason=reason, undoes=undoes
        ) as writing:
            self._still_allowed(writing.connection, act)
            own: ChainMap[str, Any] = ChainMap({}, self.store.memory)
            yield writing, Sight(writing.connection, None, "", self.viewer, own)

    def _still_allowed(self, connection: sa.Connection, act: str) -> None:
        """A desk may have been open since before its owner's role changed."""
        now = connection.execute(
            sa.select(profile.c.role, profile.c.active).where(
                profile.c.user == self.viewer.number, standing(profile, None)
            )
        ).first()
        if now is None or not now.active:
            raise Deactivated("This account was deactivated.")
        if not may(now.role, act):
            raise NotAllowed(now.role, act)
