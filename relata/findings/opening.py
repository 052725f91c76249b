"""A number opened: the cases it counts and the passages each of them rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relata.findings.pairs import once

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relata.findings.model import Snapshot

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpenedPassage:
    """One passage behind a number: where it is, who chose it, and what for.

    `source` is the id of the source in hexadecimal, `start` and `end` are code
    points of its text. `code` is the path of the code of a coding, `variable` the
    name of the variable of a value; a value about a code has only the code.
    """

    source: str
    start: int
    end: int
    coder: str
    code: str | None
    variable: str | None


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """One case that a number counts; without passages where a value was kept without evidence."""

    pseudonym: str
    passages: tuple[OpenedPassage, ...]


@dataclass(frozen=True, eq=False)
class OpenedFigure:
    """The cases and passages that a number counts.

    `n_cases`, `n_passages` (distinct ones) and `n_origins` are counted at once;
    the records in `cases` are made when they are first read.
    """

    title: str
    revision: str
    origin_rule: str
    n_cases: int
    n_passages: int
    n_origins: int
    _snapshot: Snapshot
    _cases: Ints
    _support: Support

    @cached_property
    def cases(self) -> tuple[OpenedCase, ...]:
        """The cases in the order of the databank, each with its passages in reading order."""
        return tuple(self.each_case())

    def each_case(self) -> Iterator[OpenedCase]:
        """The same cases one by one, for whoever needs only the first."""
        import numpy as np

        held, support = self._snapshot, self._support
        begins = np.searchsorted(support.case, self._cases)
        ends = np.searchsorted(support.case, self._cases, side="right")
        for case, begin, end in zip(
            self._cases.tolist(), begins.tolist(), ends.tolist(), strict=True
        ):
            passages = dict.fromkeys(support.passages(held, begin, end))
            yield OpenedCase(held.cases.pseudonym[case], tuple(passages))

    def to_dict(self) -> dict[str, Any]:
        """The opened figure as plain JSON."""
        return {
            "figure": self.title,
            "revision": self.revision,
            "origin_rule": self.origin_rule,
            "cases": self.n_cases,
            "passages": self.n_passages,
            "origins": self.n_origins,
            "items": [
                {
                    "case": case.pseudonym,
                    "passages": [
                        {
                            "source": p.source,
                            "start": p.start,
                            "end": p.end,
                            "coder": p.coder,
                            "code": p.code,
                            "variable": p.variable,
                        }
                        for p in case.passages
                    ],
                }
                for case in self.cases
            ],
        }

    def to_text(self) -> str:
        """Cases with their passages, one passage on a line."""
        lines = [
            f"{self.title} (cases: {self.n_cases}, passages: {self.n_passages}, "
            f"origins: {self.n_origins}, {self.origin_rule})"
        ]
        for case in self.cases:
            lines.append(case.pseudonym)
            for p in case.passages:
                what = p.code or p.variable or ""
                lines.append(f"  {p.source}:{p.start}:{p.end}  {p.coder}  {what}".rstrip())
            if not case.passages:
                lines.append("  no passage is given for it")
        return "\n".join([*lines, f"Revision {self.revision}."])


@dataclass(frozen=True, eq=False)
class Support:
    """What cases rest on, as parallel arrays of places, sorted by case, source and span."""

    case: Ints
    passage: Ints
    coder: Ints
    code: Ints
    variable: Ints

    def passages(self, held: Snapshot, begin: int, end: int) -> Iterator[OpenedPassage]:
        """The records of a stretch of the arrays."""
        cut = slice(begin, end)
        passage = self.passage[cut]
        for source, start, stop, coder, code, variable in zip(
            held.passage_source[passage].tolist(),
            held.passages.start[passage].tolist(),
            held.passages.end[passage].tolist(),
            self.coder[cut].tolist(),
            self.code[cut].tolist(),
            self.variable[cut].tolist(),
            strict=True,
        ):
            yield OpenedPassage(
                source=held.sources.id[source],
                start=start,
                end=stop,
                coder=held.coders.name[coder],
                code=held.codes.path[code] if code >= 0 else None,
                variable=held.variables.name[variable] if variable >= 0 else None,
            )


def open_figure(
    held: Snapshot, title: str, cases: Ints, *, codings: Ints, values: Ints
) -> OpenedFigure:
    """Open a number that counts these cases.

    Parameters
    ----------
    cases : places of the cases counted, distinct
    codings, values : places of the codings and values that speak for it; those
        about other cases are passed over.
    """
    import numpy as np

    cases = np.sort(cases)
    counted = np.zeros(len(held.cases.no) + 1, dtype=bool)  # the last stands for "no case", -1
    counted[cases] = True
    codings = codings[counted[held.coding_case[codings]]]
    values = values[counted[held.value_case[values]]]
    pair, value = _evidence_of(held, values)
    case = np.concatenate([held.coding_case[codings], held.value_case[value]])
    passage = np.concatenate([held.coding_passage[codings], held.evidence_passage[pair]])
    order = np.lexsort(
        (held.passages.end[passage], held.passages.start[passage], _source(held, passage), case)
    )
    none = np.full(codings.size, -1, dtype=np.int64)
    support = Support(
        case=case[order],
        passage=passage[order],
        coder=np.concatenate([held.coding_coder[codings], held.value_coder[value]])[order],
        code=np.concatenate([held.coding_code[codings], held.value_code[value]])[order],
        variable=np.concatenate([none, held.value_variable[value]])[order],
    )
    sources = once(_source(held, passage))
    return OpenedFigure(
        title=title,
        revision=held.revision,
        origin_rule=held.origin_rule,
        n_cases=int(cases.size),
        n_passages=int(once(passage).size),
        n_origins=int(once(held.source_origin[sources]).size),
        _snapshot=held,
        _cases=cases,
        _support=support,
    )


def _source(held: Snapshot, passage: Ints) -> Ints:
    source: Ints = held.passage_source[passage]
    return source


def _evidence_of(held: Snapshot, values: Ints) -> tuple[Ints, Ints]:
    """The pairs of evidence of these values: (place of the pair, place of the value)."""
    import numpy as np

    asked = np.zeros(len(held.values.no), dtype=bool)
    asked[values] = True
    pair = np.flatnonzero(asked[held.evidence_value])
    return pair, held.evidence_value[pair]
