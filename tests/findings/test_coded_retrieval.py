"""Coded retrieval, against loops over every pair of codings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relata.findings import codes
from relata.findings.conditions import BadCondition
from relata.findings.expressions import BadExpression, Joined, Named, parse
from relata.findings.retrieval import BadFilter, NoSuchCode

CODES = ["a", "a/b", "c", "d"]
PARAGRAPHS = [("aa", 0, 10), ("aa", 12, 30), ("bb", 0, 40), ("aa", 30, 60)]

codings = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Bruno"]),
        st.sampled_from(["aa", "bb"]),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(CODES),
        st.sampled_from(["P1", "P2", None]),
    ).map(lambda c: (c[0], c[1], c[2], c[2] + c[3], c[4], c[5])),
    max_size=14,
)
expressions = st.recursive(
    st.sampled_from(["a", "b", "c", "d"]),
    lambda inner: st.builds(
        "({} {} {})".format,
        inner,
        st.sampled_from(["AND", "OR", "NOT", "NEAR/5", "NEAR/0", "NEAR"]),
        inner,
    ),
    max_leaves=5,
)


def overlap(one, other, within=None):
    if one[1] != other[1]:
        return False
    gap = max(one[2] - other[3], other[2] - one[3])
    return gap < 0 if within is None else gap <= within


def one_paragraph(one, other):
    def of(coding):
        return {
            p for p in PARAGRAPHS if p[0] == coding[1] and p[1] < coding[3] and coding[2] < p[2]
        }

    return overlap(one, other) or bool(of(one) & of(other))


def read_plainly(expression, coded, paragraphs):
    """The places of the codings that an expression keeps, by comparing all pairs."""
    if isinstance(expression, Named):
        wanted = "a/b" if expression.name == "b" else expression.name
        return {i for i, c in enumerate(coded) if f"{c[4]}/".startswith(wanted + "/")}
    left = read_plainly(expression.left, coded, paragraphs)
    right = read_plainly(expression.right, coded, paragraphs)

    def meets(i, j):
        if expression.how != "NEAR":
            return overlap(coded[i], coded[j])
        if expression.within is None and paragraphs:
            return one_paragraph(coded[i], coded[j])
        return overlap(coded[i], coded[j], 200 if expression.within is None else expression.within)

    met = {i for i in left if any(meets(i, j) for j in right)}
    if expression.how == "OR":
        return left | right
    if expression.how == "NOT":
        return left - met
    return met | {j for j in right if any(meets(i, j) for i in left)}


@given(codings, expressions, st.booleans())
@settings(deadline=None, max_examples=300)
@example(
    [("Ada", "aa", 0, 5, "a", None), ("Ada", "bb", 0, 5, "c", None)], "(a NEAR/999999999 c)", False
)
@example([("Ada", "aa", 10, 12, "a", None), ("Ada", "aa", 10, 11, "c", None)], "(a NEAR c)", True)
def test_arrays_and_pairs_agree(snapshot_of, coded, expression, paragraphs):
    """What is kept is what comparing every pair of codings keeps; hits are its overlapping runs."""
    snapshot = snapshot_of(
        codes=CODES,
        cases=["P1", "P2"],
        codings=coded,
        paragraphs=PARAGRAPHS if paragraphs else None,
    )
    kept = read_plainly(parse(expression).expression, coded, paragraphs)
    found = codes(snapshot, expression)
    numbers = {int(no): at for at, no in enumerate(snapshot.codings.no)}

    assert {numbers[c.number] for hit in found.hits for c in hit.codings} == kept
    assert found.n_codings == len(kept)
    runs = []
    for i in sorted(kept, key=lambda i: (coded[i][1], coded[i][2])):
        _, source, start, end, _, _ = coded[i]
        if runs and runs[-1][0] == source and start < runs[-1][2]:
            runs[-1][2] = max(end, runs[-1][2])
        else:
            runs.append([source, start, end])
    assert [[hit.source, hit.start, hit.end] for hit in found.hits] == runs
    assert len(found) == len(runs)


@given(codings, expressions, expressions)
@settings(deadline=None)
def test_laws_of_meeting(snapshot_of, coded, one, other):
    """AND and OR do not mind the order; A is A AND B and A NOT B together."""
    snapshot = snapshot_of(codes=CODES, cases=["P1", "P2"], codings=coded)

    def numbers(expression):
        return {c.number for hit in codes(snapshot, expression).hits for c in hit.codings}

    for how in ("AND", "OR", "NEAR/3"):
        assert numbers(f"{one} {how} {other}") == numbers(f"{other} {how} {one}")
    assert numbers(one) == numbers(f"{one} AND {one}")
    both, alone = numbers(f"{one} AND {other}"), numbers(f"{one} NOT {other}")
    assert numbers(one) == (both & numbers(one)) | alone
    assert not both & alone


def test_a_hit_tells_its_codings_and_cases(small):
    """Fear and graft meet once, in a stretch from the first start to the last end."""
    (hit,) = codes(small, "fear AND graft").hits

    assert (hit.source, hit.start, hit.end) == ("aa", 0, 60)
    assert [(c.coder, c.code, c.start) for c in hit.codings] == [
        ("Ada", "reasons/fear", 0),
        ("Bruno", "reasons/fear", 5),
        ("Ada", "reasons/leaders/graft", 30),
    ]
    assert hit.cases == ("D-1",)
    found = codes(small, "reasons OR boredom")
    assert [len(found.open(at).cases) for at in range(len(found))] == [1, 1, 1, 0]
    assert codes(small, "disappointed by leaders").n_codings == 1


def test_only_within_cases_that_satisfy(small):
    """Conditions read choices, numbers, dates, ranks and sets, and count only what is certain."""

    def cases(condition):
        found = codes(small, f"reasons WITHIN cases WHERE {condition}")
        return {case for hit in found.hits for case in hit.cases}

    assert cases("country = Norvia") == {"D-1"}  # of D-2 the coders differ
    assert cases("country != Norvia") == {"D-5"}
    assert cases("age < 20") == {"D-1"}
    assert cases("age >= 19 AND country = norvia") == {"D-1"}
    assert cases("left = 2014") == {"D-1"}
    assert cases("left >= 2014") == {"D-1", "D-2"}
    assert cases("left != 2013") == {"D-1", "D-2"}
    assert cases("roles = driver") == {"D-1"}
    assert cases("roles != driver") == {"D-2"}
    assert cases("school >= middle") == {"D-1"}
    assert cases('school < "middle"') == {"D-2"}


def test_a_filter_given_as_a_function(small):
    """A predicate on the numbers of cases narrows what counts; a broken one is refused."""
    second = small.cases.no[1]
    found = codes(small, "fear", where=lambda numbers: numbers == second)

    assert {case for hit in found.hits for case in hit.cases} == {"D-2"}
    assert codes(small, "boredom", where=lambda numbers: numbers > 0).n_codings == 0
    with pytest.raises(BadFilter, match="1 of 6"):
        codes(small, "fear", where=lambda numbers: np.array([True]))


def test_one_coders_codings(small):
    """Only one coder's codings meet when one is asked for."""
    assert codes(small, "fear", coder="Bruno").n_codings == 2
    assert len(codes(small, "fear AND graft", coder="Bruno")) == 0


def test_operators_bind_as_told():
    """OR binds loosest, the rest from left to right, and AND NOT is NOT."""
    assert parse("a OR b AND c").expression.how == "OR"
    left_first = parse("a NOT b NEAR/7 c").expression
    assert (left_first.how, left_first.within) == ("NEAR", 7)
    assert parse("a AND NOT b").expression.how == "NOT"
    named = parse('air raids AND "this AND that"').expression
    assert isinstance(named, Joined)
    assert (named.left, named.right) == (Named("air raids", 0), Named("this AND that", 14))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", None),
        ("fear AND", None),
        ("fear AND AND graft", 9),
        ("NOT fear", 0),
        ("(fear", None),
        ("fear)", 4),
        ('fear AND "graft', 9),
        ("fear WITHIN", None),
        ("fear WITHIN people WHERE age = 3", 12),
        ("fear WITHIN cases age = 3", 12),
        ("fear WITHIN cases WHERE = 3", 24),
        ("fear WITHIN cases WHERE age 3", None),
        ("fear WITHIN cases WHERE age = ", None),
        ("fear < graft", 5),
        ("(" * 200 + "fear" + ")" * 200, 101),
        ("fear OR " * 300 + "fear", None),
        ("x" * 20_000, 10_000),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(small, text, position):
    """Each broken expression gets one sentence and, where it is not the end, a position."""
    with pytest.raises(BadExpression) as refused:
        codes(small, text)
    if position is not None:
        assert refused.value.position == position
    assert "fear" not in str(refused.value).replace(refused.value.remedy, "")
    assert str(refused.value).count("\n") == 0


def test_names_nobody_knows(small):
    """An unknown code is refused by its position, with what may have been meant."""
    with pytest.raises(NoSuchCode, match="Did you mean reasons/leaders/graft") as refused:
        codes(small, "fear AND reasons/leaders/grafts")
    assert refused.value.position == 9
    for condition in ("notes = x", "age = old", "left < soon", "country < norvia"):
        with pytest.raises(BadCondition) as wrong:
            codes(small, f"fear WITHIN cases WHERE {condition}")
        assert wrong.value.position == 24


def test_nearness_says_what_it_means(small, snapshot_of):
    """Without paragraphs NEAR is a distance and the method says so; with them a paragraph."""
    assert "within 200 characters" in codes(small, "fear NEAR graft").method
    placed = snapshot_of(codes=["a"], codings=[], paragraphs=[("aa", 0, 5)])
    assert "one paragraph" in codes(placed, "a NEAR a").method
    assert "NEAR" not in codes(small, "fear NEAR/9 graft").method
