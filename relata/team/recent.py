"""What was read of people and sessions a moment ago, so that a request need not ask again.

A server asks at every request who a session's owner is. The answer is kept for a breath
(`FRESH`), so that what another process changes shows after at most that; what this
process changes calls `forget` and shows at once. Writing never trusts it: the desk looks
again (`Desk.writing`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from relata.store import Store

FRESH = 2.0
"""Seconds for which an answer is kept."""

_MOST = 10_000
_PLACE = "recent: "

T = TypeVar("T")


class Recent(Generic[T]):
    """Answers by key, each good for a breath."""

    def __init__(self) -> None:
        self._held: dict[Hashable, tuple[float, T]] = {}

    def get(self, key: Hashable, now: float, read: Callable[[], T | None]) -> T | None:
        """The answer kept for a key, or a new one; None is not kept."""
        held = self._held
        known = held.get(key)
        if known is not None and 0 <= now - known[0] < FRESH:
            return known[1]
        answer = read()
        if answer is None:
            held.pop(key, None)
            return None
        if len(held) >= _MOST:
            held.clear()
        # Into the shelf of before the reading: what was forgotten meanwhile stays forgotten.
        held[key] = (now, answer)
        return answer

    def forget(self) -> None:
        self._held = {}


def recent(store: Store, kind: str) -> Recent[Any]:
    """The answers of one kind that this process keeps for an opened store."""
    name = _PLACE + kind
    found = store.memory.get(name)
    if found is None:
        found = store.memory.setdefault(name, Recent())
    return found  # type: ignore[no-any-return]


def forget(store: Store) -> None:
    """Have everything read again: a person or a session was changed."""
    for name, held in list(store.memory.items()):
        if name.startswith(_PLACE):
            held.forget()
