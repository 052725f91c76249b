"""Refusals as HTTP answers: one shape, the library's words, nothing of the content."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from relata.archive.passages import OutsideText
from relata.errors import RelataError
from relata.store.engines import DiskFull, StoreUnreachable
from relata.team.rights import NotAllowed
from relata.team.signing_in import NotSignedIn

log = logging.getLogger("relata.server")


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong, to what, and what to do next."""

    error: str
    message: str
    remedy: str = ""
    wait: float | None = None
    """Seconds to wait before trying again."""


class SignedOut(RelataError):
    """The request carries no session that stands."""

    remedy = "Sign in."


class SessionLocked(RelataError):
    """The session waits for its owner's passphrase."""

    remedy = "Give your passphrase to go on."


class SecondFactorNeeded(RelataError):
    """The session waits for its owner's second factor: for its code, or for it to be set up."""

    def __init__(self, needs: str) -> None:
        super().__init__(
            "This session waits for your second factor.",
            remedy="Set one up: this databank asks for it."
            if needs == "set up"
            else "Type the six digits of your authenticator, or a recovery code.",
        )


class TooMuch(RelataError):
    """More was sent than this server takes at once."""

    remedy = "Send less at once, or use the command line."


def status_of(fault: RelataError) -> int:
    """The HTTP status under which a refusal travels."""
    if isinstance(fault, SignedOut):
        return 401
    if isinstance(fault, SessionLocked | SecondFactorNeeded):
        return 423
    if isinstance(fault, NotAllowed | NotSignedIn):
        return 403
    if isinstance(fault, StoreUnreachable | DiskFull):
        return 503
    if isinstance(fault, TooMuch):
        return 413
    if getattr(fault, "wait", None) is not None:
        return 429
    if type(fault).__name__.startswith("NoSuch") and not isinstance(fault, OutsideText):
        return 404
    return 422


def refused(_request: Request[Any, Any, Any], fault: RelataError) -> Response[Refusal]:
    """Tell a refusal of the library."""
    wait = getattr(fault, "wait", None)
    told = Refusal(type(fault).__name__, str(fault.args[0]), fault.remedy or "", wait)
    return Response(told, status_code=status_of(fault))


def misused(_request: Request[Any, Any, Any], fault: HTTPException) -> Response[Refusal]:
    """Tell a request that does not have the form the description asks for."""
    what = {404: "There is no such address.", 405: "This address does not do that."}
    message = what.get(fault.status_code, "The request does not have the form it should have.")
    return Response(Refusal(type(fault).__name__, message), status_code=fault.status_code)


def nested(_request: Request[Any, Any, Any], fault: RecursionError) -> Response[Refusal]:
    """Tell a request so deeply nested that it cannot be read."""
    told = Refusal("TooDeep", "The request is nested too deeply.")
    return Response(told, status_code=400)


_NOT_KEPT = {"DataError", "NumericValueOutOfRange"}
"""What databases call a number beyond 64 bits, or a text with a null character."""


def broken(_request: Request[Any, Any, Any], fault: Exception) -> Response[Refusal]:
    """Tell a fault of the program; the log says where it arose, never what was in it."""
    where = [
        f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno}"
        for f in traceback.extract_tb(fault.__traceback__)
    ]
    log.error("%s at %s", type(fault).__name__, " < ".join(reversed(where[-6:])))
    if isinstance(fault, OverflowError) or type(fault).__name__ in _NOT_KEPT:
        told = Refusal("NotKept", "A number or a sign of this request cannot be kept.")
        return Response(told, status_code=422)
    told = Refusal(
        "Fault",
        "Something failed in the program; this change was not made.",
        "Try again; if it stays so, tell whoever runs this server what you did.",
    )
    return Response(told, status_code=500)
