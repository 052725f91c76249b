"""The main screens, as a person sees them: nothing for axe to find, and a picture of each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from support.serving import Person, Served, served

import relata
from relata.demo.write import PASSPHRASE, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORKSPACE = Path(__file__).parents[2] / "workspace"
AXE = WORKSPACE / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOTS = Path(os.environ.get("RELATA_SCREENS", WORKSPACE.parent / "build" / "screens"))
"""Where the pictures go; look at them."""

SCREENS = {
    "sources": ("/sources", "main table, main [role=grid], main [role=row]"),
    "codebook": ("/codebook", "[role=tree]"),
    "cases": ("/cases", "main a[href^='/cases/']"),
    "findings": ("/findings", "main svg"),
    "cross": ("/findings/cross?rows=variable:role&columns=variable:sex", "main table, main svg"),
    "history": ("/history", "main time, main h2, main h3"),
    "team": ("/team", "main table"),
    "settings": ("/settings", "main select"),
}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional demonstration databank."""
    folder = tmp_path_factory.mktemp("screens") / "Departures"
    write(folder)
    return folder


@pytest.fixture(scope="module")
def shown(demonstration: Path) -> Iterator[Served]:
    with served(demonstration, PASSPHRASE) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(shown: Served, browser: Browser) -> dict[str, Any]:
    """The state of a browser that has come in, to give to others."""
    person = Person.at(browser, shown)
    person.enter(shown.ticket)
    state: dict[str, Any] = person.page.context.storage_state()  # type: ignore[assignment]
    person.page.context.close()
    return state


@pytest.mark.parametrize("look", ["light", "dark", "contrast", "arabic"])
@pytest.mark.parametrize("screen", [*SCREENS, "reading", "case", "keys"])
def test_axe_finds_nothing(
    screen: str,
    look: str,
    demonstration: Path,
    shown: Served,
    browser: Browser,
    signed_in: dict[str, Any],
) -> None:
    """A screen keeps WCAG 2.2 AA in every theme, and mirrored."""
    scheme: dict[str, Any] = {"color_scheme": "dark" if look == "dark" else "light"}
    if look == "contrast":
        scheme["contrast"] = "more"
    language = "ar" if look == "arabic" else "en-GB"
    person = Person.at(browser, shown, language=language, storage_state=signed_in, **scheme)
    page = person.page
    try:
        path, sign = _place(screen, demonstration)
        page.goto(shown.url + path)
        page.wait_for_selector(sign)
        if screen == "keys":
            page.keyboard.press("?")
            page.wait_for_selector("dialog")
        page.wait_for_timeout(400)
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SHOTS / f"{screen}-{look}.png"))
        assert axe(person) == []
        assert person.complaints == []
    finally:
        page.context.close()


def test_the_door_has_nothing_for_axe(shown: Served, browser: Browser) -> None:
    """Who is not signed in finds a door that works for everybody."""
    stranger = Person.at(browser, shown)
    stranger.page.goto(shown.url)
    stranger.page.wait_for_selector("#name")
    SHOTS.mkdir(parents=True, exist_ok=True)
    stranger.page.screenshot(path=str(SHOTS / "door.png"))
    assert axe(stranger) == []


def axe(person: Person) -> list[str]:
    """What axe has against a page, one line each."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (make node)")
    person.page.evaluate(AXE.read_text("utf-8"))
    found = person.page.evaluate(
        "(rules) => axe.run({ runOnly: { type: 'tag', values: rules } })", RULES
    )
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"][:3]
    ]


def _place(screen: str, demonstration: Path) -> tuple[str, str]:
    if screen in SCREENS:
        return SCREENS[screen]
    with relata.open(demonstration, passphrase=PASSPHRASE) as bank:
        if screen == "case":
            return f"/cases/{bank.cases.list()[0].pseudonym}", "main h1, main h2"
        coded = bank.coding.list()
        source = next(
            s for s in bank.sources.list() if s.kind == "interview" and s.language == "en"
        )
        here = next(c for c in coded if c.source == source.id)
        return f"/sources/{source.id}?at={here.start}-{here.end}", ".relata-bar"
