"""What journeys share: a databank with one interview, served, and real chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PASSPHRASE, QUICK
from playwright.sync_api import Browser
from support.serving import Served, chromium, served

import relata

INTERVIEW = """Q: Why did you go?

A: My cousin 🧕🏽 sent pictures, and I believed them. Nobody asked me anything.

Q: And why did you leave?

A: The commanders ate while we were hungry. I was bored, cold and afraid of the aeroplanes.

A: Then they beat an old man — he was a naïve man, a baker — in the square.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A databank with one interview, a codebook, and a coder with a key slot of her own."""
    place = tmp_path_factory.mktemp("day")
    (place / "interview.txt").write_text(INTERVIEW, "utf-8")
    bank = relata.init(place / "bank", passphrase=PASSPHRASE, name="Lena", cost=QUICK)
    bank.codebook.load("reasons-for-leaving")
    bank.sources.add(place / "interview.txt", kind="interview")
    bank.cases.new("Anna", sources=[bank.sources.list()[0].id])
    for name, role in (("Omar", "coder"), ("Mara", "coder"), ("Rita", "reader")):
        bank.team.add(name, role, PASSPHRASE, cost=QUICK)
    bank.close()
    return place / "bank"


@pytest.fixture(scope="module")
def source(folder: Path) -> str:
    """The id of the interview."""
    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as bank:
        return bank.sources.list()[0].id


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    with served(folder, PASSPHRASE, user="Lena") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running
