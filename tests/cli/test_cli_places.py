"""Places as people write them."""

from __future__ import annotations

import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.cli.places import QuotationNotFound, QuotationNotUnique, place, quoted, span
from relata.text.normal import fixed

TEXT = "She left at night.\nShe came back, and she left again.\n\n« Perché? » she asked."


def test_a_place_is_two_numbers() -> None:
    """START:END is read as it stands, and nothing else is taken for it."""
    assert span(" 4:18 ") == (4, 18)
    for told in ("4-18", "18:4", "4:4", "-1:4", "4:", "٤:٥", "4:18:20", ""):
        with pytest.raises(click.BadParameter):
            span(told)


def test_evidence_names_its_source_first() -> None:
    """A source may have colons in its name: the last two numbers are the place."""
    assert place("3fa92b10:4:18") == ("3fa92b10", 4, 18)
    assert place("What he said: a report:4:18") == ("What he said: a report", 4, 18)
    for told in ("4:18", ":4:18", "3fa92b10", "3fa92b10:18:4", "3fa92b10:4"):
        with pytest.raises(click.BadParameter):
            place(told)


def test_a_quotation_is_found_whatever_the_line_breaks() -> None:
    """Words copied from a screen find their place although the screen broke the line."""
    found = quoted(TEXT, " at  night. She\ncame ")
    assert found.of(TEXT) == "at night.\nShe came"


def test_a_quotation_is_found_however_its_accents_are_typed() -> None:
    """A decomposed accent is the same letter."""
    assert quoted(TEXT, "Perche\u0301").of(TEXT) == "Perché"


def test_a_quotation_that_stands_twice_is_refused_with_its_places() -> None:
    """The refusal counts and places, and does not repeat the words."""
    with pytest.raises(QuotationNotUnique) as refusal:
        quoted(TEXT.lower(), "she left")
    assert "2 times: 0:8, 38:46" in str(refusal.value)
    assert "left" not in str(refusal.value)


@pytest.mark.parametrize("words", ["never said", "", "   ", "left at  nigh t"])
def test_a_quotation_that_does_not_stand_there_is_refused(words: str) -> None:
    """What is not in the text is not coded somewhere near it."""
    with pytest.raises(QuotationNotFound) as refusal:
        quoted(TEXT, words)
    assert "never" not in str(refusal.value)


@given(st.text(alphabet="ab \n.(é", max_size=40), st.data())
def test_what_is_found_is_what_was_quoted(text: str, data: st.DataObject) -> None:
    """Found: the same words, nowhere else. Not unique: they stand there as often as is said."""
    text = fixed(text)
    start = data.draw(st.integers(0, len(text)))
    words = text[start : data.draw(st.integers(start, len(text)))].split()
    if not words:
        return
    pattern = r"\s+".join(map(re.escape, words))
    places = [at for at in range(len(text)) if re.compile(pattern).match(text, at)]
    if len(places) > 1:
        with pytest.raises(QuotationNotUnique, match=f"{len(places)} times"):
            quoted(text, " ".join(words))
    else:
        found = quoted(text, " ".join(words))
        assert places == [found.start]
        assert found.of(text).split() == words
