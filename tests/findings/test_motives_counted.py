"""The table of motives, by hand and against a plain reading of what the room promises."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relata.findings import motives
from relata.findings.branches import AmbiguousName, TangledCodes, UnknownName
from relata.findings.model import BrokenSnapshot
from relata.findings.motives import UnknownStanding
from relata.stats import clopper_pearson, wilson

CODES = ["a", "a/b", "a/b/c", "a/d", "e"]
CASES = ["P1", "P2", "P3", "P4"]
STATUSES = ["stated", "stated as absent", "not stated", "contradicted", "withheld"]

codings = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Bruno"]),
        st.sampled_from(["aa", "bb", "cc"]),
        st.integers(0, 3),
        st.integers(4, 6),
        st.sampled_from(CODES),
        st.sampled_from([*CASES, None]),
    ),
    max_size=14,
)
values = st.lists(
    st.tuples(
        st.sampled_from(CASES),
        st.sampled_from(CODES),
        st.sampled_from(["Ada", "Bruno"]),
        st.sampled_from(STATUSES),
        st.none(),
        st.lists(st.tuples(st.sampled_from(["aa", "bb"]), st.integers(0, 3), st.just(7))),
    ),
    max_size=8,
)


def read_plainly(coded, valued, code, case):
    """How a motive stands with a case, told in loops."""
    told = {c for _, _, _, _, c, of in coded if of == case}
    told |= {c for of, c, _, status, _, _ in valued if of == case and status == "stated"}
    absent = {c for of, c, _, s, _, _ in valued if of == case and s == "stated as absent"}
    conflicting = {c for of, c, _, s, _, _ in valued if of == case and s == "contradicted"}

    def is_in(one, other):
        return one == other or one.startswith(other + "/")

    here = {c for c in told if is_in(c, code)}
    undisputed = {c for c in here if not any(is_in(c, d) for d in absent | conflicting)}
    if undisputed:
        return "yes"
    if here or any(is_in(c, code) for c in conflicting):
        return "contradicted"
    return "no" if code in absent else "unknown"


@given(codings, values)
@settings(deadline=None)
def test_every_case_stands_where_a_plain_reading_puts_it(snapshot_of, coded, valued):
    """Arrays and loops agree on each motive and each case, and every number opens to its cases."""
    snapshot = snapshot_of(codes=CODES, cases=CASES, codings=coded, values=valued)
    found = motives(snapshot)
    for code in CODES:
        stands = {case: read_plainly(coded, valued, code, case) for case in CASES}
        row = found[code]
        counted = {
            "yes": row.cases,
            "no": row.absent,
            "contradicted": row.contradicted,
            "unknown": row.unknown,
        }
        for standing, number in counted.items():
            opened = found.open(code, standing=standing)
            cases = [case.pseudonym for case in opened.cases]
            assert number == opened.n_cases == len(cases)
            assert set(cases) == {case for case, stand in stands.items() if stand == standing}
        assert row.looked_at == len(CASES)


@given(codings, values)
@settings(deadline=None)
def test_passages_and_sources_are_those_that_open(snapshot_of, coded, valued):
    """The passages and sources counted in a row are the distinct ones behind its cases."""
    snapshot = snapshot_of(codes=CODES, cases=CASES, codings=coded, values=valued)
    found = motives(snapshot)
    for row in found.rows:
        opened = found.open(row.code)
        places = {(p.source, p.start, p.end) for case in opened.cases for p in case.passages}
        assert row.passages == opened.n_passages == len(places)
        assert row.sources == len({source for source, _, _ in places})
        assert row.origins == row.sources == opened.n_origins


@given(codings, values)
@settings(deadline=None)
def test_a_branch_holds_what_its_codes_hold(snapshot_of, coded, valued):
    """A case counts once in a branch, and whoever has a motive has every one above it."""
    found = motives(snapshot_of(codes=CODES, cases=CASES, codings=coded, values=valued))
    cases = {row.code: {c.pseudonym for c in found.open(row.code).cases} for row in found.rows}

    for code in CODES:
        for other in CODES:
            if other.startswith(code + "/"):
                assert cases[other] <= cases[code]
    alone = motives(found._held, under="a/b")
    assert [row.code for row in alone.rows] == ["a/b", "a/b/c"]
    assert [row.cases for row in alone.rows] == [len(cases["a/b"]), len(cases["a/b/c"])]


def test_the_small_databank_by_hand(small):
    """Fear: three have it, one has it not, one is contradicted, one unknown."""
    row = motives(small)["fear"]

    assert (row.cases, row.absent, row.contradicted, row.unknown) == (3, 1, 1, 1)
    assert (row.passages, row.sources, row.origins, row.unlinked) == (4, 3, 3, 0)
    assert row.share == wilson(3, 6)
    assert row.share_known == wilson(3, 4)
    assert motives(small)["reasons"].cases == 3
    assert motives(small)["graft"].cases == motives(small)["reasons/leaders"].cases == 1


def test_one_coder_alone(small):
    """Only what Bruno coded and entered counts when he is asked for."""
    found = motives(small, coder="bruno")

    assert found["fear"].cases == 3
    assert found["fear"].absent == 1  # D-5, whom only Ada coded
    assert found["graft"].cases == 0
    with pytest.raises(UnknownName):
        motives(small, coder="Carla")


def test_codings_of_nobody_are_listed_apart(small):
    """A coding about no case counts in no row and is listed with its place."""
    found = motives(small)

    assert found["boredom"].cases == 0
    assert found["boredom"].unlinked == 1
    assert [(p.source, p.start, p.end, p.code) for p in found.unlinked] == [
        ("cc", 100, 120, "boredom")
    ]
    assert any("about no case" in note for note in found.notes)


def test_other_studies_categories(small):
    """One coding is read in another study's scheme; codes below take the category of theirs."""
    found = motives(small, by="study a")

    assert {row.code: row.cases for row in found.rows} == {"danger": 3, "discontent": 1}
    assert found["danger"].absent == 1
    assert {r.code: r.cases for r in motives(small, by="axis").rows} == {"push": 3, "pull": 0}
    with pytest.raises(UnknownName, match="no scheme"):
        motives(small, by="Study B")


def test_a_category_is_denied_only_whole(snapshot_of):
    """Of two codes in one category both must be stated as absent before the category is."""

    def absent_of(*denied):
        snapshot = snapshot_of(
            codes=["a", "a/b", "c"],
            cases=["P1"],
            schemes={"a": {"S": "x"}, "a/b": {"S": "x"}, "c": {"S": "x"}},
            values=[("P1", code, "Ada", "stated as absent", None, []) for code in denied],
        )
        return motives(snapshot, by="S")["x"].absent

    assert absent_of("a") == 0
    assert absent_of("c", "a/b") == 0
    assert absent_of("a", "c") == 1


def test_copies_count_with_their_origin(snapshot_of):
    """Two sources of one origin are two sources and one origin, and the result says so."""
    rows = [("Ada", source, 0, 5, "a", "P1") for source in ("aa", "bb", "cc")]
    own = motives(snapshot_of(codes=["a"], cases=["P1"], codings=rows))
    traced = motives(snapshot_of(codes=["a"], cases=["P1"], codings=rows, origins=[40, 9, 40]))

    assert own["a"].origins == 3
    assert own.origin_rule == "each source counted as its own origin"
    assert (traced["a"].sources, traced["a"].origins) == (3, 2)
    assert traced.origin_rule != own.origin_rule
    assert traced.open("a").n_origins == 2


def test_nobody_looked_at_is_no_share(snapshot_of):
    """Without cases the shares are NaN with their reason, and null in JSON."""
    found = motives(snapshot_of(codes=["a"], cases=[]))
    item = json.loads(json.dumps(found.to_dict(), allow_nan=False))["items"][0]

    assert math.isnan(found["a"].share.value)
    assert item["share"] is None
    assert item["share_reason"]
    assert motives(snapshot_of()).rows == ()


def test_the_interval_may_be_the_exact_one(small):
    """Clopper-Pearson on ask, and the method names it."""
    found = motives(small, interval="clopper-pearson", level=0.9)

    assert found["fear"].share == clopper_pearson(3, 6, level=0.9)
    assert "Clopper-Pearson" in found.method


def test_an_opened_number_leads_to_the_passages(small):
    """Who, in which source, from where to where, by which coder, as code or value."""
    opened = motives(small).open("fear")
    places = {
        (case.pseudonym, p.source, p.start, p.end, p.coder)
        for case in opened.cases
        for p in case.passages
    }

    assert places == {
        ("D-1", "aa", 0, 40, "Ada"),
        ("D-1", "aa", 5, 40, "Bruno"),
        ("D-2", "bb", 10, 20, "Ada"),
        ("D-2", "bb", 10, 20, "Bruno"),
        ("D-3", "cc", 50, 70, "Bruno"),
    }
    assert "bb:10:20" in opened.to_text()
    assert opened.to_dict()["cases"] == 3
    denied = motives(small).open("fear", standing="no").cases
    assert [(c.pseudonym, [p.start for p in c.passages]) for c in denied] == [("D-4", [30])]


def test_what_is_denied_above_opens_below(snapshot_of):
    """A contradicted motive opens to the denial too, even where that is of the code above."""
    snapshot = snapshot_of(
        codes=["a", "a/b"],
        cases=["P1"],
        codings=[("Ada", "aa", 0, 5, "a/b", "P1")],
        values=[("P1", "a", "Bruno", "stated as absent", None, [("bb", 3, 9)])],
    )
    (case,) = motives(snapshot).open("b", standing="contradicted").cases

    assert [(p.source, p.coder) for p in case.passages] == [("aa", "Ada"), ("bb", "Bruno")]


def test_wrong_names_get_one_sentence(snapshot_of, small):
    """An unknown code, an ambiguous one and an unknown number are refused with a way out."""
    with pytest.raises(UnknownName, match="Did you mean"):
        motives(small, under="reasons/feer")
    with pytest.raises(UnknownStanding):
        motives(small).open("fear", standing="maybe")
    twins = snapshot_of(codes=["a", "a/x", "b", "b/x"], cases=["P1"])
    with pytest.raises(AmbiguousName, match="a/x or b/x"):
        motives(twins).open("x")


def test_broken_arrays_are_named(snapshot_of):
    """Numbers that lead nowhere, and codes above themselves, are refused, not counted."""
    snapshot = snapshot_of(codes=["a"], cases=["P1"], codings=[("Ada", "aa", 0, 5, "a", "P1")])
    snapshot.codings.code[0] = 10**9
    with pytest.raises(BrokenSnapshot, match="1 rows name a code"):
        motives(snapshot)
    tangled = snapshot_of(codes=["a", "a/b"], cases=["P1"])
    tangled.codes.parent[0] = tangled.codes.no[1]
    with pytest.raises(TangledCodes):
        motives(tangled)
