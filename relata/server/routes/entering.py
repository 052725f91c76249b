"""Coming in, going out, and who one is."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State

from relata.databank.bank import Databank
from relata.server.seats import address_of, agent_of, door_of, seat_of, session_cookie, token_of
from relata.team.rights import RIGHTS, Role


class SignIn(msgspec.Struct, frozen=True):
    name: str
    passphrase: str


class Ticket(msgspec.Struct, frozen=True):
    ticket: str


class Passphrase(msgspec.Struct, frozen=True):
    passphrase: str


class Preferences(msgspec.Struct, frozen=True):
    """How a person likes the workspace."""

    language: str = "system"
    theme: str = "system"
    rail: str = "wide"
    lock_after: int = 10
    """Minutes without a sign of life after which the workspace locks."""


class Me(msgspec.Struct, frozen=True):
    """Who is signed in, what that person may do, and in which databank."""

    user: str
    number: int
    name: str
    role: Role
    rights: list[str]
    preferences: Preferences
    databank: str
    revision: str


Asked = Request[Any, Any, State]


@post("/enter", status_code=204, sync_to_thread=True)
def enter(request: Asked, data: Ticket) -> Response[None]:
    """Come in by the one-time ticket that `relata serve` printed."""
    token = door_of(request).enter(data.ticket, agent=agent_of(request))
    return Response(None, status_code=204, cookies=[session_cookie(request, token)])


@post("/sign-in", status_code=204, sync_to_thread=True)
def sign_in(request: Asked, data: SignIn) -> Response[None]:
    """Come in by name and passphrase."""
    token = door_of(request).sign_in(
        data.name, data.passphrase, address=address_of(request), agent=agent_of(request)
    )
    return Response(None, status_code=204, cookies=[session_cookie(request, token)])


@post("/sign-out", status_code=204, sync_to_thread=True)
def sign_out(request: Asked) -> Response[None]:
    """End this session."""
    token = token_of(request)
    if token:
        door_of(request).leave(token)
    return Response(None, status_code=204, cookies=[session_cookie(request, None)])


@post("/lock", status_code=204, sync_to_thread=True)
def lock(request: Asked) -> None:
    """Hide everything until the passphrase is given again."""
    seat_of(request)
    door_of(request).lock(token_of(request) or "")


@post("/unlock", status_code=204, sync_to_thread=True)
def unlock(request: Asked, data: Passphrase) -> Response[None]:
    """Open a locked session with its owner's passphrase."""
    seat_of(request)
    token = door_of(request).unlock(
        token_of(request) or "", data.passphrase, address=address_of(request)
    )
    return Response(None, status_code=204, cookies=[session_cookie(request, token)])


@get("/me", sync_to_thread=True)
def me(bank: Databank) -> Me:
    """Who is signed in, what that person may do, and in which databank."""
    viewer = bank.viewer
    return Me(
        user=viewer.id.hex(),
        number=viewer.number,
        name=viewer.name,
        role=viewer.role,
        rights=[act for act, roles in RIGHTS.items() if viewer.role in roles],
        preferences=Preferences(),
        databank=bank.folder.name,
        revision=bank.revision,
    )


ROUTES = (enter, sign_in, sign_out, lock, unlock, me)
