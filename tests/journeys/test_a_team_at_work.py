"""Several people at once, in real chromium: each sees what the others do; the store agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PASSPHRASE
from playwright.sync_api import Browser
from support.serving import Person, Served, standing

import relata

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_two_coders_on_one_text(
    server: Served, browser: Browser, folder: Path, source: str
) -> None:
    """Each sees that the other is here and what the other codes, without reloading."""
    omar, mara = Person.at(browser, server), Person.at(browser, server)
    omar.sign_in("Omar", PASSPHRASE)
    mara.sign_in("Mara", PASSPHRASE)
    omar.open(source)
    mara.open(source)
    omar.says("Mara here too")
    mara.says("Omar here too")

    omar.code("afraid of the aeroplanes", "air")
    mara.page.wait_for_function("() => [...CSS.highlights.keys()].some((name) => /\\d/.test(name))")
    mara.says("1 coding")
    mara.code("afraid of the aeroplanes", "air")
    omar.says("2 codings")
    omar.saved()
    mara.saved()

    assert standing(folder, "Omar") == {("fear-of-air-raids", "afraid of the aeroplanes")}
    assert standing(folder, "Mara") == {("fear-of-air-raids", "afraid of the aeroplanes")}

    # One's undo takes back one's own act, not the other's.
    omar.page.keyboard.press("Control+z")
    omar.says("Undone")
    mara.says("1 coding")
    assert standing(folder, "Omar") == set()
    assert len(standing(folder, "Mara")) == 1
    assert omar.complaints == mara.complaints == []


def test_a_lead_changes_the_codebook_under_a_coder(
    server: Served, browser: Browser, folder: Path, source: str
) -> None:
    """A new wording is seen at once; what was coded before is marked until it is confirmed."""
    omar = Person.at(browser, server)
    omar.sign_in("Omar", PASSPHRASE)
    omar.open(source)
    omar.code("I was bored", "bor")
    omar.saved()

    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as lead:
        lead.codebook.change(
            "boredom", label="Tedium", definition="Nothing to do, day after day.", reason="sharper"
        )
    omar.says("Tedium")
    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as bank:
        assert [c.code for c in bank.coding.older(coder="Omar")] == ["boredom"]

    omar.open(source, at=_place(folder, "I was bored"))
    omar.says("Made under an older definition")
    omar.page.get_by_role("button", name="It still holds").click()
    omar.saved()
    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as bank:
        assert bank.coding.older(coder="Omar") == []

        bank.codebook.merge("boredom", "hardship", reason="too close")
    omar.code("Nobody asked me anything", "hard")
    omar.saved()
    assert standing(folder, "Omar") == {
        ("hardship", "I was bored"),
        ("hardship", "Nobody asked me anything"),
    }
    assert omar.complaints == []


def test_a_reader_sees_neither_names_nor_words(
    server: Served, browser: Browser, source: str
) -> None:
    """A reader comes in, reads findings, and gets no testimony by any way of the workspace."""
    rita = Person.at(browser, server)
    rita.sign_in("Rita", PASSPHRASE)
    page = rita.page
    assert page.locator("nav a[href='/findings']").count() == 1
    assert page.locator("nav a[href='/sources']").count() == 0

    page.goto(f"{server.url}/sources/{source}")
    page.wait_for_selector("[role=alert]")
    assert "baker" not in page.content()
    for path in ("text", "codings", "original"):
        status = page.evaluate(
            "(path) => fetch(path).then((answer) => answer.status)", f"/api/sources/{source}/{path}"
        )
        assert status == 403, path
    page.goto(f"{server.url}/findings")
    page.get_by_role("button", name="Table").click()
    page.wait_for_selector("table")
    assert "baker" not in page.content()
    assert rita.complaints == []


@pytest.mark.parametrize("language", ["ar", "it-IT", "fr-FR"])
def test_the_workspace_in_other_languages(
    server: Served, browser: Browser, folder: Path, source: str, language: str
) -> None:
    """The interface speaks Arabic, mirrored, Italian and French; what is coded stands exactly."""
    mara = Person.at(browser, server, language=language)
    mara.sign_in("Mara", PASSPHRASE)
    page = mara.page
    mara.open(source)
    direction = page.evaluate("() => document.documentElement.dir")
    assert direction == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("() => document.documentElement.lang") == language[:2]
    if language == "ar":
        # The rail stands at the right, the text keeps its own direction.
        assert page.locator("nav").bounding_box()["x"] > 1000  # type: ignore[index]
    words = {"ar": "a naïve man", "it-IT": "a baker", "fr-FR": "in the square"}[language]
    mara.select(words)
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=option]")
    page.keyboard.type({"ar": "قسوة", "it-IT": "bruta", "fr-FR": "bruta"}[language])
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    mara.saved()

    assert words in {told for _, told in standing(folder, "Mara")}
    assert mara.complaints == []


def _place(folder: Path, words: str) -> tuple[int, int]:
    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as bank:
        text = bank.sources.text(bank.sources.list()[0].id).content
    start = text.index(words)
    return start, start + len(words)
