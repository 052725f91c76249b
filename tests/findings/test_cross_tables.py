"""Cross tables, by hand and against a plain reading of the values."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relata.findings import cross
from relata.findings.axes import FreeText, NoCodesBelow
from relata.findings.branches import UnknownName
from relata.findings.classes import BadBreaks, by_number, by_year
from relata.findings.cross import SameAxis
from relata.stats import fisher_exact

CASES = [f"P{n}" for n in range(6)]
VARIABLES = {
    "x": ("nominal", [("p", "P"), ("q", "Q")]),
    "y": ("nominal", [("r", "R"), ("s", "S"), ("t", "T")]),
}
values = st.lists(
    st.sampled_from(["x", "y"]).flatmap(
        lambda name: st.tuples(
            st.sampled_from(CASES),
            st.just(name),
            st.sampled_from(["Ada", "Bruno"]),
            st.sampled_from(["stated", "stated", "stated as absent", "not stated", "withheld"]),
            st.sampled_from([choice for choice, _ in VARIABLES[name][1]]),
            st.just([]),
        )
    ),
    max_size=20,
)


def read_plainly(valued, case, variable):
    """The category of a case, told in loops."""
    said = [
        (s, c if s == "stated" else None)
        for of, v, _, s, c, _ in valued
        if (of, v) == (case, variable)
    ]
    told = {answer for answer in said if answer[0] in ("stated", "stated as absent")}
    if len(told) > 1:
        return "contradicted"
    if told:
        status, content = told.pop()
        return content.upper() if status == "stated" else status
    for status in ("withheld", "not stated"):
        if (status, None) in said:
            return status
    return "not looked at"


@given(values)
@settings(deadline=None)
def test_every_case_stands_in_the_cell_of_a_plain_reading(snapshot_of, valued):
    """Counts, totals and opened cells are those of reading the values case by case."""
    table = cross(snapshot_of(cases=CASES, values=valued, variables=VARIABLES), "x", "y")
    cells: dict[tuple[str, str], set[str]] = {}
    for case in CASES:
        place = (read_plainly(valued, case, "x"), read_plainly(valued, case, "y"))
        cells.setdefault(place, set()).add(case)
    for row in table.rows.categories:
        for column in table.columns.categories:
            wanted = cells.pop((row.label, column.label), set())
            opened = {case.pseudonym for case in table.open(row.label, column.label).cases}
            assert table.cell(row.label, column.label) == len(wanted)
            assert opened == wanted
    assert not cells
    assert table.row_totals.sum() == table.column_totals.sum() == table.total == len(CASES)


@given(values)
@settings(deadline=None)
def test_turning_the_table_turns_the_counts(snapshot_of, valued):
    """Rows for columns give the same counts, turned, and the same p."""
    snapshot = snapshot_of(cases=CASES, values=valued, variables=VARIABLES)
    table, turned = cross(snapshot, "x", "y"), cross(snapshot, "y", "x")

    assert turned.counts.tolist() == table.counts.T.tolist()
    assert (table.test is None) == (turned.test is None)
    if table.test:
        assert turned.test.p == pytest.approx(table.test.p)


def labels(axis):
    return [(category.label, category.known) for category in axis.categories]


def test_answers_and_what_is_no_answer_stand_apart(small):
    """Choices first; contradicted, withheld and not looked at after them, out of the test."""
    table = cross(small, "fear", "country")

    assert labels(table.columns) == [
        ("Norvia", True),
        ("Sulland", True),
        ("contradicted", False),
        ("withheld", False),
        ("not looked at", False),
    ]
    assert labels(table.rows) == [
        ("yes", True),
        ("stated as absent", True),
        ("contradicted", False),
        ("unknown", False),
    ]
    assert table.cell("yes", "Norvia") == 1
    assert table.cell("yes", "contradicted") == 1  # D-2: the coders differ on the country
    assert table.cell("contradicted", "Sulland") == 1  # D-5: not stated to one, stated to another
    assert table.test is None
    assert table.reason.startswith("No test")


def test_an_opened_cell_leads_to_both_sides(small):
    """A cell opens to the codings of the code and to the evidence of the value."""
    (case,) = cross(small, "fear", "country").open("yes", "Norvia").cases

    assert case.pseudonym == "D-1"
    assert {(p.start, p.end, p.code, p.variable) for p in case.passages} == {
        (0, 40, "reasons/fear", None),
        (5, 40, "reasons/fear", None),
        (70, 80, None, "country"),
        (70, 90, None, "country"),
    }
    assert cross(small, "fear", "country").open(None, None).n_cases == 6
    assert cross(small, "fear", "country").open("yes").n_cases == 3


def test_dates_fall_into_years_and_unsure_ones_apart(small):
    """2014 and 2015 are years; 2014/2015 and 2014? stand apart."""
    assert labels(cross(small, "left", "fear").rows)[:4] == [
        ("2014", True),
        ("2015", True),
        ("2014?", False),
        ("2014/2015", False),
    ]
    years = by_year(["2014-12-31", "201X", "2014-09/..", "../2013", "nonsense", "2013~"])
    assert years.known == ("2014",)
    assert years.apart == ("../2013", "2010/2019", "2013?", "2014/..", "not readable")
    assert years.labels_of("2014-09/..") == ["2014/.."]


def test_numbers_are_cut(small):
    """Few whole numbers stand for themselves; breaks cut; a range over a cut stands apart."""
    assert labels(cross(small, "age", "fear").rows)[:4] == [
        ("19", True),
        ("24", True),
        ("41", True),
        ("in more than one class", False),
    ]
    cut = cross(small, "age", "fear", breaks={"age": [20, 40]})
    assert labels(cut.rows)[:3] == [
        ("under 20", True),
        ("20 to under 40", True),
        ("40 and over", True),
    ]
    assert cut.row_totals.tolist()[:3] == [1, 2, 1]  # 20..30 lies within one class now
    with pytest.raises(BadBreaks):
        cross(small, "age", "fear", breaks={"age": [40, 20]})


@given(st.lists(st.one_of(st.integers(-5, 90), st.floats(0.001, 1e6)), min_size=1, max_size=60))
def test_default_classes_hold_every_number_once(numbers):
    """Each number falls into one class, whose ends enclose it, and there are at most seven."""
    contents = [f"{n:.3f}".rstrip("0").rstrip(".") for n in numbers]
    cut = by_number(contents)

    assert not cut.apart
    assert 1 <= len(cut.known) <= 7
    for content in contents:
        (label,) = cut.labels_of(content)
        assert label in cut.known
        if " to under " in label:
            low, high = map(float, label.split(" to under "))
            # The ends are told with five digits.
            assert low <= float(content) + 1e-5 * abs(float(content))
            assert float(content) <= high + 1e-5 * abs(high)


def test_open_ended_numbers_stand_apart():
    """ "20.." lies in no one class, but may where the last class is open."""
    assert by_number(["20..", "3", "9"]).labels_of("20..") == ["in more than one class"]
    assert by_number(["20..", "3"], [10]).labels_of("20..") == ["10 and over"]
    assert by_number(["x"]).labels_of("x") == ["not readable"]


def test_sets_overlap_and_allow_no_test(small):
    """A person with two roles stands in two rows; the total counts people; no test is made."""
    table = cross(small, "roles", "fear")

    assert labels(table.rows)[:4] == [
        ("Cook", True),
        ("Driver", True),
        ("Guard", True),
        ("stated as absent", True),
    ]
    assert table.row_totals.tolist() == [2, 1, 0, 1, 3]
    assert table.total == 6
    assert table.test is None
    assert "Roles" in table.reason
    assert math.isnan(table.records()[0]["expected"])


def test_codes_below_one_make_overlapping_rows(small):
    """CODE/* counts each code directly below, and those of whom none is known apart."""
    table = cross(small, "reasons/*", "country")

    assert labels(table.rows) == [
        ("fear", True),
        ("Disappointed by leaders", True),
        ("none of them is known", False),
    ]
    assert table.row_totals.tolist() == [3, 1, 3]
    assert {p.code for c in table.open("Disappointed by leaders").cases for p in c.passages} >= {
        "reasons/leaders/graft"
    }
    with pytest.raises(NoCodesBelow):
        cross(small, "fear/*", "country")


def test_the_test_is_the_one_of_the_known_cells(snapshot_of):
    """Two by two known answers go to Fisher's test, whatever stands apart."""
    counts = {("p", "r"): 7, ("p", "s"): 2, ("q", "r"): 1, ("q", "s"): 6}
    people = [pair for pair, n in counts.items() for _ in range(n)]
    cases = [f"P{n}" for n in range(len(people) + 3)]
    valued = [
        (case, variable, "Ada", "stated", content, [])
        for case, pair in zip(cases, people, strict=False)
        for variable, content in zip("xy", pair, strict=True)
    ]
    valued += [(cases[-1], "x", "Ada", "withheld", None, [])]
    table = cross(snapshot_of(cases=cases, values=valued, variables=VARIABLES), "x", "y")
    wanted = fisher_exact([[7, 2], [1, 6]])

    assert table.test.p == wanted.p
    assert table.test.odds == wanted
    assert [(r["row"], r["column"]) for r in table.records() if r["small"]] == [
        ("P", "S"),
        ("Q", "R"),
        ("withheld", "not looked at"),
        ("not looked at", "not looked at"),
    ]
    assert "2*" in table.to_text()
    shown = json.loads(json.dumps(table.to_dict(), allow_nan=False))
    assert shown["test"]["odds_ratio"] == pytest.approx(wanted.odds_ratio)


def test_names_and_kinds_that_make_no_table(small):
    """Free text, one axis twice and unknown names are refused in a sentence."""
    with pytest.raises(FreeText):
        cross(small, "notes", "fear")
    with pytest.raises(SameAxis):
        cross(small, "fear", "code:reasons/fear")
    with pytest.raises(UnknownName, match="no variable"):
        cross(small, "variable:fear", "country")
    with pytest.raises(UnknownName):
        cross(small, "nothing", "country")


def test_one_coder_differs_with_nobody(small):
    """With one coder asked for, nothing is contradicted by the other."""
    assert cross(small, "fear", "country", coder="Ada").cell("yes", "Norvia") == 2
