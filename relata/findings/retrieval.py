"""Coded retrieval: the stretches of text where codes meet, or do not.

The language is told in `expressions`. A code stands for itself and what is below it.
`A AND B` keeps the codings of either that overlap one of the other, `A NEAR B` those
that lie near one, `A NOT B` the codings of A that overlap none of B. What is kept is
gathered into hits: stretches of overlapping passages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, ClassVar

from relata.errors import RelataError
from relata.findings.branches import AmbiguousName, UnknownName, below, code_named, found
from relata.findings.conditions import cases_where
from relata.findings.expressions import Expression, Joined, Named, parse
from relata.findings.finding import Finding, Record
from relata.findings.lying import Line, in_one_paragraph, stretches, touching
from relata.findings.model import EVERY_CODER, Snapshot, none
from relata.findings.opening import OpenedFigure, open_figure
from relata.findings.pairs import once
from relata.findings.sheet import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

NEAR = 200
"""Characters that NEAR means where it is not known where paragraphs lie."""

SHOWN = 50
"""Hits shown in a table; frames and JSON hold all."""


class BadFilter(RelataError):
    """A filter of cases that does not answer for each of them."""

    remedy = "Return one True or False for each number of a case."

    def __init__(self, given: int, wanted: int) -> None:
        super().__init__(f"The filter answered for {given} of {wanted} cases.")


class NoSuchCode(RelataError):
    """An expression names a code that is not there, or several; `position` is where."""

    def __init__(self, position: int, remedy: str) -> None:
        super().__init__(
            f"No one code is called as the expression has it at position {position}.",
            remedy=remedy,
        )
        self.position = position


@dataclass(frozen=True, slots=True)
class HitCoding:
    """One coding in a hit. `number` is its local number, `case` a pseudonym or None."""

    number: int
    start: int
    end: int
    code: str
    coder: str
    case: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of one source, in code points, and the codings that make it."""

    source: str
    start: int
    end: int
    codings: tuple[HitCoding, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class CodedHits(Finding):
    """The hits of an expression, in the order of the sources and of reading.

    `len()` is the number of hits; `n_codings`, `n_passages`, `n_cases`,
    `n_sources` and `n_origins` count distinct ones in all of them.
    """

    kind: ClassVar[str] = "codes"

    expression: str
    coder: str
    n_codings: int
    n_passages: int
    n_cases: int
    n_sources: int
    n_origins: int
    _held: Snapshot
    _codings: Ints
    _begins: Ints

    def __len__(self) -> int:
        return int(self._begins.size)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """All hits."""
        return tuple(self.each_hit())

    def each_hit(self) -> Iterator[Hit]:
        """The hits one by one, for whoever needs only the first."""
        held = self._held
        for begin, end in pairwise([*self._begins.tolist(), self._codings.size]):
            codings = tuple(self._coding(at) for at in self._codings[begin:end].tolist())
            cases = {coding.case for coding in codings if coding.case is not None}
            yield Hit(
                source=held.sources.id[int(held.coding_source[self._codings[begin]])],
                start=codings[0].start,
                end=max(coding.end for coding in codings),
                codings=codings,
                cases=tuple(sorted(cases)),
            )

    def _coding(self, at: int) -> HitCoding:
        held = self._held
        passage, case = held.coding_passage[at], int(held.coding_case[at])
        return HitCoding(
            number=int(held.codings.no[at]),
            start=int(held.passages.start[passage]),
            end=int(held.passages.end[passage]),
            code=held.codes.path[held.coding_code[at]],
            coder=held.coders.name[held.coding_coder[at]],
            case=held.cases.pseudonym[case] if case >= 0 else None,
        )

    def open(self, hit: int) -> OpenedFigure:
        """Open one hit by its place, from 0: its cases and their passages."""
        return self.opened_cell(range(len(self))[hit], 0)

    def opened_cell(self, row: int, column: int) -> OpenedFigure:
        """Open the hit in a row of the sheet."""
        end = self._begins[row + 1] if row + 1 < len(self) else self._codings.size
        codings = self._codings[self._begins[row] : end]
        cases = once(self._held.coding_case[codings])
        return open_figure(
            self._held, f"Hit {row + 1}", cases[cases >= 0], codings=codings, values=none()
        )

    def records(self) -> list[Record]:
        """One record per hit."""
        return [
            {
                "source": hit.source,
                "start": hit.start,
                "end": hit.end,
                "codes": list(dict.fromkeys(coding.code for coding in hit.codings)),
                "coders": list(dict.fromkeys(coding.coder for coding in hit.codings)),
                "cases": list(hit.cases),
                "codings": [coding.number for coding in hit.codings],
            }
            for hit in self.hits
        ]

    def sheet(self) -> Sheet:
        """The first hits laid out for people."""
        rows = [
            (
                f"{hit.source[:12]}:{hit.start}:{hit.end}",
                str(len(hit.codings)),
                str(len(hit.cases)),
                ", ".join(dict.fromkeys(c.code.rsplit("/", 1)[-1] for c in hit.codings)),
            )
            for hit in islice(self.each_hit(), SHOWN)
        ]
        beyond = len(self) - len(rows)
        more = (f"Hits not shown here: {beyond}.",) if beyond else ()
        return Sheet(
            title=f"Hits: {len(self)} (codings: {self.n_codings}, cases: {self.n_cases}, "
            f"sources: {self.n_sources}; {self.coder})",
            revision=self.revision,
            columns=(
                Column("Source:start:end", number=False),
                Column("Codings", rank=3),
                Column("Cases", rank=2),
                Column("Codes", rank=1, number=False),
            ),
            rows=tuple(rows),
            depth=(0,) * len(rows),
            notes=(*more, *self.notes, self.method),
            opens=(2,),
        )


def codes(
    snapshot: Snapshot,
    expression: str,
    *,
    where: Callable[[Ints], Flags] | None = None,
    coder: str | None = None,
) -> CodedHits:
    """Find the stretches of text where codes meet as an expression says.

    Parameters
    ----------
    expression : str
        See `relata.findings.expressions`. Refused in one sentence with the
        position when it cannot be read, or names a code nobody knows.
    where : callable, optional
        Given the local numbers of all cases, says for each whether it counts;
        codings about other cases, or about none, then take no part. Conditions
        in the expression itself do the same, and both may be given.
    coder : str, optional
        Only codings of this coder.
    """
    import numpy as np

    held = snapshot
    query = parse(expression)
    line: Line = held.line
    counted = np.ones(len(held.codings.no), dtype=bool)
    if coder is not None:
        counted &= held.coding_coder == found("coder", coder, held.coders.name, held.coders.name)
    if where is not None or query.conditions:
        wanted = cases_where(held, query.conditions, coder=coder)
        if where is not None:
            wanted &= _answered(where(held.cases.no), len(held.cases.no))
        # A coding about no case has place -1, which is the last: no case, not wanted.
        counted &= np.append(wanted, False)[held.coding_case]
    kept = _kept(held, line, query.expression, counted[line.coding])
    at, begins = stretches(line, kept)
    codings = line.coding[at]
    cases, sources = held.coding_case[codings], once(held.coding_source[codings])
    return CodedHits(
        revision=held.revision,
        method=_method(query.expression, held),
        origin_rule=held.origin_rule,
        expression=expression,
        coder=coder or EVERY_CODER,
        n_codings=int(codings.size),
        n_passages=int(once(held.coding_passage[codings]).size),
        n_cases=int(once(cases[cases >= 0]).size),
        n_sources=int(sources.size),
        n_origins=int(once(held.source_origin[sources]).size),
        _held=held,
        _codings=codings,
        _begins=begins,
    )


def _answered(answer: Flags, wanted: int) -> Flags:
    import numpy as np

    flags = np.asarray(answer, dtype=bool)
    if flags.shape != (wanted,):
        raise BadFilter(flags.size, wanted)
    return flags


def _kept(held: Snapshot, line: Line, expression: Expression, counted: Flags) -> Flags:
    """Which codings, in the order of the line, an expression keeps."""
    import numpy as np

    if isinstance(expression, Named):
        members = np.zeros(len(held.codes.no) + 1, dtype=bool)
        members[below(held.codes, _named(held, expression))] = True
        named: Flags = members[held.coding_code[line.coding]] & counted
        return named
    left = _kept(held, line, expression.left, counted)
    right = _kept(held, line, expression.right, counted)
    kept: Flags
    match expression.how:
        case "OR":
            kept = left | right
        case "NOT":
            kept = left & ~touching(line, left, right)
        case "AND":
            kept = touching(line, left, right) | touching(line, right, left)
        case _ if expression.within is None and line.first is not None:
            kept = in_one_paragraph(line, left, right) | in_one_paragraph(line, right, left)
        case _:
            reach = NEAR if expression.within is None else expression.within
            kept = touching(line, left, right, distance=reach)
            kept |= touching(line, right, left, distance=reach)
    return kept


def _named(held: Snapshot, expression: Named) -> int:
    try:
        return code_named(held.codes, expression.name)
    except (UnknownName, AmbiguousName) as error:
        raise NoSuchCode(expression.position, error.remedy) from error


def _method(expression: Expression, held: Snapshot) -> str:
    said = (
        "AND keeps codings that overlap one of the other side, NOT those that overlap none; "
        "overlapping ones make one hit."
    )
    if _asks_nearness(expression):
        near = "in one paragraph" if held.paragraphs is not None else f"within {NEAR} characters"
        said += f" NEAR without a number means {near}."
    return said


def _asks_nearness(expression: Expression) -> bool:
    if isinstance(expression, Joined):
        return (expression.how == "NEAR" and expression.within is None) or any(
            map(_asks_nearness, (expression.left, expression.right))
        )
    return False
