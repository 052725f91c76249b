"""Browsers signed in to a small served databank, one for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from litestar.testing import TestClient
from support.banks import CODEBOOK, put

import relata
from relata.databank.door import Door
from relata.server.app import application

HOST = "testserver.local"
PEOPLE = {"Lena": "guardian", "Ines": "lead", "Omar": "coder", "Ada": "coder", "Rosa": "reader"}

Client = Callable[[str], "TestClient[Any]"]


@pytest.fixture
def served(bank: relata.Databank) -> relata.Databank:
    """A small study with one person of each role: Lena, Ines, Omar, Ada, Rosa."""
    bank.codebook.load(CODEBOOK)
    first = put(bank, title="first")
    put(bank, "The other one stayed.\n\nHe was a cook.", title="second")
    bank.cases.new(sources=[first])
    for name, role in PEOPLE.items():
        if role != "guardian":
            bank.team.add(name, role)
    return bank


@pytest.fixture
def door(served: relata.Databank) -> Door:
    """The one door of a served databank, at which everybody comes in."""
    return Door(served)


@pytest.fixture
def browsers(door: Door) -> Iterator[Callable[[], TestClient[Any]]]:
    """Makes browsers at one server, nobody signed in: `browsers()`."""
    app = application(door, hosts=[HOST])
    with ExitStack() as opened:

        def make() -> TestClient[Any]:
            browser = opened.enter_context(TestClient(app, base_url=f"http://{HOST}"))
            browser.headers["sec-fetch-site"] = "same-origin"
            return browser

        yield make


@pytest.fixture
def client(served: relata.Databank) -> Iterator[Client]:
    """Makes browsers: `client("Omar")` is signed in as Omar, and asks as the workspace does."""
    with ExitStack() as opened:

        def make(name: str) -> TestClient[Any]:
            door = Door(served.seated(name))
            app = application(door, hosts=[HOST])
            browser = opened.enter_context(TestClient(app, base_url=f"http://{HOST}"))
            browser.headers["sec-fetch-site"] = "same-origin"
            entered = browser.post("/api/enter", json={"ticket": door.ticket()})
            assert entered.status_code == 204, entered.text
            return browser

        yield make
