"""Codebooks of every shape, for the properties that must hold for all of them."""

import pytest
from hypothesis import strategies as st

from relata.codebook import KINDS, Choice, CodebookEntry, CodeEntry, VariableEntry, slug
from relata.codebook.cells import clean, one_line

_ALPHABET = st.one_of(
    st.sampled_from("abcéßÿ=+-@'\";,:#|>&*!%{}[]?~/\\ \n\t\u200fابِתДー😀0123456789yesno"),
    st.characters(exclude_categories=("Cs", "Cc", "Cn")),
)


def _wordings(size: int = 40) -> st.SearchStrategy[str]:
    return st.text(_ALPHABET, max_size=size).map(clean)


def _lines(size: int = 20) -> st.SearchStrategy[str]:
    return st.text(_ALPHABET, max_size=size).map(one_line)


_filled_lines = _lines().filter(bool)
_labels = st.dictionaries(st.sampled_from(["en", "it", "fr", "ar", "zh-hant"]), _filled_lines)
_schemes = st.dictionaries(
    st.sampled_from(["Altier 2017", "Study (2015)", "=1", "a: b"]), _filled_lines
)
_names = st.text("abcdénoyesابд019- ", min_size=1, max_size=8).map(slug).filter(bool)


@st.composite
def _codes(draw: st.DrawFn) -> tuple[CodeEntry, ...]:
    names = draw(st.lists(_names, unique=True, max_size=7))
    parents: dict[str, str | None] = {}
    for place, name in enumerate(names):
        parents[name] = draw(st.sampled_from([None, *names[:place]]))

    def below(parent: str | None, path: str) -> list[CodeEntry]:
        found: list[CodeEntry] = []
        for name in names:
            if parents[name] == parent:
                entry = CodeEntry(
                    name,
                    draw(_filled_lines),
                    path=path + name,
                    parent=parent,
                    definition=draw(_wordings()),
                    when_to_use=draw(_wordings()),
                    when_not=draw(_wordings()),
                    example=draw(_wordings()),
                    colour=draw(st.sampled_from([None, "#00ff7f", "#123456"])),
                    codable=draw(st.booleans()),
                    side=draw(st.sampled_from([None, "leaving", "joining"])),
                    axis=draw(st.sampled_from([None, "push", "pull"])),
                    labels=draw(_labels),
                    schemes=draw(_schemes),
                )
                found += [entry, *below(name, f"{path}{name}/")]
        return found

    return tuple(below(None, ""))


@st.composite
def _variables(draw: st.DrawFn) -> tuple[VariableEntry, ...]:
    made = []
    for name in draw(st.lists(_names, unique=True, max_size=4)):
        kind = draw(st.sampled_from(KINDS))
        choosing = kind in ("nominal", "ordinal", "set")
        choices = draw(st.lists(_names, unique=True, min_size=1, max_size=4)) if choosing else []
        low, high = None, None
        if kind == "number":
            low, high = sorted(draw(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9).map(abs))))
        if kind == "text":
            high = float(draw(st.integers(1, 500)))
        made.append(
            VariableEntry(
                name,
                draw(_filled_lines),
                kind,
                choices=tuple(Choice(c, draw(_filled_lines), draw(_labels)) for c in choices),
                unit=draw(_lines(6)),
                minimum=low,
                maximum=high,
                definition=draw(_wordings()),
                missing=tuple(draw(st.permutations(["refused", "not asked", "burnt, lost"])))[
                    : draw(st.integers(0, 3))
                ],
                identifying=draw(st.booleans()),
                labels=draw(_labels),
            )
        )
    return tuple(made)


@pytest.fixture(scope="session")
def codebooks() -> st.SearchStrategy[CodebookEntry]:
    """Whole codebooks: trees of codes, variables of every kind, text in many scripts."""
    return st.builds(
        CodebookEntry,
        _filled_lines,
        version=_lines(6),
        language=st.sampled_from(["en", "it", "ar"]),
        description=_wordings(),
        sources=st.lists(_filled_lines, max_size=3).map(tuple),
        codes=_codes(),
        variables=_variables(),
    ).filter(lambda codebook: codebook.codes or codebook.variables)
