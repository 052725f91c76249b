"""Cases that satisfy a condition on a variable, by what is known of them.

A case satisfies a condition only where its answer does so for certain: a range of
numbers or days as a whole, an agreed value rather than a contradicted one. A case
of which nothing is known satisfies neither = nor !=.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from relata.codebook.dates import BadDate, parse_date
from relata.errors import RelataError
from relata.findings.answers import answers
from relata.findings.branches import found
from relata.findings.contents import bounds, members
from relata.findings.expressions import Condition
from relata.findings.model import STATED, Snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Span = tuple[float, float]

_COMPARED: dict[str, Callable[[Span, Span], bool]] = {
    "=": lambda told, asked: asked[0] <= told[0] and told[1] <= asked[1],
    "!=": lambda told, asked: told[1] < asked[0] or asked[1] < told[0],
    "<": lambda told, asked: told[1] < asked[0],
    "<=": lambda told, asked: told[1] <= asked[1],
    ">": lambda told, asked: told[0] > asked[1],
    ">=": lambda told, asked: told[0] >= asked[0],
}


class BadCondition(RelataError):
    """A condition that its variable does not allow; `position` is that of the variable."""

    def __init__(self, condition: Condition, what: str, remedy: str) -> None:
        super().__init__(f"The condition at position {condition.position} {what}.", remedy=remedy)
        self.position = condition.position


def cases_where(
    held: Snapshot, conditions: Sequence[Condition], *, coder: str | None = None
) -> NDArray[np.bool_]:
    """For each case whether it satisfies all conditions."""
    import numpy as np

    satisfied = np.ones(len(held.cases.no), dtype=bool)
    for condition in conditions:
        names = held.variables.name
        variable = found("variable", condition.variable, names, held.variables.label)
        test = _test(held, variable, condition)
        told = answers(held, variable, coder=coder)
        satisfied &= np.asarray(
            [answer.status == STATED and test(answer.content) for answer in told], dtype=bool
        )
    return satisfied


def _test(held: Snapshot, variable: int, condition: Condition) -> Callable[[str | None], bool]:
    kind = held.variables.kind[variable]
    if kind == "text":
        raise BadCondition(condition, "is on free text", "Choose a variable with fixed values.")
    if kind in ("number", "date", "ordinal"):
        return _ordered(held, variable, condition)
    if condition.comparison not in ("=", "!="):
        raise BadCondition(condition, "compares what has no order", "Use = or !=.")
    choice = _choice(held, variable, condition.value)
    wanted = condition.comparison == "="
    if kind == "set":
        return lambda content: (choice in members(content)) == wanted
    return lambda content: (content == choice) == wanted


def _ordered(held: Snapshot, variable: int, condition: Condition) -> Callable[[str | None], bool]:
    kind = held.variables.kind[variable]
    compared = _COMPARED[condition.comparison]
    read: Callable[[str | None], Span | None]
    if kind == "ordinal":
        ranks = {name: at for at, (name, _) in enumerate(held.variables.choices[variable])}
        rank = ranks.get(_choice(held, variable, condition.value), -1)
        asked: Span | None = (rank, rank)

        def read(content: str | None) -> Span | None:
            at = ranks.get(content or "")
            return None if at is None else (at, at)
    else:
        read = bounds if kind == "number" else _days
        asked = read(condition.value)
    if asked is None:
        remedy = "Give a number." if kind == "number" else "Give a date such as 2014 or 2014-09."
        raise BadCondition(condition, f"compares a {kind} with something else", remedy)
    against = asked

    def holds(content: str | None) -> bool:
        told = read(content)
        return told is not None and compared(told, against)

    return holds


def _choice(held: Snapshot, variable: int, value: str) -> str:
    choices = held.variables.choices[variable]
    names, labels = [name for name, _ in choices], [label for _, label in choices]
    return names[found("choice", value, names, labels)]


def _days(content: str | None) -> Span | None:
    """The days a date may lie on, as ordinal numbers."""
    try:
        read = parse_date(content or "")
    except BadDate:
        return None
    return (
        -math.inf if read.earliest is None else float(read.earliest.toordinal()),
        math.inf if read.latest is None else float(read.latest.toordinal()),
    )
