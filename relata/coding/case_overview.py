"""The list of cases: what is held of each, what is missing, and what is left open.

A coding is open when nobody has said which case it is about. Open codings count for no
case, so they are listed until somebody says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from relata.archive import find_source
from relata.cases import cases_seen
from relata.cases.tables import case, link, pseudonym, value
from relata.codebook import check_value
from relata.codebook.model import VariableEntry
from relata.codebook.standing import codes_seen, find_variable, variables_seen
from relata.coding.choosing import codings_seen
from relata.coding.known import known_code, pseudonyms
from relata.coding.model import Coding
from relata.coding.tables import coding
from relata.team import Desk, Sight

_AT_ONCE = 500
_Said = tuple[str, str | None]
"""A status, and a value in its canonical form."""


@dataclass(frozen=True)
class CaseLine:
    """One case in the list.

    `codings` are about it, `motives` counts the codes told of it: by a coding about it
    or a value that states it, and disputed by no value. `missing` names the variables of
    which no coder has set anything, be it only that it is not stated. `open` counts
    codings in its sources that are about no case yet.
    """

    id: str
    number: int
    pseudonym: str
    sources: int
    values: int
    codings: int
    motives: int
    missing: tuple[str, ...]
    open: int


@dataclass(frozen=True)
class OpenCoding:
    """A coding about no case yet, and the cases its source tells of."""

    coding: Coding
    cases: tuple[str, ...]


@dataclass(frozen=True)
class _Held:
    """Standing values of one case: by variable, and the statuses by code."""

    variables: dict[int, set[_Said]]
    codes: dict[int, set[str]]


def case_lines(
    desk: Desk,
    *,
    where: Mapping[str, str | None] | None = None,
    code: str | None = None,
    open: bool = False,
) -> list[CaseLine]:
    """Visible cases with what is held of them, in the order they were made.

    Parameters
    ----------
    where : a stated value for each of these variables, by any coder; a set holds at
        least the choices given. None asks for cases in which nothing is set.
    code : only cases of which the code, or one below it, is told.
    open : only cases without a source, or with open codings in their sources.

    Raises
    ------
    NoSuchVariable, BadValue, NoSuchCode.
    """
    with desk.reading("cases.read") as sight:
        variables = variables_seen(sight)
        wanted = {
            find_variable(variables, name).number: told for name, told in (where or {}).items()
        }
        tests = [_test(number, variables[number].entry, told) for number, told in wanted.items()]
        branch = None if code is None else _branch(sight, code)
        held = sight.kept("values by case", (value,), _held)
        coded = sight.kept("codings by case and code", (coding,), _coded)
        left_open = sight.kept("open codings by case", (coding, link), _open_by_case)
        lines = []
        for found in cases_seen(sight):
            of_case = held.get(found.number) or _Held({}, {})
            codes = coded.get(found.number, {})
            told = _told(sight, of_case, codes)
            if branch is not None and not told & branch:
                continue
            if not all(test(of_case.variables) for test in tests):
                continue
            opened = left_open.get(found.number, 0)
            if open and found.sources and not opened:
                continue
            lines.append(
                CaseLine(
                    found.id,
                    found.number,
                    found.pseudonym,
                    found.sources,
                    found.values,
                    sum(codes.values()),
                    len(told),
                    tuple(
                        [v.entry.name for no, v in variables.items() if no not in of_case.variables]
                    ),
                    opened,
                )
            )
    return lines


def open_codings(
    desk: Desk, *, source: str | None = None, limit: int | None = None
) -> list[OpenCoding]:
    """Codings about no case yet, by place in their source, with the cases to choose from.

    They are in sources that tell of several cases or of none; or of one, when they were
    made before the source was linked to it.
    """
    with desk.reading("codings.read") as sight:
        conditions: list[sa.ColumnElement[bool]] = [coding.c.case.is_(None)]
        if source is not None:
            conditions.append(coding.c.source == find_source(sight, source).number)
        numbers = list(
            sight.connection.scalars(
                sa.select(coding.c.no)
                .where(sight.of(coding), *conditions)
                .order_by(coding.c.source, coding.c.no)
                .limit(limit)
            )
        )
        found: list[Coding] = []
        for at in range(0, len(numbers), _AT_ONCE):
            found += codings_seen(sight, coding.c.no.in_(numbers[at : at + _AT_ONCE]))
        found.sort(key=lambda one: (one.source_number, one.start, one.end, one.number))
        cases = sight.kept("pseudonyms by source", (link, case, pseudonym), _choices)
        return [OpenCoding(one, cases.get(one.source_number, ())) for one in found]


def _test(
    number: int, variable: VariableEntry, told: str | None
) -> Callable[[Mapping[int, set[_Said]]], bool]:
    """Whether some coder's value of a variable is the one asked for. Raises BadValue."""
    if told is None:
        return lambda values: number not in values
    wanted = check_value(variable, told)
    choices = frozenset(wanted.choices)

    def holds(status: str, canonical: str | None) -> bool:
        if status != "stated" or canonical is None:
            return False
        if variable.kind == "set":
            return choices <= set(check_value(variable, canonical).choices)
        return canonical == wanted.canonical

    return lambda values: any(holds(*said) for said in values.get(number, ()))


def _branch(sight: Sight, name: str) -> set[int]:
    """A code and all below it."""
    top = known_code(sight, name).entry.path
    return {
        number
        for number, found in codes_seen(sight).items()
        if found.entry.path == top or found.entry.path.startswith(f"{top}/")
    }


def _told(sight: Sight, held: _Held, coded: Mapping[int, int]) -> set[int]:
    """The codes told of a case and disputed by no value of them or of a code above."""
    codes = codes_seen(sight)
    told = {*coded, *(code for code, said in held.codes.items() if "stated" in said)}
    disputed = {
        codes[code].entry.path
        for code, said in held.codes.items()
        if code in codes and said & {"stated as absent", "contradicted"}
    }
    if not disputed:
        return told & codes.keys()
    return {
        code
        for code in told & codes.keys()
        if not any(f"{codes[code].entry.path}/".startswith(f"{path}/") for path in disputed)
    }


def _held(sight: Sight) -> dict[int, _Held]:
    c = value.c
    found: dict[int, _Held] = defaultdict(lambda: _Held(defaultdict(set), defaultdict(set)))
    for of, variable, code, status, told in sight.connection.execute(
        sa.select(c.case, c.variable, c.code, c.status, c.told).where(sight.of(value))
    ):
        if variable is not None:
            found[of].variables[variable].add((status, told))
        else:
            found[of].codes[code].add(status)
    return {of: _Held(dict(held.variables), dict(held.codes)) for of, held in found.items()}


def _coded(sight: Sight) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for of, code, count in sight.connection.execute(
        sa.select(coding.c.case, coding.c.code, sa.func.count())
        .where(coding.c.case.is_not(None), sight.of(coding))
        .group_by(coding.c.case, coding.c.code)
    ):
        found[of][code] = count
    return dict(found)


def _open_by_case(sight: Sight) -> dict[int, int]:
    """How many open codings lie in the sources of each case."""
    by_source = (
        sa.select(coding.c.source, sa.func.count().label("open"))
        .where(coding.c.case.is_(None), sight.of(coding))
        .group_by(coding.c.source)
        .subquery()
    )
    pairs = sa.select(link.c.case, link.c.source).where(sight.of(link)).distinct().subquery()
    rows = sight.connection.execute(
        sa.select(pairs.c.case, sa.func.sum(by_source.c.open))
        .join(by_source, by_source.c.source == pairs.c.source)
        .group_by(pairs.c.case)
    )
    return {row[0]: int(row[1]) for row in rows}


def _choices(sight: Sight) -> dict[int, tuple[str, ...]]:
    """The pseudonyms of the cases that sources tell of."""
    names = pseudonyms(sight)
    found: dict[int, tuple[str, ...]] = {}
    for of, number in sight.connection.execute(
        sa.select(link.c.source, link.c.case)
        .where(sight.of(link))
        .distinct()
        .order_by(link.c.source, link.c.case)
    ):
        if number in names:
            found[of] = (*found.get(of, ()), names[number])
    return found
