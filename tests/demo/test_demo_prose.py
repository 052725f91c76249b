"""The prose banks: rich enough, alike in four languages, and nothing left unfilled."""

from __future__ import annotations

import re

import pytest

from relata.demo import Story
from relata.demo.codes import JOINING, MOTIVES, OBSTACLES, ROLES, ROUTES
from relata.demo.dice import Dice
from relata.demo.prose import LANGUAGES, Decks, bank, fitted
from relata.demo.telling_dates import told_date


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_can_be_told_in_many_ways(language: str) -> None:
    """Eight ways or more in Italian, English and French, five in Arabic; none twice."""
    told = bank("motives", language)
    least = 5 if language == "ar" else 8

    assert set(told) == set(MOTIVES)
    for ways in told.values():
        assert len(ways) == len(set(ways)) >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_topic_is_missing_in_a_language(language: str) -> None:
    """Every question, role, way out, obstacle and reason to join has its sentences."""
    told = bank("interviews", language)

    assert set(told) == set(bank("interviews", "en"))
    for prefix, keys in (
        ("joining", JOINING),
        ("role", ROLES),
        ("route", ROUTES),
        ("obstacle", OBSTACLES),
    ):
        assert all(told[f"{prefix}_{key}"] for key in keys)
    assert set(bank("profiles", language)) == set(bank("profiles", "en"))


def test_translations_stand_at_the_same_place() -> None:
    """The banks of reasons run in step in Italian, English and French, for translated quotes."""
    for motive in MOTIVES:
        assert len({len(bank("motives", language)[motive]) for language in ("it", "en", "fr")}) == 1


def test_nothing_is_left_unfilled(departures: Story) -> None:
    """No brace, slot or choice of the banks shows in a text."""
    for source in departures.sources:
        for text in (source.title, source.text, source.publisher):
            assert not re.search(r"[{}\[\]]|<[a-z_:0-9]+>", text), source.filename


def test_a_line_follows_the_speakers_sex() -> None:
    """What agrees with the speaker agrees; what is free is chosen."""
    line = "Sono arrivat[o|a] {di notte|all'alba} a <town>."
    said = {
        fitted(line, female=female, dice=Dice(n, "x"), slots={"town": "Ambrano", "language": "it"})
        for female in (True, False)
        for n in range(20)
    }

    assert said == {
        f"Sono arrivat{ending} {when} ad Ambrano."
        for ending in "oa"
        for when in ("di notte", "all'alba")
    }


def test_decks_deal_all_before_any_comes_back() -> None:
    """A line is dealt again only when all others were."""
    decks = Decks(5)
    size = len(bank("interviews", "it")["plan"])
    first = [decks.place("interviews", "it", "plan") for _ in range(size)]
    second = [decks.place("interviews", "it", "plan") for _ in range(size)]

    assert sorted(first) == sorted(second) == list(range(size))
    assert first[-1] != second[0]


@pytest.mark.parametrize(
    ("edtf", "language", "said"),
    [
        ("2015-03", "en", "in March 2015"),
        ("2015-08", "it", "nell'agosto del 2015"),
        ("2015-03~", "fr", "vers mars 2015"),
        ("2016-05-01", "fr", "le 1er mai 2016"),
        ("2015-21", "it", "nella primavera del 2015"),
        ("2015?", "en", "perhaps in 2015"),
        ("[2015-03..2015-05]", "ar", "بين آذار/مارس وأيار/مايو 2015"),
    ],
)
def test_dates_are_told_as_people_tell_them(edtf: str, language: str, said: str) -> None:
    """Each uncertainty has its words."""
    assert told_date(edtf, language) == said


def test_weights_weigh() -> None:
    """What weighs three times as much falls three times as often."""
    dice = Dice(1, "weights")
    thrown = [dice.weighed((("a", 3.0), ("b", 1.0))) for _ in range(4000)]

    assert thrown.count("a") / 4000 == pytest.approx(0.75, abs=0.03)
