"""The stream of what others change, and who is where."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, put
from litestar.datastructures import State
from litestar.response import Stream

from relata.databank.bank import Databank
from relata.server.live import Change, Listener, Live, changes
from relata.server.seats import door_of, seat_of, token_of


class Present(msgspec.Struct, frozen=True):
    """The source that is open in this session, by its id; null for none."""

    source: Annotated[str, msgspec.Meta(max_length=64)] | None


@get("/live", include_in_schema=False, sync_to_thread=False)
def live(request: Request[Any, Any, State], bank: Databank) -> Stream:
    """What others change, as it happens: events `change` and `present`."""
    token = token_of(request) or ""
    door = door_of(request)

    def seated() -> Databank | None:
        seat = door.seat(token, active=False)
        return None if seat is None or seat.locked or seat.needs else seat.bank

    told: Live = request.app.state.live
    listener = Listener(seat_of(request).session.id, seated)
    return Stream(
        told.stream(listener),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


@get("/changes", sync_to_thread=True)
def changed(bank: Databank, after: int) -> list[Change]:
    """What changed after a revision number, as far as one may know it."""
    return changes(bank, after)


@put("/present", status_code=204, sync_to_thread=False)
def present(request: Request[Any, Any, State], bank: Databank, data: Present) -> None:
    """Say which source is open here, so that others see who reads it."""
    request.app.state.live.read(seat_of(request).session.id, data.source)


ROUTES = (live, changed, present)
