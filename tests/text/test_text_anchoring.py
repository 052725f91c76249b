import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.text import Span, find_again, quotation
from relata.text.anchoring import Reading
from relata.text.approximate import approximate_ends

REPORT = (
    "«Siamo partiti di notte», racconta K., che aveva diciannove anni. Nessuno\n"
    "li aspettava alla frontiera. «Siamo partiti di notte e non ci siamo voltati», dice\n"
    "suo cugino. Il contrabbandiere chiese 300 dollari a testa; poi ne volle 500. Dopo la\n"
    "prima curva si fermarono — il motore era freddo — e aspettarono l'alba senza parlare.\n"
)


def carried(passage, new_text, *, occurrence=0, hint=None):
    """The words that a passage of the report covers in another reading."""
    start = -1
    for _ in range(occurrence + 1):
        start = REPORT.index(passage, start + 1)
    wanted = quotation(REPORT, Span(start, start + len(passage)))
    span = find_again(wanted.quote, wanted.before, wanted.after, new_text, hint)
    return None if span is None else span.of(new_text)


@given(st.integers(0, len(REPORT) - 1), st.integers(1, 60))
def test_a_passage_is_found_in_its_own_text(start, length):
    """Carried to an unchanged reading, a passage stays where it is."""
    span = Span(start, min(start + length, len(REPORT)))
    if not span.of(REPORT).strip():
        return
    wanted = quotation(REPORT, span)

    assert find_again(wanted.quote, wanted.before, wanted.after, REPORT, span.start) == span


@given(st.integers(0, len(REPORT) - 20), st.integers(12, 60), st.randoms(use_true_random=False))
def test_layout_does_not_lose_a_passage(start, length, chance):
    """White space, quotation marks and soft hyphens of another reader do not matter."""
    span = Span(start, min(start + length, len(REPORT)))
    changed = "".join(
        chance.choice([" ", "\n", " \n "]) if c.isspace() else c + chance.choice(["", "", "\u00ad"])
        for c in REPORT
    ).translate(str.maketrans("«»'", "“”’"))
    wanted = quotation(REPORT, span)
    found = find_again(wanted.quote, wanted.before, wanted.after, changed, span.start)

    letters = [c for c in span.of(REPORT) if c.isalnum()]
    assert found is not None
    assert [c for c in found.of(changed) if c.isalnum()] == letters


@given(st.integers(0, len(REPORT) - 60), st.integers(30, 60), st.randoms(use_true_random=False))
def test_a_few_wrong_letters_do_not_lose_a_passage(start, length, chance):
    """Two letters misread in thirty: the passage is found, at most two letters off at its ends."""
    span = Span(start, start + length)
    at = sorted(chance.sample(range(start, start + length), 2))
    changed = "".join("ø" if i in at else c for i, c in enumerate("Premessa. " + REPORT, -10))
    wanted = quotation(REPORT, span)
    found = find_again(wanted.quote, wanted.before, wanted.after, changed, span.start + 10)

    assert found is not None
    assert abs(found.start - span.start - 10) <= 4
    assert abs(found.end - span.end - 10) <= 4


def test_same_words_are_told_apart_by_what_surrounds_them():
    """Of two places with the same words, the one in the same surroundings is meant."""
    new = "Titolo\n\n" + REPORT.replace("\n", " ")
    first, second = new.index("Siamo partiti"), new.rindex("Siamo partiti")
    for occurrence, place in ((0, first), (1, second)):
        start = [REPORT.index("Siamo partiti"), REPORT.rindex("Siamo partiti")][occurrence]
        wanted = quotation(REPORT, Span(start, start + 23))
        found = find_again(wanted.quote, wanted.before, wanted.after, new)
        assert found == Span(place, place + 23)


def test_without_a_reason_there_is_no_answer():
    """Two places that nothing tells apart: no guess; with a hint, the nearer one."""
    text = "Ho avuto paura. " * 2

    assert find_again("Ho avuto paura", "", "", text) is None
    assert find_again("Ho avuto paura", "", "", text, hint=15) == Span(16, 30)
    assert find_again("Ho avuto paura", "", "", text, hint=8) is None


@pytest.mark.parametrize(
    ("passage", "reading", "expected"),
    [
        ("contrabbandiere", "Il contrab-\nbandiere chiese soldi", "contrab-\nbandiere"),
        ("si fermarono — il motore", "poi si fermarono - il motore", "si fermarono - il motore"),
        ("aspettarono l'alba", "ASPETTARONO L’ALBA", "ASPETTARONO L’ALBA"),
        ("che aveva diciannove anni", "che avova diciannove auni.", "che avova diciannove auni"),
        ("prima curva si fermarono", "prima curva si ﬁermarono", "prima curva si ﬁermarono"),
        ("che aveva diciannove anni", "tutt'altra storia, d'un altro giorno", None),
        ("che aveva diciannove anni", "", None),
    ],
)
def test_readers_differ_in_known_ways(passage, reading, expected):
    """Hyphenation, dashes, case, ligatures and misread letters are seen through; no more."""
    assert carried(passage, reading) == expected


def test_a_short_passage_must_be_where_its_surroundings_are():
    """A single word is not taken from another part of the story."""
    assert carried("500", "Altri volevano 500 euro per la casa.") is None
    assert carried("500", "poi ne volle\n500. Dopo la pausa") == "500"


def test_nothing_is_not_looked_for():
    """White space alone is no quotation."""
    assert find_again(" \n", "a", "b", "a \n b") is None


def distances(wanted, text, *, anchored):
    """The last row of the ordinary matrix of edit distances."""
    row = list(range(len(wanted) + 1))
    last = []
    for at, letter in enumerate(text, start=1):
        above = row
        row = [at if anchored else 0]
        for i, mine in enumerate(wanted, start=1):
            row.append(min(above[i] + 1, row[-1] + 1, above[i - 1] + (mine != letter)))
        last.append(row[-1])
    return last


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", max_size=25), st.booleans())
def test_bit_parallel_distances_are_the_ordinary_ones(wanted, text, anchored):
    """The fast algorithm gives the distances of the textbook matrix."""
    every = approximate_ends(wanted, text, 99, anchored=anchored)

    assert every == list(enumerate(distances(wanted, text, anchored=anchored), start=1))


def test_many_passages_of_a_long_text_are_carried():
    """A long transcript re-read: passages with misread letters all come along, exactly."""
    chance = random.Random(7)
    words = ["".join(chance.choices("abdeiloprst", k=chance.randint(2, 9))) for _ in range(3000)]
    old = " ".join(chance.choices(words, k=12_000))
    new = "".join(chance.choice("xyz") if chance.random() < 0.01 else c for c in old)
    reading = Reading(new)
    spans = [Span(at, at + 80) for at in range(0, len(old) - 80, 997)]
    found = [reading.find(quotation(old, span), hint=span.start) for span in spans]

    near = [
        span
        for span, other in zip(spans, found, strict=True)
        if other and abs(other.start - span.start) <= 2 and abs(other.end - span.end) <= 2
    ]
    assert len(near) == len(spans)
