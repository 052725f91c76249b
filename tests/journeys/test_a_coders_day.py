"""A day of a coder, in real chromium: what was done there stands in the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PASSPHRASE
from playwright.sync_api import Browser
from support.serving import Person, Served, standing

import relata

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_day_by_keyboard(server: Served, browser: Browser, folder: Path, source: str) -> None:
    """Selected, letters, Enter: coded; memo, undo, a cut network and its return lose nothing."""
    omar = Person.at(browser, server)
    omar.sign_in("Omar", PASSPHRASE)
    page = omar.page
    omar.open(source)

    omar.code("I was bored", "bor")
    omar.saved()
    assert standing(folder, "Omar") == {("boredom", "I was bored")}

    # Astral signs, and the mark that is put on them, count as the store counts.
    omar.code("🧕🏽 sent pictures", "not wh")
    omar.code("naïve man", "brut")
    omar.saved()
    assert ("not-what-was-imagined", "🧕🏽 sent pictures") in standing(folder, "Omar")
    assert ("brutality", "naïve man") in standing(folder, "Omar")

    page.keyboard.press("Control+z")
    omar.says("Undone")
    omar.saved()
    assert ("brutality", "naïve man") not in standing(folder, "Omar")
    page.keyboard.press("Control+Shift+z")
    omar.says("Done again")
    omar.saved()
    assert ("brutality", "naïve man") in standing(folder, "Omar")

    # The last code once more, by one key.
    omar.select("beat an old man")
    page.keyboard.press(".")
    omar.saved()
    assert ("brutality", "beat an old man") in standing(folder, "Omar")

    page.context.set_offline(True)
    omar.code("The commanders ate", "corru")
    page.wait_for_selector(".sign.bad")
    page.evaluate("() => (window.warned = null)")
    assert page.evaluate(
        "() => { const leaving = new Event('beforeunload', { cancelable: true });"
        " dispatchEvent(leaving); return leaving.defaultPrevented; }"
    ), "a reload with unsent work must warn"
    assert ("corrupt-leaders", "The commanders ate") not in standing(folder, "Omar")
    page.context.set_offline(False)
    omar.saved()
    assert ("corrupt-leaders", "The commanders ate") in standing(folder, "Omar")

    page.reload()
    page.wait_for_selector("[data-coding], .relata-bar")
    assert len(standing(folder, "Omar")) == 5
    assert omar.complaints == []


def test_a_memo_that_is_typed_is_not_lost(
    server: Served, browser: Browser, folder: Path, source: str
) -> None:
    """A memo half typed survives another page, and is saved by one key."""
    omar = Person.at(browser, server)
    omar.sign_in("Omar", PASSPHRASE)
    page = omar.page
    omar.open(source)
    page.keyboard.press("m")
    page.fill("#memo-body", "Ask about the ")
    page.locator("a[href='/cases']").click()
    page.wait_for_url("**/cases")
    page.go_back()
    page.wait_for_selector("#memo-body")
    assert page.input_value("#memo-body") == "Ask about the "
    page.fill("#memo-body", "Ask about the cousin.")
    page.press("#memo-body", "Control+Enter")
    omar.saved()
    page.get_by_text("Ask about the cousin.").first.wait_for()

    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as bank:
        (memo,) = bank.memos.list(source=source)
        assert (memo.writer, memo.body) == ("Omar", "Ask about the cousin.")
    assert omar.complaints == []
