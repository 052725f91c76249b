"""Answers are packed on their way: zstd where the browser takes it, else gzip."""

from __future__ import annotations

import gzip
from typing import Any

import zstandard

_WORTH = 1_000
_PACKABLE = (b"application/json", b"text/", b"application/javascript", b"image/svg+xml")


class Packing:
    """ASGI middleware; leaves streams, and what is packed already, alone."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        way = way_of(scope) if scope["type"] == "http" else None
        if way is None:
            await self._app(scope, receive, send)
            return
        start: Any = None

        async def packed(message: Any) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                body = message.get("body", b"")
                if not message.get("more_body") and len(body) >= _WORTH and _plain(start):
                    body = pack(bytes(body), way)
                    message = {**message, "body": body}
                    start["headers"] = [
                        *(h for h in start["headers"] if h[0].lower() != b"content-length"),
                        (b"content-encoding", way.encode()),
                        (b"content-length", str(len(body)).encode()),
                        (b"vary", b"accept-encoding"),
                    ]
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, packed)


def way_of(scope: Any) -> str | None:
    """How an answer to a request can be packed."""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            taken = value.decode("latin-1")
            return "zstd" if "zstd" in taken else "gzip" if "gzip" in taken else None
    return None


def _plain(start: Any) -> bool:
    kind = b""
    for name, value in start["headers"]:
        if name.lower() == b"content-encoding":
            return False
        if name.lower() == b"content-type":
            kind = value
    return kind.startswith(_PACKABLE) and not kind.startswith(b"text/event-stream")


def pack(body: bytes, way: str) -> bytes:
    """Bytes, packed."""
    if way == "zstd":
        return zstandard.ZstdCompressor(level=3).compress(body)
    return gzip.compress(body, 6, mtime=0)
