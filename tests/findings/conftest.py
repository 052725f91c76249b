"""Snapshots made by hand, in the words of a researcher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pytest

from relata.findings.model import (
    STATUSES,
    Cases,
    Coders,
    Codes,
    Codings,
    Evidence,
    Paragraphs,
    Passages,
    Snapshot,
    Sources,
    Values,
    Variables,
)

Coding = tuple[str, str, int, int, str, str | None]
"""Coder, source, start, end, path of the code, pseudonym or None."""

Value = tuple[str, str, str, str, str | None, Sequence[tuple[str, int, int]]]
"""Pseudonym, variable or path of a code, coder, status, content, evidence."""


def build(
    *,
    codes: Sequence[str] = (),
    cases: Sequence[str] = (),
    codings: Iterable[Coding] = (),
    values: Iterable[Value] = (),
    variables: Mapping[str, tuple[str, Sequence[tuple[str, str]]]] | None = None,
    schemes: Mapping[str, Mapping[str, str]] | None = None,
    axes: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    sources: Sequence[str] = ("aa", "bb", "cc"),
    coders: Sequence[str] = ("Ada", "Bruno"),
    origins: Sequence[int] | None = None,
    paragraphs: Sequence[tuple[str, int, int]] | None = None,
) -> Snapshot:
    """A snapshot whose local numbers are neither dense nor those of the places."""
    variables = variables or {}
    number = {
        kind: {name: 7 + step * at for at, name in enumerate(names)}
        for kind, names, step in (
            ("code", codes, 3),
            ("case", cases, 2),
            ("source", sources, 5),
            ("coder", coders, 11),
            ("variable", list(variables), 4),
        )
    }
    spans: dict[tuple[str, int, int], int] = {}

    def passage(source: str, start: int, end: int) -> int:
        return spans.setdefault((source, start, end), 100 + 9 * len(spans))

    coded = [
        (
            500 + 2 * at,
            passage(source, start, end),
            number["source"][source],
            number["code"][code],
            number["coder"][coder],
            -1 if case is None else number["case"][case],
        )
        for at, (coder, source, start, end, code, case) in enumerate(codings)
    ]
    valued, contents, pairs = [], [], []
    for at, (case, about, coder, status, content, evidence) in enumerate(values):
        valued.append(
            (
                900 + at,
                number["case"][case],
                number["variable"].get(about, -1),
                number["code"].get(about, -1),
                number["coder"][coder],
                STATUSES.index(status),
            )
        )
        contents.append(content)
        pairs += [(900 + at, passage(*place)) for place in evidence]
    parents = [number["code"].get(path.rpartition("/")[0], -1) for path in codes]
    named = list(variables.values())
    return Snapshot(
        revision="r1",
        codings=Codings(*_columns(coded, 6)),
        values=Values(*_columns(valued, 6), tuple(contents)),
        evidence=Evidence(*_columns(pairs, 2)),
        passages=Passages(
            *_columns([(no, number["source"][s], b, e) for (s, b, e), no in spans.items()], 4)
        ),
        cases=Cases(_numbers(number["case"]), tuple(cases)),
        codes=Codes(
            _numbers(number["code"]),
            tuple(codes),
            tuple((labels or {}).get(path, path.rpartition("/")[2]) for path in codes),
            np.asarray(parents, dtype=np.int64),
            tuple((axes or {}).get(path) for path in codes),
            (None,) * len(codes),
            tuple((schemes or {}).get(path, {}) for path in codes),
        ),
        coders=Coders(_numbers(number["coder"]), tuple(coders)),
        sources=Sources(_numbers(number["source"]), tuple(sources)),
        variables=Variables(
            _numbers(number["variable"]),
            tuple(variables),
            tuple(name.capitalize() for name in variables),
            tuple(kind for kind, _ in named),
            tuple(tuple(choices) for _, choices in named),
        ),
        origins=None if origins is None else np.asarray(origins, dtype=np.int64),
        paragraphs=None
        if paragraphs is None
        else Paragraphs(*_columns([(number["source"][s], b, e) for s, b, e in paragraphs], 3)),
    )


def _columns(rows: Sequence[Sequence[int]], width: int) -> list[np.ndarray]:
    return list(np.asarray(rows, dtype=np.int64).reshape(-1, width).T)


def _numbers(numbers: Mapping[str, int]) -> np.ndarray:
    return np.asarray(list(numbers.values()), dtype=np.int64)


@pytest.fixture(scope="session")
def snapshot_of() -> Callable[..., Snapshot]:
    """The maker of snapshots."""
    return build


@pytest.fixture(scope="session")
def small(snapshot_of: Callable[..., Snapshot]) -> Snapshot:
    """Six people, three sources, two coders, four reasons and six variables.

    Fear is told by D-1 and D-2 (by both coders) and D-3 (by a value); D-4 is said
    to have felt none, D-5 is said both, D-6 is not known. Graft, below leaders,
    is told by D-1. One coding of boredom is about nobody yet.
    """
    return snapshot_of(
        codes=["reasons", "reasons/fear", "reasons/leaders", "reasons/leaders/graft", "boredom"],
        cases=["D-1", "D-2", "D-3", "D-4", "D-5", "D-6"],
        labels={"boredom": "الملل", "reasons/leaders": "Disappointed by leaders"},
        axes={"reasons": "push", "reasons/leaders": "push", "boredom": "pull"},
        schemes={
            "reasons/fear": {"Study A": "danger"},
            "reasons/leaders": {"Study A": "discontent"},
            "boredom": {"Study A": "discontent"},
        },
        codings=[
            ("Ada", "aa", 0, 40, "reasons/fear", "D-1"),
            ("Bruno", "aa", 5, 40, "reasons/fear", "D-1"),
            ("Ada", "aa", 30, 60, "reasons/leaders/graft", "D-1"),
            ("Ada", "bb", 10, 20, "reasons/fear", "D-2"),
            ("Bruno", "bb", 10, 20, "reasons/fear", "D-2"),
            ("Ada", "cc", 0, 9, "reasons/fear", "D-5"),
            ("Ada", "cc", 100, 120, "boredom", None),
        ],
        values=[
            ("D-3", "reasons/fear", "Bruno", "stated", None, [("cc", 50, 70)]),
            ("D-4", "reasons/fear", "Ada", "stated as absent", None, [("bb", 30, 44)]),
            ("D-5", "reasons/fear", "Bruno", "stated as absent", None, []),
            ("D-6", "reasons/fear", "Ada", "not stated", None, []),
            ("D-1", "country", "Ada", "stated", "norvia", [("aa", 70, 80)]),
            ("D-1", "country", "Bruno", "stated", "norvia", [("aa", 70, 90)]),
            ("D-2", "country", "Ada", "stated", "norvia", []),
            ("D-2", "country", "Bruno", "stated", "sulland", []),
            ("D-3", "country", "Ada", "stated", "sulland", []),
            ("D-4", "country", "Ada", "withheld", None, []),
            ("D-5", "country", "Ada", "not stated", None, []),
            ("D-5", "country", "Bruno", "stated", "sulland", []),
            ("D-1", "age", "Ada", "stated", "19", []),
            ("D-2", "age", "Ada", "stated", "24", []),
            ("D-3", "age", "Ada", "stated", "20..30", []),
            ("D-4", "age", "Ada", "stated", "41", []),
            ("D-1", "left", "Ada", "stated", "2014-09", []),
            ("D-2", "left", "Ada", "stated", "2014/2015", []),
            ("D-3", "left", "Ada", "stated", "2015-XX", []),
            ("D-4", "left", "Ada", "stated", "2014?", []),
            ("D-1", "roles", "Ada", "stated", "cook; driver", []),
            ("D-1", "roles", "Bruno", "stated", "driver; cook", []),
            ("D-2", "roles", "Ada", "stated", "cook", []),
            ("D-3", "roles", "Ada", "stated as absent", None, []),
            ("D-1", "school", "Ada", "stated", "middle", []),
            ("D-2", "school", "Ada", "stated", "none", []),
            ("D-1", "notes", "Ada", "stated", "anything", []),
        ],
        variables={
            "country": ("nominal", [("norvia", "Norvia"), ("sulland", "Sulland")]),
            "age": ("number", []),
            "left": ("date", []),
            "roles": ("set", [("cook", "Cook"), ("driver", "Driver"), ("guard", "Guard")]),
            "school": ("ordinal", [("none", "None"), ("middle", "Middle"), ("high", "High")]),
            "notes": ("text", []),
        },
    )
