"""The live stream: what others change, told to whoever may know it, and who is where."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

import relata
from relata.databank.door import Door
from relata.server.live import Listener, Live, changes

Client = Callable[[str], Any]
Heard = dict[str, Any]


def seat(served: relata.Databank, name: str) -> tuple[Door, str]:
    door = Door(served.seated(name))
    return door, door.enter(door.ticket(), agent="a test")


def listening(door: Door, token: str) -> Listener:
    def seated() -> relata.Databank | None:
        found = door.seat(token, active=False)
        return None if found is None or found.locked or found.needs else found.bank

    held = door.seat(token)
    assert held is not None
    return Listener(held.session.id, seated)


async def heard(stream: AsyncIterator[bytes], kind: str) -> Heard:
    """The next event of a kind."""
    async with asyncio.timeout(5):
        async for told in stream:
            if told.startswith(b"event: " + kind.encode()):
                found: Heard = json.loads(told.split(b"data: ", 1)[1])
                return found
    raise AssertionError("the stream ended")


async def ended(stream: AsyncIterator[bytes]) -> None:
    async with asyncio.timeout(5):
        async for _ in stream:
            pass


def test_a_change_of_another_session_arrives(served: relata.Databank) -> None:
    """What Omar codes is told to Ada within moments: in which room, at which source, by whom."""
    ada = listening(*seat(served, "Ada"))
    omar = served.seated("Omar")

    async def run() -> Heard:
        live = Live(served)
        stream = live.stream(ada)
        await anext(stream)
        await asyncio.sleep(0.3)
        await asyncio.to_thread(omar.coding.code, "first", (4, 9), code="brutality")
        told = await heard(stream, "change")
        live.close()
        await ended(stream)
        return told

    told = asyncio.run(run())
    assert told["rooms"] == ["coding"]
    assert told["author"] == omar.viewer.number
    assert told["sources"] == [served.sources.get("first").number]
    assert told["revision"] == served.latest_number()


def test_a_reader_is_told_only_that_something_changed(served: relata.Databank) -> None:
    """Who changed what is history, which a reader does not read; a reader reads all anew."""
    before = served.latest_number()
    served.seated("Omar").coding.code("first", (4, 9), code="brutality")
    (told,) = changes(served.seated("Rosa"), before, served.latest_number())
    assert told.everything
    assert (told.author, told.action, told.rooms, told.sources) == (0, "", [], [])


@pytest.mark.parametrize("how", ["lock", "leave", "deactivate"])
def test_a_stream_ends_with_what_it_is_seen_by(served: relata.Databank, how: str) -> None:
    """Locked, signed out or deactivated: nothing more is told, and the stream ends."""
    door, token = seat(served, "Ada")
    ada = listening(door, token)
    omar = served.seated("Omar")

    async def run() -> list[bytes]:
        live = Live(served)
        stream = live.stream(ada)
        await anext(stream)
        await asyncio.sleep(0.3)
        if how == "deactivate":
            await asyncio.to_thread(served.team.change, "Ada", active=False)
        else:
            await asyncio.to_thread(getattr(door, how), token)
        await asyncio.to_thread(omar.coding.code, "first", (4, 9), code="brutality")
        async with asyncio.timeout(5):
            told = [one async for one in stream]
        live.close()
        return told

    assert [one for one in asyncio.run(run()) if b"change" in one] == []


def test_who_reads_a_source_is_told_to_those_who_may_read_it(served: relata.Databank) -> None:
    """Ada hears that Omar has a source open, and that he left it; a reader hears nothing of it."""
    omar, ada, rosa = (listening(*seat(served, name)) for name in ("Omar", "Ada", "Rosa"))

    async def run() -> tuple[Heard, Heard, Heard]:
        live = Live(served)
        omars, adas, rosas = live.stream(omar), live.stream(ada), live.stream(rosa)
        for stream in (omars, adas, rosas):
            await anext(stream)
        while not ada.queue.empty():
            ada.queue.get_nowait()
        live.read(omar.session, "ab12")
        there = await heard(adas, "present")
        live.read(omar.session, None)
        left = await heard(adas, "present")
        live.read(omar.session, "ab12")
        again = await heard(adas, "present")
        assert again == there
        await omars.aclose()
        gone = await heard(adas, "present")
        assert rosa.queue.empty()
        live.close()
        return there, left, gone

    there, left, gone = asyncio.run(run())
    assert (there, left, gone) == ({"ab12": ["Omar"]}, {}, {})


def test_a_stream_that_falls_behind_ends(served: relata.Databank) -> None:
    """A browser that does not read its stream is let go, and costs the server no more memory."""
    ada = listening(*seat(served, "Ada"))

    async def run() -> int:
        live = Live(served)
        stream = live.stream(ada)
        await anext(stream)
        for at in range(2000):
            live.read(ada.session, f"{at}")
        kept = ada.queue.qsize()
        live.close()
        await ended(stream)
        return kept

    assert asyncio.run(run()) <= 500


def test_changes_are_told_to_whoever_was_away(served: relata.Databank, client: Client) -> None:
    """After a revision number, the changes that came after it are told, and no others."""
    omar = served.seated("Omar")
    ada = client("Ada")
    before = served.latest_number()
    omar.coding.code("first", (4, 9), code="brutality")
    told = ada.get("/api/changes", params={"after": before}).json()
    assert [one["revision"] for one in told] == [served.latest_number()]
    assert ada.get("/api/changes", params={"after": served.latest_number()}).json() == []
