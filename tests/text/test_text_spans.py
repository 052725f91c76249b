import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.text.spans import (
    NotAPassage,
    NotASpan,
    Span,
    SplitCharacter,
    as_passage,
    from_utf16,
    to_utf16,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "spans.json").read_text("utf-8"))

spans = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_shared_vectors_hold_in_both_directions(case):
    """Python counts the shared vectors as they are written down for TypeScript."""
    text = case["text"]
    points = [Span(s["start"], s["end"]) for s in case["spans"]]
    units = [(s["from"], s["to"]) for s in case["spans"]]

    assert [span.of(text) for span in points] == [s["covers"] for s in case["spans"]]
    assert to_utf16(text, points) == units
    assert from_utf16(text, units) == points


@pytest.mark.parametrize("case", VECTORS["split"], ids=str)
def test_half_a_character_is_refused(case):
    """An offset between the halves of an emoji is refused, never rounded."""
    with pytest.raises(SplitCharacter):
        from_utf16(case["text"], [(case["from"], case["to"])])


@given(st.text(max_size=60), st.data())
def test_units_are_what_utf16_itself_counts(text, data):
    """A span in UTF-16 units cuts the same characters out of the UTF-16 encoding."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    [(first, last)] = to_utf16(text, [Span(start, end)])

    encoded = text.encode("utf-16-le", "surrogatepass")
    assert encoded[2 * first : 2 * last] == text[start:end].encode("utf-16-le", "surrogatepass")
    assert from_utf16(text, [(first, last)]) == [Span(start, end)]


@pytest.mark.parametrize("pair", [(-1, 3), (5, 4), (-2, -1)])
def test_reversed_and_negative_pairs_are_refused(pair):
    """Numbers that cannot be a stretch of text never become a span."""
    with pytest.raises(NotASpan):
        Span(*pair)
    with pytest.raises(NotASpan):
        from_utf16("abcdefgh", [pair])


@pytest.mark.parametrize("pair", [(2, 2), (0, 9), (8, 9)])
def test_a_passage_covers_something_that_is_there(pair):
    """An empty passage and one beyond the end are refused with the numbers."""
    with pytest.raises(NotAPassage, match=f"{pair[0]}:{pair[1]}"):
        as_passage(*pair, text_length=8)


def test_units_beyond_the_text_are_refused():
    """A browser that counts past the end is told so."""
    with pytest.raises(NotAPassage):
        from_utf16("ab🙂", [(0, 5)])


@given(spans, spans)
def test_overlap_nearness_and_containment_agree(one, other):
    """Two spans overlap exactly when they share a character; what overlaps is near."""
    shared = set(range(*one)) & set(range(*other))

    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert one.gap(other) == other.gap(one)
    assert one.near(other, one.gap(other))
    assert not one.gap(other) or not one.near(other, one.gap(other) - 1)
    if shared:
        assert one.gap(other) == 0
    if one.contains(other):
        assert set(range(*other)) <= set(range(*one))


def test_a_span_cannot_be_changed():
    """Spans are records: a changed mind is a new one."""
    span = Span(1, 2)
    with pytest.raises((AttributeError, dataclasses.FrozenInstanceError)):
        span.start = 0
    assert span.shifted(3) == Span(4, 5)
    assert span.length == 1
