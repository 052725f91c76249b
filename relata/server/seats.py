"""Seats: whose request it is, and the databank as that person sees it."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie, State

from relata.databank.bank import Databank
from relata.databank.door import Door, Seat
from relata.server.failing import SecondFactorNeeded, SessionLocked, SignedOut

PLAIN_COOKIE = "relata_session"
SECURE_COOKIE = "__Host-relata_session"


def door_of(request: Request[Any, Any, State]) -> Door:
    found: Door = request.app.state.door
    return found


def token_of(request: Request[Any, Any, State]) -> str | None:
    """The session's token, as the cookie carries it."""
    return request.cookies.get(cookie_name(request))


def cookie_name(request: Request[Any, Any, State]) -> str:
    return SECURE_COOKIE if request.app.state.secure else PLAIN_COOKIE


def session_cookie(request: Request[Any, Any, State], token: str | None) -> Cookie:
    """The cookie that carries a session, or that takes it away."""
    return Cookie(
        key=cookie_name(request),
        value=token or "",
        path="/",
        httponly=True,
        secure=request.app.state.secure,
        samesite="strict",
        max_age=None if token else 0,
    )


def seat_of(request: Request[Any, Any, State]) -> Seat:
    """The seat of a request, open or locked. Raises SignedOut."""
    token = token_of(request)
    seat = door_of(request).seat(token) if token else None
    if seat is None:
        raise SignedOut("Nobody is signed in here.")
    # All tabs share one cookie: what a tab of another person still holds is not done by this one.
    meant = request.headers.get("relata-person")
    if meant is not None and meant != seat.session.user.hex():
        raise SignedOut("Somebody else has signed in here.")
    return seat


def provide_bank(request: Request[Any, Any, State]) -> Databank:
    """The databank as whoever asks sees it. Raises SignedOut, SessionLocked, SecondFactorNeeded."""
    seat = seat_of(request)
    if seat.locked:
        raise SessionLocked("This session is locked.")
    if seat.needs:
        raise SecondFactorNeeded(seat.needs)
    return seat.bank


def provide_half(request: Request[Any, Any, State]) -> Databank:
    """As `provide_bank`, for setting up the second factor that a session still waits for."""
    seat = seat_of(request)
    if seat.locked:
        raise SessionLocked("This session is locked.")
    if seat.needs == "code":
        raise SecondFactorNeeded(seat.needs)
    return seat.bank


def address_of(request: Request[Any, Any, State]) -> str:
    """Where a request comes from; a trusted proxy says so in its header."""
    if request.app.state.behind_proxy:
        forwarded = request.headers.get("x-forwarded-for", "")
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
    client = request.scope.get("client")
    return str(client[0]) if client else "?"


def agent_of(request: Request[Any, Any, State]) -> str:
    """The browser and system in a few words, for the list of one's sessions."""
    told = request.headers.get("user-agent", "")
    browsers = (
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chromium"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in browsers if sign in told), "a browser")
    system = next((name for sign, name in systems if sign in told), "an unknown system")
    return f"{browser} on {system}"
