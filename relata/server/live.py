"""Live: what others change, told to every open workspace as it happens.

One task watches the number of the latest revision, whichever process made it. What is
told is only that something changed and where, as far as whoever listens may see it;
the workspace then reads it as any other, with the rights of that person.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio.to_thread
import msgspec

from relata.coding import changes as deeds
from relata.databank.bank import Databank
from relata.errors import RelataError
from relata.team.rights import may

_TICK = 0.25
"""Seconds between two looks at the latest revision; what happens between is told together."""
_MOST = 200
"""Revisions told of one by one; after more, everybody reads anew."""
_STILL_HERE = 15.0

_ROOMS: dict[str, tuple[str, ...]] = {
    "coding": ("coding", "passage"),
    "memos": ("memo",),
    "codebook": ("code", "code_version", "variable", "variable_version", "codebook", "succession"),
    "cases": ("person_case", "pseudonym", "link", "case_value", "evidence"),
    "team": ("user_account", "profile"),
    "sources": ("source", "description", "text", "relation", "looking"),
}
_ROOM_OF = {table: room for room, tables in _ROOMS.items() for table in tables}


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something changed: in which rooms, and to which sources, cases and codes by number.

    With `everything`, whatever is shown is to be read anew.
    """

    revision: int = 0
    author: int = 0
    action: str = ""
    rooms: list[str] = []
    sources: list[int] = []
    cases: list[int] = []
    codes: list[int] = []
    everything: bool = False


class Listener:
    """One open workspace: who looks, whether that person still may, and what is to be told."""

    def __init__(self, session: str, seated: Callable[[], Databank | None]) -> None:
        self.session = session
        self.seated = seated
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=500)
        self.reading: str | None = None


class Live:
    """Everybody who listens, and the task that tells them."""

    def __init__(self, bank: Databank) -> None:
        self._bank = bank
        self._listeners: set[Listener] = set()
        self._watching: asyncio.Task[None] | None = None
        self._closed = False

    async def stream(self, listener: Listener) -> AsyncIterator[bytes]:
        """The events of one listener, as text/event-stream; ends when the session does."""
        if self._closed:
            return
        self._listeners.add(listener)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        self._tell_presence()
        try:
            yield b"retry: 2000\n\n"
            while True:
                try:
                    told = await asyncio.wait_for(listener.queue.get(), timeout=_STILL_HERE)
                except TimeoutError:
                    told = b": still here\n\n"
                if told is None or listener.seated() is None:
                    return
                yield told
        finally:
            self._listeners.discard(listener)
            self._tell_presence()

    def read(self, session: str, source: str | None) -> None:
        """Say which source a session has open."""
        for listener in self._listeners:
            if listener.session == session:
                listener.reading = source
        self._tell_presence()

    def close(self) -> None:
        """End every stream, and begin no other, so that the server can stop."""
        self._closed = True
        for listener in self._listeners:
            _put(listener, None)
        if self._watching is not None:
            self._watching.cancel()

    # -- watching -------------------------------------------------------------

    async def _watch(self) -> None:
        told = await anyio.to_thread.run_sync(self._bank.latest_number)
        while self._listeners:
            await asyncio.sleep(_TICK)
            # A database that does not answer now is asked again; the listeners wait.
            with contextlib.suppress(RelataError):
                latest = await anyio.to_thread.run_sync(self._bank.latest_number)
                if latest != told:
                    await self._tell(told, latest)
                    told = latest

    async def _tell(self, after: int, upto: int) -> None:
        heard: dict[int, list[Change]] = {}
        for listener in list(self._listeners):
            bank = listener.seated()
            if bank is None:
                _put(listener, None)
                continue
            number = bank.viewer.number
            if number not in heard:
                heard[number] = await anyio.to_thread.run_sync(changes, bank, after, upto)
            for change in heard[number]:
                _put(listener, _event("change", change))

    def _tell_presence(self) -> None:
        present: dict[str, list[str]] = {}
        for listener in self._listeners:
            bank = listener.seated() if listener.reading else None
            if bank is not None and listener.reading:
                names = present.setdefault(listener.reading, [])
                if bank.viewer.name not in names:
                    names.append(bank.viewer.name)
        for listener in self._listeners:
            bank = listener.seated()
            if bank is not None and may(bank.viewer.role, "sources.read"):
                _put(listener, _event("present", present))


def changes(bank: Databank, after: int, upto: int | None = None) -> list[Change]:
    """What changed after a revision, as one person may know it."""
    if not may(bank.viewer.role, "history.read") or (upto or after) - after > _MOST:
        return [Change(revision=upto or after, everything=True)]
    return [_change(found) for found in bank.coding.changes(after, upto)]


def _change(found: deeds.Change) -> Change:
    touched = found.tables.values()
    return Change(
        found.number,
        found.author,
        found.action,
        sorted({_ROOM_OF.get(table, table) for table in found.tables}),
        sorted({number for one in touched for number in one.sources}),
        sorted({number for one in touched for number in one.cases}),
        sorted({number for one in touched for number in one.codes}),
        found.erased,
    )


def _event(kind: str, told: Any) -> bytes:
    return b"event: " + kind.encode() + b"\ndata: " + msgspec.json.encode(told) + b"\n\n"


def _put(listener: Listener, told: bytes | None) -> None:
    if listener.queue.full():
        # Too far behind: the stream ends, and the workspace reads anew when it comes back.
        while not listener.queue.empty():
            listener.queue.get_nowait()
        told = None
    listener.queue.put_nowait(told)
