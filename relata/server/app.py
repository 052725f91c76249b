"""The application: routes, guards, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import anyio.to_thread
from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from relata.databank.door import Door
from relata.errors import RelataError
from relata.server import workspace_files
from relata.server.acts import Answers
from relata.server.failing import broken, misused, nested, refused
from relata.server.guarding import Guard
from relata.server.live import Live
from relata.server.packing import Packing
from relata.server.routes import ROUTES
from relata.server.seats import PLAIN_COOKIE, SECURE_COOKIE, provide_bank, provide_half

_THREADS = 12
"""Requests at work at once; the store keeps a connection for each."""
_LARGEST_BODY = 2_000_000
"""Bytes of a request, uploads apart."""


def application(
    door: Door,
    *,
    hosts: Iterable[str],
    secure: bool = False,
    behind_proxy: bool = False,
    live: Live | None = None,
    routes: Sequence[Any] = ROUTES,
) -> Any:
    """The ASGI application behind one door.

    `hosts` are the names (with port) under which it may be asked for; `secure` says
    that browsers reach it by TLS, `behind_proxy` that a proxy does that. Whoever stops
    the server ends the streams of `live` first: it waits for what is still being told.
    """
    state = State(
        {
            "door": door,
            "live": live or Live(door.bank),
            "files": workspace_files.load(),
            "secure": secure,
            "behind_proxy": behind_proxy,
        }
    )
    app = litestar(state, routes)
    cookie = SECURE_COOKIE if secure else PLAIN_COOKIE
    answers = Answers(app, door=door, cookie=cookie)
    return Guard(Packing(answers), hosts=hosts, secure=secure)


def litestar(state: State, routes: Sequence[Any] = ROUTES) -> Litestar:
    """The routes alone; the description of the interface is made from them."""
    config = AppConfig(
        route_handlers=[
            Router(
                path="/api",
                route_handlers=list(routes),
                dependencies={
                    "bank": Provide(provide_bank, sync_to_thread=False),
                    "half": Provide(provide_half, sync_to_thread=False),
                },
            ),
            workspace_files.workspace,
        ],
        state=state,
        exception_handlers={
            RelataError: refused,
            HTTPException: misused,
            RecursionError: nested,
            Exception: broken,
        },
        on_startup=[_limit_threads],
        on_shutdown=[_end_streams],
        request_max_body_size=_LARGEST_BODY,
        openapi_config=OpenAPIConfig(
            title="Relata",
            version="1",
            path="/api/schema",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            use_handler_docstrings=True,
        ),
    )
    return Litestar.from_config(config)


async def _end_streams(app: Litestar) -> None:
    app.state.live.close()


async def _limit_threads() -> None:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
