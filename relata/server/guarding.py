"""The guard at the door: who may ask at all, and what every answer carries.

The session is a cookie, so other sites must not be able to make a browser act with
it: a changing request has to come from this very site, by the browser's own word
(Sec-Fetch-Site) or, where a browser does not say, by its Origin. The Host header has
to be one of our own names, or a foreign name could be pointed at this address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from relata.server.failing import Refusal

CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
    ]
)

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)

_SAFE = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """ASGI middleware before everything else."""

    def __init__(self, app: Any, *, hosts: Iterable[str], secure: bool) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._secure = secure

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        api = scope["path"].startswith("/api/")

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._added(message["headers"], api)]
            await send(message)

        objection = self._objection(scope["method"], headers)
        if objection:
            await _refuse(guarded, *objection)
            return
        await self._app(scope, receive, guarded)

    def _objection(self, method: str, headers: dict[bytes, bytes]) -> tuple[int, Refusal] | None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host not in self._hosts:
            return 421, Refusal(
                "NotThisSite",
                "This server does not go by that name.",
                "Open the address that `relata serve` printed, or name this one with --address.",
            )
        site = headers.get(b"sec-fetch-site", b"").decode("latin-1")
        origin = headers.get(b"origin", b"").decode("latin-1")
        if site in ("cross-site", "same-site") and not (
            method == "GET" and headers.get(b"sec-fetch-mode") == b"navigate"
        ):
            return 403, _OTHER_SITE
        if method not in _SAFE:
            own = site == "same-origin" or (
                not site and origin and urlsplit(origin).netloc.lower() == host
            )
            if not own:
                return 403, _OTHER_SITE
        return None

    def _added(self, present: list[tuple[bytes, bytes]], api: bool) -> list[tuple[bytes, bytes]]:
        names = {name.lower() for name, _ in present}
        added = [pair for pair in HEADERS if pair[0] not in names]
        if b"content-security-policy" not in names:
            added.append((b"content-security-policy", CONTENT_POLICY.encode()))
        if b"x-frame-options" not in names:
            added.append((b"x-frame-options", b"SAMEORIGIN"))
        if b"cache-control" not in names and api:
            added.append((b"cache-control", b"no-store"))
        if self._secure:
            added.append((b"strict-transport-security", b"max-age=31536000"))
        return added


_OTHER_SITE = Refusal(
    "OtherSite",
    "This request did not come from the workspace itself.",
    "Open the workspace and act there.",
)


async def _refuse(send: Any, status: int, told: Refusal) -> None:
    body = msgspec.json.encode(told)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
