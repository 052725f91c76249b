"""Signs of life of sessions: noted at each request, written down once in a while.

A request must not wait for a write, so signs are kept in memory and written for all
sessions together, by a thread of its own. A process that is killed forgets the last
minute of them.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakKeyDictionary, ref

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store
from relata.team.aside import aside
from relata.team.tables import session

_KEPT = 3600.0


class Signs:
    """The last sign of each session by the hash of its token, in milliseconds."""

    def __init__(self, store: Store, moment: float) -> None:
        self._store = ref(store)
        self.seen: dict[bytes, int] = {}
        self._kept: dict[bytes, int] = {}
        self._written = moment
        self._turn = Lock()

    def give(self, name: bytes, moment: float, *, every: float) -> None:
        """Note a sign; once in `every` seconds, have all that are new written down."""
        self.seen[name] = int(moment * 1000)
        if moment - self._written >= every:
            self._written = moment
            Thread(target=self._quietly, args=(moment,), daemon=True).start()

    def keep(self, store: Store, moment: float) -> None:
        """Write down what is new; nothing happens while somebody else does."""
        if not self._turn.acquire(blocking=False):
            return
        try:
            self._written = moment
            moved = {n: at for n, at in list(self.seen.items()) if self._kept.get(n) != at}
            if moved:
                with aside(store) as connection:
                    connection.execute(
                        session.update()
                        .where(
                            session.c.token_hash == sa.bindparam("name"),
                            session.c.seen < sa.bindparam("at"),
                        )
                        .values(seen=sa.bindparam("at")),
                        [{"name": name, "at": at} for name, at in moved.items()],
                    )
                self._kept.update(moved)
            for name, at in list(self._kept.items()):
                if at < (moment - _KEPT) * 1000:
                    del self._kept[name]
                    self.seen.pop(name, None)
        finally:
            self._turn.release()

    def _quietly(self, moment: float) -> None:
        """What could not be written (the databank is busy, or closing) is tried again later."""
        store = self._store()
        if store is not None and not store.closed:
            with suppress(RelataError, sa.exc.SQLAlchemyError):
                self.keep(store, moment)


_signs: WeakKeyDictionary[Store, Signs] = WeakKeyDictionary()


def signs_of(store: Store, moment: float) -> Signs:
    """The signs that this process noted for an opened store."""
    found = _signs.get(store)
    return found or _signs.setdefault(store, Signs(store, moment))


def keep_seen(store: Store, now: float | None = None) -> None:
    """Write down the signs of life that are not written yet, as when a server stops."""
    moment = store.clock() if now is None else now
    signs_of(store, moment).keep(store, moment)
