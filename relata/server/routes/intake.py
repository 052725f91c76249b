"""Taking sources in: one file a request, streamed to the readers, never held whole here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import unquote

import anyio
import anyio.from_thread
import anyio.to_thread
import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.exceptions import InternalServerException
from litestar.params import Parameter

from relata.databank.bank import Databank
from relata.demo.example import example_text
from relata.errors import RelataError
from relata.server.failing import TooMuch
from relata.sources import Limits
from relata.sources.intake import Added

_DOCUMENT = 200_000_000
_RECORDING = 2_000_000_000
_AT_ONCE = 2_000
_RECEIVED_AT_ONCE = 3
"""Uploads received at the same time, by everybody; others wait for their turn."""

_NAME = "relata-name"
"""The header with the name of a file, percent-encoded."""


class IncompleteUpload(RelataError):
    """The line broke before a file had come whole."""

    remedy = "Send it again; nothing of it was kept."


class IntakeLimits(msgspec.Struct, frozen=True):
    """How much may be sent: bytes of a document, bytes of a recording, files at once."""

    document: int
    recording: int
    files: int


class TakenFile(msgspec.Struct, frozen=True):
    """One source that came in; not `new` where it was here already."""

    id: str
    name: str
    kind: str
    language: str | None
    new: bool
    notes: list[str]


class LeftOutFile(msgspec.Struct, frozen=True):
    """What was left out, and why."""

    name: str
    reason: str
    remedy: str


class TakenIn(msgspec.Struct, frozen=True):
    """What became of a file: an archive or a table gives several sources."""

    taken: list[TakenFile]
    left_out: list[LeftOutFile]
    revision: str


class ExampleWanted(msgspec.Struct, frozen=True):
    language: Literal["en", "it", "fr", "ar"] = "en"


@get("/intake", sync_to_thread=False)
def limits(bank: Databank) -> IntakeLimits:
    """How much may be sent."""
    return IntakeLimits(_DOCUMENT, _RECORDING, _AT_ONCE)


@post("/sources", status_code=200, request_max_body_size=None)
async def take_in(
    request: Request[Any, Any, State],
    bank: Databank,
    kind: str | None = None,
    language: str | None = None,
    name: Annotated[
        str, Parameter(header=_NAME, description="The file's name, percent-encoded")
    ] = "",
) -> TakenIn:
    """Take one file in; the body is its bytes. It is opened and read in a process apart."""
    announced = request.content_length
    if announced is not None and announced > _RECORDING:
        raise TooMuch(f"A file has at most {_RECORDING // 1_000_000} MB here.")
    work = partial(
        bank.sources.add_bytes,
        unquote(name, errors="replace"),
        _Arriving(request.stream(), announced),
        kind=kind or None,
        language=language or None,
        limits=Limits(text_bytes=_DOCUMENT),
    )
    return _told(await anyio.to_thread.run_sync(work, limiter=_turn(request.app.state)))


@post("/sources/example", status_code=200, sync_to_thread=True)
def take_example(bank: Databank, data: ExampleWanted) -> TakenIn:
    """Take a short invented interview in, to try coding on."""
    name, text = example_text(data.language)
    return _told(bank.sources.add_bytes(name, text, kind="interview", language=data.language))


class _Arriving:
    """The body of a request as a stream that a thread reads while it arrives."""

    def __init__(self, pieces: AsyncIterator[bytes], announced: int | None) -> None:
        self._pieces = pieces
        self._announced = announced
        self._held = b""
        self._size = 0
        self._ended = False

    def read(self, size: int, /) -> bytes:
        while not self._held and not self._ended:
            self._held = anyio.from_thread.run(self._next)
            self._size += len(self._held)
            if self._size > _RECORDING:
                raise TooMuch(f"A file has at most {_RECORDING // 1_000_000} MB here.")
        given, self._held = self._held[:size], self._held[size:]
        return given

    async def _next(self) -> bytes:
        try:
            async for piece in self._pieces:
                if piece:
                    return piece
        except InternalServerException:
            raise IncompleteUpload("The line broke before this file had come whole.") from None
        self._ended = True
        if self._announced is not None and self._size != self._announced:
            raise IncompleteUpload("This file did not come whole.")
        return b""


def _turn(state: State) -> anyio.CapacityLimiter:
    """Whose turn it is to be received by this server."""
    turn: anyio.CapacityLimiter | None = getattr(state, "receiving", None)
    if turn is None:
        turn = state.receiving = anyio.CapacityLimiter(_RECEIVED_AT_ONCE)
    return turn


def _told(added: Added) -> TakenIn:
    return TakenIn(
        [
            TakenFile(one.id, one.name, one.kind, one.language, one.new, list(one.notes))
            for one in added.taken
        ],
        [LeftOutFile(one.name, one.reason, one.remedy) for one in added.refused],
        added.revision,
    )


ROUTES = (limits, take_in, take_example)
