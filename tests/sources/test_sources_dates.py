"""Dates as documents write them."""

from __future__ import annotations

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from relata.sources.dates import edtf


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2017-05-14", "2017-05-14"),
        ("2017-05-14T23:30:00+02:00", "2017-05-14"),
        ("2017-05-14 09:00", "2017-05-14"),
        ("20170514", "2017-05-14"),
        ("2017-05", "2017-05"),
        ("2017", "2017"),
        ("2017~", "2017~"),
        ("2017-05-14?", "2017-05-14?"),
        ("2017-05/2017-06", "2017-05/2017-06"),
        ("201X", "201X"),
        ("14 maggio 2017", "2017-05-14"),
        ("domenica 14 maggio 2017, ore 9", "2017-05-14"),
        ("1er août 2016", "2016-08-01"),
        ("14. März 2017", "2017-03-14"),
        ("May 14, 2017", "2017-05-14"),
        ("14 de mayo de 2017", "2017-05-14"),
        ("١٤ مايو ٢٠١٧", "2017-05-14"),
        ("May 2017", "2017-05"),
        ("14/05/2017", "2017-05-14"),
        ("05/14/2017", "2017-05-14"),
        ("03.04.2017", "2017-04-03"),
        ("2017/05/14", "2017-05-14"),
        ("03/04/2017", None),
        ("31 February 2017", None),
        ("2017-13-01", None),
        ("", None),
        ("yesterday", None),
        ("1234567890", None),
        ("0017-05-14", None),
    ],
)
def test_a_date_is_read_as_written_or_not_at_all(written, date):
    """What states a day, month or year gives it; what can be read two ways gives none."""
    assert edtf(written) == date


def test_a_language_settles_what_figures_leave_open():
    """Where the page says it is American, the month stands first."""
    assert edtf("03/04/2017", month_first=True) == "2017-03-04"
    assert edtf("03/04/2017", month_first=False) == "2017-04-03"


@given(st.text(alphabet="0123456789-/.~?% X TZ:may", max_size=30))
def test_every_answer_is_a_date_of_the_standard(text):
    """Whatever is put in, what comes out is EDTF, or nothing."""
    date = edtf(text)

    if date is not None:
        parse_edtf(date)
