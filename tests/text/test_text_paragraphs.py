import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.text.normal import fixed
from relata.text.paragraphs import LONGEST, BrokenPacking, pack, paragraphs, unpack
from relata.text.spans import Span

pieces = st.sampled_from(
    ["una parola", "\n", "\n\n", " ", "\t", "  \n \n", "fine. ", "x" * 900, "ab " * 700, "قال. "]
)
texts = st.lists(pieces, max_size=30).map(lambda parts: fixed("".join(parts)))


@given(st.one_of(texts, st.text(max_size=80).map(fixed)))
def test_every_written_character_is_in_exactly_one_paragraph(text):
    """Nothing is lost and nothing doubled; no paragraph is empty or too long."""
    found = paragraphs(text)

    reached = 0
    for start, end in found:
        assert text[reached:start].strip() == ""
        assert 0 < end - start <= LONGEST
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        reached = end
    assert text[reached:].strip() == ""


@given(st.one_of(texts, st.text(max_size=80).map(fixed)))
def test_packed_paragraphs_come_back(text):
    """What the store keeps of paragraphs is all of them."""
    found = paragraphs(text)

    assert unpack(pack(found)) == found


def covered(text):
    return [span.of(text) for span in paragraphs(text)]


def test_blank_lines_rule_where_there_are_any():
    """Lines stay together in a text that parts its paragraphs by blank lines."""
    assert covered("a\nb\n\nc \n \t\n\n d\n") == ["a\nb", "c", "d"]


def test_lines_are_paragraphs_where_there_is_no_blank_line():
    """A transcript with one turn a line has one paragraph a turn."""
    assert covered("\n\nQ: why?\nA: fear. \n  Q: whose?\n\n") == [
        "Q: why?",
        "A: fear.",
        "Q: whose?",
    ]


def test_a_long_paragraph_is_cut_where_a_sentence_ends():
    """Each piece of a long paragraph ends with a whole sentence."""
    sentence = "They walked for three nights and said nothing. "
    found = covered(sentence * 400)

    assert len(found) == 5
    assert all(piece.endswith("nothing.") for piece in found)
    assert all(len(piece) > LONGEST - len(sentence) for piece in found[:-1])


def test_lines_are_preferred_to_sentences_as_cuts():
    """A long block of turns is cut between turns."""
    turn = "Q: Did you see it? A: I did. I was there.\n"
    found = covered("Title\n\n" + turn * 300)

    assert all(piece.startswith("Q: Did") and piece.endswith("was there.") for piece in found[1:])


def test_words_are_kept_whole_where_there_are_no_sentences():
    """Without a full stop the cut falls between words; without a space, at the limit."""
    assert all(set(piece.split(" ")) == {"ilmiopaese"} for piece in covered("ilmiopaese " * 900))
    assert [len(piece) for piece in covered("y" * 9000)] == [4000, 4000, 1000]


@pytest.mark.parametrize("packed", [b"", b"\x02\x01", b"\x03\x01\x00\x02\x00", b"\x04" + b"1" * 12])
def test_damaged_packing_is_named(packed):
    """Bytes that are no packed paragraphs are refused in one sentence."""
    with pytest.raises(BrokenPacking):
        unpack(packed)


def test_far_apart_spans_are_packed_in_wider_numbers():
    """A gap of more than 65,535 characters survives, and ordinary ones take 4 bytes."""
    far = [Span(5, 9), Span(200_000, 200_001)]

    assert unpack(pack(far)) == far
    assert len(pack([Span(0, 10), Span(12, 20)])) == 9
    with pytest.raises(ValueError, match="out of order"):
        pack([Span(5, 9), Span(8, 12)])
