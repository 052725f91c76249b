"""Uncertain dates: their canonical form, and the days they can mean."""

import calendar
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from relata.codebook import BadDate, bounds, parse_date

DAYS = st.dates(min_value=date(1, 1, 1))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2014", (2014, 1, 1), (2014, 12, 31)),
        ("2012-02", (2012, 2, 1), (2012, 2, 29)),
        ("2014-09-21", (2014, 9, 21), (2014, 9, 21)),
        ("2014-09~", (2014, 9, 1), (2014, 9, 30)),
        ("2014?-09", (2014, 9, 1), (2014, 9, 30)),
        ("201X", (2010, 1, 1), (2019, 12, 31)),
        ("20XX", (2000, 1, 1), (2099, 12, 31)),
        ("2014-XX-01", (2014, 1, 1), (2014, 12, 1)),
        ("2014-XX-31", (2014, 1, 31), (2014, 12, 31)),
        ("201X-02-29", (2012, 2, 29), (2016, 2, 29)),
        ("2014-1X", (2014, 10, 1), (2014, 12, 31)),
        ("2014-09-2X", (2014, 9, 20), (2014, 9, 29)),
        ("2014-09-3X", (2014, 9, 30), (2014, 9, 30)),
        ("2014/2015-03", (2014, 1, 1), (2015, 3, 31)),
        ("2014-09/..", (2014, 9, 1), None),
        ("/2014-09", None, (2014, 9, 30)),
        ("[2014,2016-05]", (2014, 1, 1), (2016, 5, 31)),
        ("{2014-03..2014-05}", (2014, 3, 1), (2014, 5, 31)),
        ("[..2014]", None, (2014, 12, 31)),
        ("2014-21", (2014, 3, 1), (2014, 5, 31)),
        ("2014-23", (2014, 9, 1), (2014, 11, 30)),
        ("2014-24", (2014, 1, 1), (2015, 2, 28)),
        ("2015-24", (2015, 1, 1), (2016, 2, 29)),
        ("2014-32", (2014, 6, 1), (2014, 8, 31)),
        ("2014-36", (2014, 10, 1), (2014, 12, 31)),
        ("2014-39", (2014, 9, 1), (2014, 12, 31)),
        ("2014-41", (2014, 7, 1), (2014, 12, 31)),
    ],
)
def test_the_days_a_date_can_mean(text, earliest, latest):
    """Each form is bounded by the first and last day it can mean, as the calendar has them."""
    found = bounds(text)

    assert found == (earliest and date(*earliest), latest and date(*latest))


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (" 2014 - 09 ", "2014-09"),
        ("2014–09", "2014-09"),
        ("2014-9-1", "2014-09-01"),
        ("٢٠١٤-٠٩", "2014-09"),
        ("201x", "201X"),
        ("2014?~", "2014%"),
        ("[2014, 2016]", "[2014,2016]"),
        ("2014/open", "2014/.."),
        ("unknown/2014", "/2014"),
        ("2014-9/2015-1", "2014-09/2015-01"),
    ],
)
def test_what_people_type_is_put_right(typed, canonical):
    """Spaces, dashes, digits of other scripts and missing zeros come out as one canonical form."""
    assert parse_date(typed).text == canonical
    assert parse_date(canonical).text == canonical


def test_doubt_is_kept_apart_from_the_bounds():
    """Perhaps and about are flags; they widen nothing, for nobody knows by how much."""
    plain, perhaps, about, both = (parse_date("2014-09" + mark) for mark in ("", "?", "~", "%"))

    assert {(d.earliest, d.latest) for d in (plain, perhaps, about, both)} == {
        (date(2014, 9, 1), date(2014, 9, 30))
    }
    assert [(d.uncertain, d.approximate) for d in (plain, perhaps, about, both)] == [
        (False, False),
        (True, False),
        (False, True),
        (True, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2014-13",
        "2014-42",
        "2014-00",
        "2015-02-29",
        "2014-02-3X",
        "201X-02-30",
        "2015/2014",
        "2014-09-21/2014-09-01",
        "21/09/2014",
        "2014-01-01T10:00:00",
        "XXXX",
        "XXXX-09",
        "0000",
        "Y20140",
        "-0044",
        "../..",
        "/",
        "[2014,..2015,2016]",
        "[]",
        "2014//2015",
        "2014/2015/2016",
        "[[2014]]",
        "9" * 300,
        "[" + "2014," * 100 + "2014]",
    ],
)
def test_what_is_no_date_is_refused(text):
    """Days the calendar lacks, backward spans and dates without a year are refused with advice."""
    with pytest.raises(BadDate, match="year first"):
        parse_date(text)


@given(DAYS)
def test_a_day_lies_within_every_coarser_date_of_it(day):
    """Forgetting the day, the month or the last digit of the year never loses the day."""
    year, month = f"{day.year:04d}", f"{day.month:02d}"
    for text in (
        year,
        f"{year}-{month}",
        day.isoformat(),
        f"{year[:3]}X",
        f"{year}-XX-{day.day:02d}",
    ):
        earliest, latest = bounds(text)
        assert earliest <= day <= latest


@given(DAYS, st.integers(0, 4000))
def test_a_span_is_bounded_by_its_ends(start, days):
    """From one day until another means exactly those two days as bounds, and never the reverse."""
    assume(start.toordinal() + days <= date.max.toordinal())
    end = start + timedelta(days)

    assert bounds(f"{start}/{end}") == (start, end)
    if days:
        with pytest.raises(BadDate):
            bounds(f"{end}/{start}")


@given(
    st.integers(1, 9999),
    st.integers(1, 12),
    st.integers(1, 31),
    st.sampled_from(["Y", "YM", "YMD"]),
    st.sampled_from(["", "?", "~", "%"]),
)
def test_another_program_finds_the_same_days(year, month, day, form, mark):
    """The edtf library, written by others, bounds plain and qualified dates alike."""
    assume(day <= calendar.monthrange(year, month)[1])
    text = {"Y": f"{year:04d}", "YM": f"{year:04d}-{month:02d}"}.get(
        form, f"{year:04d}-{month:02d}-{day:02d}"
    )
    theirs = parse_edtf(text + mark)

    assert bounds(text + mark) == (
        date(*theirs.lower_strict()[:3]),
        date(*theirs.upper_strict()[:3]),
    )


@given(st.text("0123456789X-/.,[]{}?~% ", max_size=24))
def test_any_text_is_a_date_or_refused(text):
    """Whatever is typed gives a canonical date that reads again the same, or a clear refusal."""
    try:
        read = parse_date(text)
    except BadDate:
        return
    assert parse_date(read.text) == read
    assert read.earliest is None or read.latest is None or read.earliest <= read.latest
