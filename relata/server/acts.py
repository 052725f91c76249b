"""Acts that are sent twice are done once.

The workspace gives each act a name (the header Relata-Act). When the network fails
after the server has done it, the same act comes again and gets the same answer: also
when its author has unlocked, or signed in again, in between. The answers of the latest
acts are kept in memory, by person; a session that is over or locked gets none.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

import anyio.to_thread

from relata.databank.door import Door

_KEPT = 4000
_LARGEST = 65_536
_PASSING = {401, 423, 429, 503}
"""Answers that say "not now": the act was not done, and may be tried again."""

Name = tuple[bytes, str, str, bytes]
"""Whose act it is, what it does to which address, and the name it was given."""


class Answers:
    """ASGI middleware: the answers that were given to the latest acts."""

    def __init__(self, app: Any, *, door: Door, cookie: str) -> None:
        self._app = app
        self._door = door
        self._cookie = cookie.encode("ascii")
        self._given: OrderedDict[Name, asyncio.Future[list[Any] | None]] = OrderedDict()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        name = await self._name(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        while (held := self._given.get(name)) is not None:
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
            if not keep and self._given.get(name) is future:
                del self._given[name]
            future.set_result(told if keep else None)

    async def _name(self, scope: Any) -> Name | None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            return None
        act, token = b"", ""
        for key, value in scope["headers"]:
            if key == b"relata-act":
                act = value
            elif key == b"cookie":
                token = self._token(value) or token
        if not act or len(act) > 64 or not token:
            return None
        seat = await anyio.to_thread.run_sync(self._door.seat, token)
        if seat is None or seat.locked or seat.needs:
            return None
        return seat.session.user, scope["method"], scope["path"], act

    def _token(self, cookies: bytes) -> str:
        for one in cookies.split(b";"):
            name, _, value = one.strip().partition(b"=")
            if name == self._cookie:
                return value.decode("latin-1").strip('"')
        return ""


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
