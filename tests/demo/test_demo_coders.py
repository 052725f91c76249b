"""The coders disagree as people do: by misses, mistakes, other cuts, and drift."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relata.demo import Story, StoryCoding, StoryPassage
from relata.demo.codes import CONFUSED, JOINING, MOTIVES

Pair = tuple[StoryPassage, StoryCoding | None]


def _matched(told: Story, coder: str) -> Iterator[Pair]:
    """Each true passage with the coder's coding that overlaps it, if there is one."""
    for source in told.sources:
        mine = [c for c in told.codings if c.coder == coder and c.filename == source.filename]
        for passage in source.passages:
            start = source.text.index(passage.quote)
            end = start + len(passage.quote)
            over = None
            for coding in mine:
                at = source.text.index(coding.quote)
                if at < end and at + len(coding.quote) > start:
                    over = coding
            yield passage, over


@pytest.mark.parametrize("coder", ["Ada", "Bruno"])
def test_each_misses_one_passage_in_seven_or_so(departures: Story, coder: str) -> None:
    """Between a tenth and a fifth of what there is to code is overlooked."""
    pairs = list(_matched(departures, coder))
    missed = sum(coding is None for _, coding in pairs) / len(pairs)

    assert 0.10 <= missed <= 0.20


@pytest.mark.parametrize("coder", ["Ada", "Bruno"])
def test_mistakes_are_for_a_neighbour(departures: Story, coder: str) -> None:
    """A wrong code is a neighbouring one (or the hardship Bruno sees), and not too often."""
    found = [(p, c) for p, c in _matched(departures, coder) if c]
    wrong = [(p, c) for p, c in found if c.code != p.code]

    assert 0.03 <= len(wrong) / len(found) <= 0.25
    for passage, coding in wrong:
        assert coding.code in (*CONFUSED[passage.code], "hardship")


def test_passages_are_cut_differently(departures: Story) -> None:
    """Of passages coded the same by both, a good part has other boundaries."""
    ada = {p.quote: c for p, c in _matched(departures, "Ada") if c}
    bruno = {p.quote: c for p, c in _matched(departures, "Bruno") if c}
    both = [(ada[q], bruno[q]) for q in ada if q in bruno]
    moved = sum(a.quote != b.quote for a, b in both) / len(both)

    assert len(both) > 150
    assert 0.2 <= moved <= 0.7


def test_some_codings_hold_no_reason(departures: Story) -> None:
    """Each coder now and then codes what is nobody's reason."""
    for coder in departures.coders:
        true = {id(c) for _, c in _matched(departures, coder) if c}
        stray = [c for c in departures.codings if c.coder == coder and id(c) not in true]
        assert 3 <= len(stray) <= 40


def test_bruno_drifts_over_many_seeds_and_ada_does_not() -> None:
    """Bruno errs more in the second half of his work than in the first; Ada's rate holds."""
    from relata.demo import story

    rates: dict[str, list[float]] = {}
    for coder in ("Ada", "Bruno"):
        halves = [[0, 0], [0, 0]]
        for seed in range(2020, 2028):
            told = story(seed)
            made = [c for c in told.codings if c.coder == coder]
            for passage, coding in _matched(told, coder):
                if coding:
                    half = halves[coding.turn * 2 // len(made)]
                    half[0] += coding.code != passage.code
                    half[1] += 1
        rates[coder] = [wrong / of for wrong, of in halves]

    assert rates["Bruno"][1] > rates["Bruno"][0] * 1.2
    assert abs(rates["Ada"][1] - rates["Ada"][0]) < 0.03


def test_turns_count_each_coders_work_in_order(departures: Story) -> None:
    """A coder's turns run from 0 without a gap."""
    for coder in departures.coders:
        turns = [c.turn for c in departures.codings if c.coder == coder]
        assert turns == list(range(len(turns)))


def test_every_code_can_be_mistaken_for_another() -> None:
    """The table of confusions knows every code the story uses, and never itself."""
    assert set(CONFUSED) == {*MOTIVES.values(), *JOINING.values()}
    assert all(code not in near and near for code, near in CONFUSED.items())
