import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.text.normal import fixed
from relata.text.sentences import sentences

LANGUAGES = [None, "it", "en", "fr", "ar", "de", "es"]

pieces = st.sampled_from(
    [
        "Dott.",
        "via",
        ". ",
        "? ",
        "! ",
        "…",
        "»",
        "« ",
        '"',
        "\n",
        "\n\n",
        " ",
        "3.",
        "قال",
        "؟ ",
        "J. ",
    ]
)
texts = st.one_of(st.lists(pieces, max_size=25).map("".join), st.text(max_size=60)).map(fixed)


@given(texts, st.sampled_from(LANGUAGES))
def test_every_written_character_is_in_exactly_one_sentence(text, language):
    """Sentences are exact: in order, without gaps that hold anything, never empty."""
    reached = 0
    for start, end in sentences(text, language):
        assert start < end
        assert text[reached:start].strip() == ""
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        reached = end
    assert text[reached:].strip() == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("it", ["Il dott. Neri tace.", "Poi, alle 3.30, esce."]),
        ("it", ["«Perché?» chiese il sig. Bruni.", "Nessuno rispose."]),
        ("it", ["Ha detto di no.", "Vedi art. 12 e pag. 4 ecc.", "Fine."]),
        ("it", ["“Siamo stanchi.”", "Così dissero."]),
        ("en", ["Capt. J. R. Moss left at 5 p.m. on foot.", "He never wrote."]),
        ("en", ["“Run!” she said.", "They ran... and ran.", "Who saw them?", "Nobody."]),
        ("fr", ["M. Darmon a dit : « Je pars. »", "Il est parti à 6 h."]),
        ("fr", ["« Pourquoi ? » demanda-t-elle.", "Silence."]),
        ("de", ["Am 3. Mai floh er z.B. nach Norden.", "Er schwieg."]),
        ("es", ["¿Quién lo vio?", "El Sr. Pardo, p.ej., no.", "¡Nadie!"]),
        ("ar", ["قال د. سامي إنه غادر.", "لماذا؟", "لم يجب أحد."]),
        (None, ["Erste Zeile.", "Second line?", "Troisième."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language, expected):
    """Abbreviations, initials, ordinals and quoted questions do not end a sentence."""
    text = " ".join(expected)

    assert [span.of(text) for span in sentences(text, language)] == expected


def test_a_wrapped_line_is_no_end_but_a_turn_of_speech_is():
    """A line end inside a sentence means nothing; a new speaker or a dash begins anew."""
    text = "They walked\nall night.\nQ: why then\nA: fear\n- of what\n\nEnd"

    assert [span.of(text) for span in sentences(text, "en")] == [
        "They walked\nall night.",
        "Q: why then",
        "A: fear",
        "- of what",
        "End",
    ]
