"""A translation beside its original: beads by length, by what both sides share, by pins."""

from __future__ import annotations

import math
import random
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relata.text import aligning
from relata.text.aligning import PRIORS, Bead, NotPinnable, align, cost
from relata.text.common_ground import CommonGround

SIZES = st.lists(st.integers(0, 600), max_size=14)


def said(length: int, letter: str = "a") -> str:
    """So many characters that have nothing in common with any others."""
    return (f"{letter} " * length)[:length]


def translated(pieces: list[str], draw: random.Random, letter: str = "x") -> list[str]:
    """The same in a language a tenth longer, as freely as the paper's translators were."""
    return [
        said(max(1, round(len(p) * 1.1 + draw.gauss(0, math.sqrt(6.8 * len(p))))), letter)
        for p in pieces
    ]


def original(count: int, draw: random.Random) -> list[str]:
    return [
        said(draw.choice([12, 40, 90, 200, 420, 900]) + draw.randint(0, 30)) for _ in range(count)
    ]


def shapes(beads: list[Bead]) -> list[tuple[int, int]]:
    return [bead.shape for bead in beads]


def links(beads: list[Bead]) -> set[tuple[int, int]]:
    return {
        (i, j)
        for bead in beads
        for i in range(bead.start, bead.end)
        for j in range(bead.other_start, bead.other_end)
    }


def assert_whole(beads: list[Bead], here: int, there: int) -> None:
    """Each piece of either side lies in exactly one bead, and nothing crosses."""
    edges = [Bead(0, 0, 0, 0), *beads, Bead(here, here, there, there)]
    for one, two in pairwise(edges):
        assert (one.end, one.other_end) == (two.start, two.other_start)
    assert all(bead.shape != (0, 0) for bead in beads)


def test_the_measure_is_the_papers():
    """Two standard deviations off are as unlikely as the normal distribution says."""
    for delta, chance in ((0.0, 1.0), (1.0, 0.3173105), (1.959964, 0.05), (5.0, 5.733031e-7)):
        found = float(aligning._unlikely(np.array([delta]))[0])
        assert found == pytest.approx(-math.log(chance), rel=1e-3, abs=1e-9)
    tail = aligning._unlikely(np.linspace(0, 80, 20_000))
    assert (np.diff(tail) > 0).all()
    assert sum(PRIORS.values()) + aligning._PRIOR_2_2 == pytest.approx(1, abs=0.01)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 500))
def test_lengths_that_differ_more_are_less_likely(length, other, more):
    """The cost is 0 for equal lengths, the same from either side, and grows with the gap."""
    assert cost(length, length) == pytest.approx(0, abs=1e-9)
    assert cost(length, other) == pytest.approx(cost(other, length))
    longer = max(length, other)
    assert cost(length, longer + more) >= cost(length, longer) - 1e-9
    assert cost(length, 2 * length, ratio=2.0) == pytest.approx(0, abs=1e-9)


@given(SIZES, SIZES)
def test_each_piece_lies_in_one_bead(here, there):
    """Whatever the two sides are, nothing is lost, doubled or crossed."""
    beads = align([said(n) for n in here], [said(n, "x") for n in there])

    assert_whole(beads, len(here), len(there))
    assert set(shapes(beads)) <= {(1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2)}


@given(SIZES)
def test_a_text_is_its_own_translation(sizes):
    """A text beside itself is one to one throughout."""
    pieces = [f"{n} {said(n)}" for n in sizes]

    assert links(align(pieces, pieces)) == {(i, i) for i in range(len(pieces))}


@settings(deadline=None)
@given(SIZES.filter(bool), SIZES.filter(bool))
def test_no_other_way_is_cheaper(here, there):
    """The way found costs no more than the cheapest of all, found by plain recursion."""
    one, two = [said(n) for n in here], [said(n, "x") for n in there]
    lengths, others = np.array([float(n) for n in here]), np.array([float(n) for n in there])
    spread = aligning._spread_of(lengths, others)

    def step(i: int, j: int, taken: int, more: int) -> float:
        if not taken or not more:
            return -math.log(PRIORS[taken, more])
        prior = PRIORS.get((taken, more), aligning._PRIOR_2_2)
        sums = np.array([lengths[i - taken : i].sum()]), np.array([others[j - more : j].sum()])
        return float(aligning._bead_cost(*sums, spread)[0]) - math.log(prior)

    least = {(0, 0): 0.0}
    for i in range(len(here) + 1):
        for j in range(len(there) + 1):
            ways = [
                least[i - a, j - b] + step(i, j, a, b)
                for a, b in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2))
                if a <= i and b <= j
            ]
            if ways:
                least[i, j] = min(ways)
    walk = aligning._Walk(lengths, others, CommonGround(one, two))
    beads = walk.beads(*aligning._band(lengths, others))
    total = sum(step(b.end, b.other_end, *b.shape) for b in beads)

    assert total == pytest.approx(least[len(here), len(there)], abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_a_translation_is_found_by_length_alone(seed):
    """Texts as the paper describes them come out as the paper reports: 98 in 100 at least."""
    draw = random.Random(seed)
    here = original(300, draw)
    there = translated(here, draw)
    found = links(align(here, there))

    assert len(found & {(i, i) for i in range(300)}) >= 0.98 * max(300, len(found))


@pytest.mark.parametrize("seed", range(4))
def test_merged_paragraphs_are_one_bead(seed):
    """A translator who runs two paragraphs together is followed."""
    draw = random.Random(seed)
    here = original(200, draw)
    there, expected, i = [], set(), 0
    for piece in (pieces := iter(translated(here, draw))):
        if i % 20 == 10:
            there.append(piece + " " + next(pieces))
            expected |= {(i, len(there) - 1), (i + 1, len(there) - 1)}
            i += 2
        else:
            there.append(piece)
            expected.add((i, len(there) - 1))
            i += 1
    found = links(align(here, there))

    assert len(found & expected) >= 0.95 * max(len(expected), len(found))


def test_a_missing_paragraph_is_found_missing():
    """What the translator left out stands alone; all around it stays in its place."""
    draw = random.Random(3)
    here = original(60, draw)
    here[30] = said(420)
    there = translated(here, draw)
    del there[30]
    beads = align(here, there)
    alone = [(bead.start, bead.end) for bead in beads if bead.shape == (1, 0)]

    assert len(alone) == 1
    assert abs(alone[0][0] - 30) <= 1
    assert {(i, i) for i in range(28)} <= links(beads)
    assert {(i, i - 1) for i in range(33, 60)} <= links(beads)
    backwards = align(there, here)
    assert (0, 1) in shapes(backwards)


def test_what_both_sides_share_leads_where_lengths_cannot():
    """Where all paragraphs are of one length, numbers and names tell which is missing."""
    here = [f"We came to Place{n} in {1900 + n} and stayed there." for n in range(40)]
    there = [f"Zbyl jsme w Place{n} rok {1900 + n} a zustal tam." for n in range(40) if n != 17]
    beads = align(here, there)

    assert [b.start for b in beads if b.shape == (1, 0)] == [17]
    assert links(beads) == {(i, i - (i > 17)) for i in range(40) if i != 17}


def test_numbers_count_in_any_script():
    """A year is the same year in Arabic digits."""
    here = [f"in {1990 + n} at night we left" for n in range(12)]
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    there = [f"خرجنا ليلا عام {str(1990 + n).translate(arabic)}" for n in range(12) if n != 5]
    beads = align(here, there)

    assert [b.start for b in beads if b.shape == (1, 0)] == [5]


def test_turns_of_speech_keep_their_voices():
    """In a dialogue of like turns, the order of voices tells which turn is missing."""
    here = [f"{'Q' if n % 3 else 'ANNA'}: {said(40)}" for n in range(30)]
    there = [f"{'D' if n % 3 else 'Х'}: {said(40, 'x')}" for n in range(30) if n != 12]
    beads = align(here, there)

    assert [b.start for b in beads if b.shape == (1, 0)] == [12]


def test_pins_hold_whatever_the_lengths_say():
    """A pair a person pinned is a bead of its own, and the rest is found around it."""
    here = [said(n) for n in (100, 300, 80, 500, 60)]
    there = [said(n, "x") for n in (300, 80, 500, 60, 100)]
    beads = align(here, there, pins=[(1, 2), (3, 3), (3, 4)])

    assert_whole(beads, 5, 5)
    assert [(b.start, b.end, b.other_start, b.other_end) for b in beads if b.pinned] == [
        (1, 2, 2, 3),
        (3, 4, 3, 5),
    ]


@given(SIZES.filter(bool), SIZES.filter(bool), st.data())
def test_any_pins_in_order_are_honoured(here, there, data):
    """However they are chosen, each pinned pair ends up in one pinned bead."""
    count = data.draw(st.integers(0, min(len(here), len(there))))
    rows = sorted(data.draw(st.permutations(range(len(here))))[:count])
    columns = sorted(data.draw(st.permutations(range(len(there))))[:count])
    pins = list(zip(rows, columns, strict=True))
    beads = align([said(n) for n in here], [said(n, "x") for n in there], pins=pins)

    assert_whole(beads, len(here), len(there))
    assert links([bead for bead in beads if bead.pinned]) == set(pins)


@pytest.mark.parametrize(
    "pins",
    [[(0, 3)], [(3, 0)], [(-1, 0)], [(0, 2), (1, 1)], [(0, 0), (0, 2)], [(0, 1), (1, 1), (1, 0)]],
)
def test_pins_that_cross_or_gape_are_refused(pins):
    """Pairs that no order of the paragraphs can keep are named, not guessed around."""
    with pytest.raises(NotPinnable):
        align(["a"] * 3, ["b"] * 3, pins=pins)


def test_it_is_fast():
    """Two texts of 500 paragraphs take less than 200 ms; of 3,000, seconds at most."""
    draw = random.Random(5)
    here = [f"{p} {n} Name{n % 97}" for n, p in enumerate(original(500, draw))]
    there = [f"{p} {n}" for n, p in enumerate(translated(here, draw))]
    align(here, there)
    took = []
    for _ in range(5):
        began = time.process_time()
        align(here, there)
        took.append(time.process_time() - began)

    assert min(took) < 0.2
    long = original(3000, draw)
    began = time.process_time()
    beads = align(long, translated(long, draw))
    assert time.process_time() - began < 8
    assert_whole(beads, 3000, 3000)


@pytest.mark.parametrize("languages", [("en", "it"), ("it", "ar")])
def test_real_translations_are_found_with_their_gaps(shared, languages):
    """A thousand real sentences in two languages, thirty of them left out on one side."""
    folder = shared / "data" / "ud-pud"
    here, there = (
        [
            line.removeprefix("# text = ")
            for line in (folder / f"{language}_pud-ud-test.conllu").read_text().splitlines()
            if line.startswith("# text = ")
        ]
        for language in languages
    )
    assert len(here) == len(there) == 1000
    assert links(align(here, there)) == {(i, i) for i in range(1000)}
    missing = set(random.Random(1).sample(range(1000), 30))
    kept = [i for i in range(1000) if i not in missing]
    beads = align(here, [there[i] for i in kept])
    found, expected = links(beads), {(i, place) for place, i in enumerate(kept)}

    assert len(found & expected) >= 0.97 * len(expected)
    assert len(found & expected) >= 0.95 * len(found)
