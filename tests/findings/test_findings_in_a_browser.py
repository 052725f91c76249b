"""A finding as a notebook shows it, in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

import relata

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def page() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield browser.new_page()
        browser.close()


@pytest.fixture
def told(tmp_path: Any) -> Iterator[relata.Databank]:
    """A databank with one coded passage about a case whose name runs right to left."""
    from relata.codebook import CodebookEntry, CodeEntry
    from relata.store.keys import Cost

    path = tmp_path / "note.txt"
    path.write_text("He was bored all winter, and then he left for the coast.", "utf-8")
    bank = relata.init(
        tmp_path / "bank", passphrase="long enough to protect", cost=Cost(1024, 1, 1)
    )
    bank.sources.add(path)
    bank.codebook.load(
        CodebookEntry("c", codes=(CodeEntry("boredom", "الملل <b>&", path="boredom"),))
    )
    bank.cases.new("حالة-1", sources=["note"])
    bank.coding.code("note", (0, 12), code="boredom")
    yield bank
    bank.close()


@pytest.mark.browser
def test_a_number_opens_in_place_and_nothing_is_fetched(told: relata.Databank, page: Any) -> None:
    """A click on a number shows its cases and passages; the page asks no one for anything."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(told.findings.motives()._repr_html_())
    source = told.sources.list()[0].id

    case = page.get_by_text("حالة-1")
    assert not case.first.is_visible()
    page.locator("summary").first.click()

    assert case.first.is_visible()
    assert page.get_by_text(f"{source[:12]}:0:12").first.is_visible()
    assert page.get_by_text("الملل <b>&").first.is_visible(), "names are text, not markup"
    assert asked == []
