"""Acts that are sent twice are done once.

The workspace gives each act a name (the header Relata-Act). When the network fails
after the server has done it, the same act comes again and gets the same answer. The
answers of the latest acts are kept in memory, by session.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

_KEPT = 4000
_LARGEST = 65_536
_PASSING = {401, 423, 429, 503}
"""Answers that say "not now": the act was not done, and may be tried again."""


class Answers:
    """ASGI middleware: the answers that were given to the latest acts."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._given: OrderedDict[tuple[bytes, bytes], asyncio.Future[list[Any] | None]] = (
            OrderedDict()
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        name = _name(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        held = self._given.get(name)
        if held is not None:
            messages = await asyncio.shield(held)
            if messages is not None:
                for message in messages:
                    await send(message)
                return
        future: asyncio.Future[list[Any] | None] = asyncio.get_running_loop().create_future()
        self._given[name] = future
        while len(self._given) > _KEPT:
            self._given.popitem(last=False)
        told: list[Any] = []
        try:
            await self._app(scope, receive, _recording(send, told))
        finally:
            keep = _whole(told)
            future.set_result(told if keep else None)
            if not keep:
                self._given.pop(name, None)


def _name(scope: Any) -> tuple[bytes, bytes] | None:
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
        return None
    act = cookie = b""
    for key, value in scope["headers"]:
        if key == b"relata-act":
            act = value
        elif key == b"cookie":
            cookie = value
    return (cookie, act) if act and cookie and len(act) <= 64 else None


def _recording(send: Any, told: list[Any]) -> Any:
    async def record(message: Any) -> None:
        told.append(dict(message))
        await send(message)

    return record


def _whole(told: list[Any]) -> bool:
    """Whether an answer is complete, final, and small enough to keep."""
    if len(told) < 2 or told[0]["type"] != "http.response.start" or told[0]["status"] in _PASSING:
        return False
    if told[0]["status"] >= 500 or told[-1].get("more_body"):
        return False
    return sum(len(message.get("body", b"")) for message in told) <= _LARGEST
