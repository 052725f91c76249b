"""YAML codebooks: what people write is understood, what cannot stand is named by line."""

import time

import pytest

from relata.codebook import BadCodebook
from relata.codebook.yaml_form import read_yaml
from relata.codebook.yaml_layout import yaml_of

WRITTEN = """
titolo: Motivi
lingua: it
codici:
  - nome: Spinta
    lato: abbandono
    asse: push
    codificabile: no
    labels: {en: Push}
    codici:
      - Noia
      - nome: Timore dei raid
        colore: '#F80'
        definizione: |
          Timore di essere
          bombardati.
        schemes: {Altier 2017: inability to cope with violence}
variabili:
  - nome: Sesso
    tipo: nominale
    scelte: {f: Donna, m: Uomo}
    mancanti: [rifiutato, bruciato]
  - {nome: età, tipo: numero, minimo: 0, missing: []}
  - {nome: ruolo, tipo: insieme, scelte: cuoco; guardia=Guardia notturna}
"""


def test_an_italian_codebook_is_understood():
    """Keys, kinds, yes/no and missing reasons may be in the team's own language."""
    codebook = read_yaml(WRITTEN.encode())
    push, boredom, raids = codebook.codes
    sex, age, role = codebook.variables

    assert (codebook.title, codebook.language) == ("Motivi", "it")
    assert (push.name, push.label, push.codable, push.side) == (
        "spinta",
        "Spinta",
        False,
        "leaving",
    )
    assert push.labels == {"en": "Push"}
    assert (boredom.path, boredom.parent, boredom.axis) == ("spinta/noia", "spinta", "push")
    assert raids.path == "spinta/timore-dei-raid"
    assert raids.colour == "#ff8800"
    assert raids.definition == "Timore di essere\nbombardati."
    assert raids.schemes == {"Altier 2017": "inability to cope with violence"}
    assert [(c.name, c.label) for c in sex.choices] == [("f", "Donna"), ("m", "Uomo")]
    assert sex.missing == ("refused", "bruciato")
    assert (age.kind, age.minimum, age.missing) == ("number", 0.0, ())
    assert [(c.name, c.label) for c in role.choices] == [
        ("cuoco", "cuoco"),
        ("guardia", "Guardia notturna"),
    ]


def test_a_written_file_reads_as_people_would_lay_it_out():
    """Codes nest under their parents, and several lines stand as a block."""
    text = yaml_of(read_yaml(WRITTEN.encode()))

    assert "      - name: noia\n" in text
    assert "        definition: |-\n          Timore di essere\n" in text
    assert "codable: false" in text


def problems_of(text: str | bytes) -> dict[str, str]:
    """What is wrong with a text, by place; several at one place joined."""
    with pytest.raises(BadCodebook) as caught:
        read_yaml(text.encode() if isinstance(text, str) else text)
    found: dict[str, str] = {}
    for problem in caught.value.problems:
        found[problem.where] = found.get(problem.where, "") + problem.what + ". "
    return found


def test_every_problem_is_named_at_once_by_its_line():
    """One reading lists all that is wrong, in the order of the file, each with its line."""
    text = """codes:
  - name: fear
    colour: red
  - name: Fear
  - name: hope
    axis: sideways
    defnition: oops
variables:
  - {name: sex, kind: nominal}
  - {name: age, kind: numbr}
  - {name: when, kind: date, choices: [a, b]}
  - {name: long, kind: number, minimum: 9, maximum: 3}
  - {name: role, kind: set, choices: [cook, Cook]}
"""
    found = problems_of(text)

    assert "colour of fear" in found["line 2"]
    assert "fear is already at line 2" in found["line 4"]
    assert "axis of hope" in found["line 5"]
    assert "did you mean definition" in found["line 7"]
    assert "sex is nominal and has no choices" in found["line 9"]
    assert "kind of age is unknown" in found["line 10"]
    assert "when is a date and takes no choices" in found["line 11"]
    assert "minimum of long is above" in found["line 12"]
    assert "choice cook twice" in found["line 13"]
    assert list(found) == sorted(found, key=lambda where: int(where.split()[1]))


def test_a_colour_swallowed_as_a_comment_is_noticed():
    """An unquoted #1f77b4 is nothing to YAML; the person who wrote it is told, others are not."""
    assert "quotes" in problems_of("codes:\n  - name: a\n    colour: #1f77b4\n")["line 3"]
    assert read_yaml(b"codes:\n  - name: a\n    colour:\n  - b\n").codes[0].colour is None


def test_words_yaml_would_turn_into_other_things_stay_words():
    """A choice called no or 2014-09 is that word, not False and not a date."""
    codebook = read_yaml(b"variables:\n  - {name: x, kind: nominal, choices: [yes, no, 2014-09]}\n")

    assert [choice.label for choice in codebook.variables[0].choices] == ["yes", "no", "2014-09"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"", "empty"),
        (b"- a\n- b\n", "keys such as title"),
        (b"codes: 3\n", "list"),
        (b"codes:\n  fear: {definition: x}\n", "list"),
        (b"title: only\n", "neither codes nor variables"),
        (b"codes: [{name: [a]}]\n", "text, not a list"),
        (b"codes: [a\n", "not YAML"),
        (b"codes: [\xff\xfe\xfa]\n", "UTF-8"),
        (b"codes: ['!!!']\n", "no letter or digit"),
        (b"codes: [a]\ncodes: [b]\n", "twice"),
        (b"codes: [{name: a, name: b}]\n", "twice"),
        (b"language: Klingon!\ncodes: [a]\n", "language"),
        (b"codes: [!!python/object/apply:os.system [x]]\n", "tags"),
        (b"? [a]\n: b\n", "key"),
        (b"codes: [a]\n--- \ncodes: [b]\n", "not YAML"),
    ],
)
def test_what_is_no_codebook_is_refused_in_one_clear_sentence(text, what):
    """A file that cannot be a codebook says why; it never ends in a traceback of the parser."""
    assert what in " ".join(problems_of(text).values())


def test_an_alias_bomb_is_refused_quickly():
    """Nine lines that would unfold into a thousand million entries are refused in moments."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    started = time.perf_counter()

    assert "alias" in " ".join(problems_of("\n".join(lines)).values())
    assert time.perf_counter() - started < 5


def test_endless_and_bottomless_files_are_refused():
    """An alias to itself and a thousand brackets are refused, not followed."""
    assert "alias" in " ".join(problems_of("codes: &a [*a]\n").values())
    assert "levels deep" in " ".join(problems_of("[" * 1000 + "]" * 1000).values())
    assert "bytes" in " ".join(problems_of(b"#" * 4_000_001).values())


def test_an_alias_used_with_measure_works():
    """People may write a definition once and point to it."""
    codebook = read_yaml(
        b"codes:\n  - {name: a, definition: &d same}\n  - {name: b, definition: *d}\n"
    )

    assert [code.definition for code in codebook.codes] == ["same", "same"]


def test_problems_quote_no_wording():
    """What a file says in its definitions never shows in the list of its problems."""
    secret = "Yusuf told us in the cellar"
    with pytest.raises(BadCodebook) as caught:
        read_yaml(
            f"{secret}: x\ncodes:\n  - {{name: a, colour: {secret}, axis: {secret}, "
            f"definition: [{secret}], {secret}: 1}}\nvariables:\n  - {{name: v, kind: {secret}, "
            f"minimum: {secret}, identifying: {secret}}}\n  - {secret}\n".encode()
        )

    assert len(caught.value.problems) >= 8
    assert "Yusuf" not in str(caught.value)


def test_many_problems_are_counted():
    """A hopeless file does not fill the screen: the first are shown, the rest counted."""
    with pytest.raises(BadCodebook) as caught:
        read_yaml(b"codes:\n" + b"  - {name: a, axis: up}\n" * 50)

    assert len(caught.value.problems) == 50
    assert "and 25 more" in str(caught.value)


def test_two_ways_to_write_an_accent_are_one():
    """A name typed with combining accents and Windows line ends is the name typed without."""
    text = "codes:\r\n  - name: Perche\u0301\r\n    definition: |\r\n      uno \r\n      due\r\n"
    (code,) = read_yaml(text.encode("utf-8-sig")).codes

    assert (code.name, code.label, code.definition) == ("perché", "Perché", "uno\ndue")
