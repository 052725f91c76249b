"""Dates told in words, in the languages of the workspace, proposed as EDTF."""

from __future__ import annotations

import pytest

from relata.cases.told_dates import told_date
from relata.codebook.dates import bounds


@pytest.mark.parametrize(
    ("told", "edtf"),
    [
        ("spring 2015", "2015-21"),
        ("la primavera del 2015", "2015-21"),
        ("l'été 2015", "2015-22"),
        ("خريف 2015", "2015-23"),
        ("الشتاء ٢٠١٥", "2015-24"),
        ("12 March 2014", "2014-03-12"),
        ("March 12, 2014", "2014-03-12"),
        ("12 marzo 2014", "2014-03-12"),
        ("1er août 2014", "2014-08-01"),
        ("كانون الثاني 2014", "2014-01"),
        ("في شهر أيلول 2014", "2014-09"),
        ("circa settembre 2014", "2014-09~"),
        ("vers 2014", "2014~"),
        ("نحو 2014", "2014~"),
        ("maybe 2014", "2014?"),
        ("peut-être vers mai 2014", "2014-05%"),
        ("the 1990s", "199X"),
        ("2014 or 2015", "[2014,2015]"),
        ("giugno 2014 o 2015", "[2014-06,2015]"),
        ("between March and June 2015", "2015-03/2015-06"),
        ("dal 2014 al 2015", "2014/2015"),
        ("من 2014 إلى 2015", "2014/2015"),
        ("since June 2014", "2014-06/.."),
        ("fino al 2015", "../2015"),
        ("jusqu’à 2015", "../2015"),
        ("before 2015", "../2014-12-31"),
        ("dopo marzo 2014", "2014-04-01/.."),
        ("25/03/2015", "2015-03-25"),
    ],
)
def test_dates_in_words_become_edtf(told: str, edtf: str) -> None:
    """Each is written as EDTF that the calendar knows."""
    assert told_date(told) == edtf
    assert bounds(edtf) != (None, None)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "one fine day",
        "summer",
        "early 2014",
        "03/04/2015",
        "5 2014",
        "2014 2015",
        "the 12 of spring 2015",
        "March April 2015",
        "before the war",
        "or",
        "between",
    ],
)
def test_what_is_not_sure_is_not_guessed(told: str) -> None:
    """Two readings, no year, or words that are not understood: nothing is proposed."""
    assert told_date(told) is None
