"""Describing a source: what a person knows of it that no reader found."""

from __future__ import annotations

from support.banks import put

import relata


def test_a_corrected_language_is_searched_by_its_own_inflections(bank: relata.Databank) -> None:
    """A text taken for English finds its Italian plural once it is said to be Italian, and back."""
    put(bank, "Erano tre disertori.", title="report", language="en")
    assert bank.search("disertrice").passages == 0

    bank.sources.describe("report", language="it")
    assert bank.search("disertrice").passages == 1

    bank.undo()
    assert bank.search("disertrice").passages == 0


def test_a_date_given_by_a_person_says_so(bank: relata.Databank) -> None:
    """What was said before stays in the history, and the date tells where it came from."""
    put(bank, "A note.", title="note", date=None)
    before = bank.revision

    told = bank.sources.describe("note", date="2016-05~", publisher="The harbour office")

    assert (told.date, told.date_from, told.title) == ("2016-05~", "a person", "note")
    assert bank.as_of(before).sources.get("note").date is None


def test_a_damaged_text_does_not_hide_the_others(bank: relata.Databank) -> None:
    """A text that no longer opens is passed over by the index; the rest is found."""
    put(bank, "The river was high.", title="one")
    for pack in bank.folder.joinpath("blobs").iterdir():
        pack.write_bytes(b"\0" * pack.stat().st_size)
    put(bank, "The river was low.", title="two")

    assert [hit.title for hit in bank.search("river").hits] == ["two"]
    assert not bank.verify().sound
