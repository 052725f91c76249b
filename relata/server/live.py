"""Live: what others change, told to every open workspace as it happens.

One task watches the number of the latest revision: this process's own writes wake it
at once, those of other processes are found by asking every second. What is told is
only that something changed and where; the workspace then reads it as any other, with
the rights of whoever looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec

_PULSE = 1.0
_TICK = 0.2


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something changed: which rooms and which sources, cases and codes."""

    revision: int = 0
    author: str = ""
    action: str = ""
    rooms: list[str] = []
    sources: list[str] = []
    cases: list[str] = []
    everything: bool = False


class Listener:
    """One open workspace."""

    def __init__(self, seat: Any) -> None:
        self.seat = seat
        self.queue: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(maxsize=200)
        self.source: str | None = None


class Live:
    """Everybody who listens, and the task that tells them."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.woken = asyncio.Event()

    def tell(self, listener: Listener, kind: str, told: Any) -> None:
        try:
            listener.queue.put_nowait((kind, msgspec.json.encode(told)))
        except asyncio.QueueFull:
            self.listeners.discard(listener)

    async def stream(self, listener: Listener) -> AsyncIterator[bytes]:
        """The events of one listener, as text/event-stream."""
        self.listeners.add(listener)
        try:
            yield b": here\n\n"
            while True:
                try:
                    kind, body = await asyncio.wait_for(listener.queue.get(), timeout=20)
                    yield b"event: " + kind.encode() + b"\ndata: " + body + b"\n\n"
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self.listeners.discard(listener)
