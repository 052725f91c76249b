import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.text.normal import fixed

anything = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t\x00\x0b\x0c\x1f\x85\ufeff\ud83d\ude42\u0301\u0323eا\u0653"),
    )
)


@given(anything)
def test_fixing_twice_changes_nothing(text):
    """A stored text is its own stored form."""
    once = fixed(text)

    assert fixed(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & {chr(c) for c in range(32)} - {"\n", "\t"}
    assert "\ufeff" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\ufeffinizio", "inizio"),
        ("perche\u0301", "perché"),
        ("a\x00b\x07c\td", "a b c\td"),
        ("x\ud83dy", "x\ufffdy"),
        ("\ud83d\ude42", "\ufffd\ufffd"),
        ("e\ufeff\u0301", "é"),
        ("", ""),
    ],
)
def test_known_troubles_are_mended(raw, kept):
    """Line ends, marks, controls and broken surrogates come out as promised."""
    assert fixed(raw) == kept
