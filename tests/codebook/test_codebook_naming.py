"""Names and labels: slugs in any script, and finding a code by what a person types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.codebook import CodeEntry, find, label_in, nearest, read_codebook, slug


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Fear of air raids", "fear-of-air-raids"),
        ("  Noia / Ennui! ", "noia-ennui"),
        ("Perché", "perché"),
        ("الملل", "الملل"),
        ("الفَسَاد", "الفَسَاد"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("!!!", ""),
    ],
)
def test_a_slug_keeps_letters_of_every_script(words, name):
    """Case, spaces and punctuation go; letters, digits and vowel marks of any script stay."""
    assert slug(words) == name


@given(st.text())
def test_the_slug_of_a_slug_is_itself(words):
    """A name written back by a person is the same name."""
    name = slug(words)

    assert slug(name) == name
    assert not name.startswith("-")
    assert not name.endswith("-")
    assert "/" not in name


def test_a_code_is_found_by_name_and_by_label_in_four_languages():
    """A coder may type the code's name or its label in their own language."""
    codes = read_codebook("reasons-for-leaving").codes

    for words in ("boredom", "BOREDOM", "Noia", "ennui", "الملل"):
        assert find(codes, words).name == "boredom"
    assert find(codes, "air raid") is None
    assert nearest(codes, "bordom") == "boredom"
    assert nearest(codes, "qqqq") is None


def test_a_label_two_codes_share_names_neither():
    """Rather than guess between two codes with one label, none is found; the name decides."""
    codes = (CodeEntry("a", "Fear", path="a"), CodeEntry("b", "Fear", path="b"))

    assert find(codes, "fear") is None
    assert find((*codes, CodeEntry("fear", "Dread", path="fear")), "Fear").label == "Dread"


def test_a_label_falls_back_to_the_codebooks_own():
    """Where a translation is missing the codebook's own label is shown, not an empty one."""
    code = CodeEntry("fear", "Fear", path="fear", labels={"it": "Paura"})

    assert [label_in(code, language) for language in ("it", "fr")] == ["Paura", "Fear"]
