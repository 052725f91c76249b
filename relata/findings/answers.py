"""What is known of each case for one variable, when several values may compete.

A stated value counts when all who entered one agree. Different ones, or a value
kept as contradicted, make the case contradicted. Where nothing is stated, withheld
goes before not stated; a case without any value has not been looked at.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relata.findings import contents
from relata.findings.branches import found
from relata.findings.model import ABSENT, CONTRADICTED, NOT_STATED, STATED, WITHHELD, Snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

APART = {
    CONTRADICTED: "contradicted",
    NOT_STATED: "not stated",
    WITHHELD: "withheld",
    -1: "not looked at",
}
"""What is no answer, by status, in the order shown; -1 for a case without a value."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one variable stands with one case.

    `status` is a status code, or -1 without any value. `content` is what the
    coders agree on, None unless the status is stated.
    """

    status: int
    content: str | None = None


def values_of(held: Snapshot, variable: int, coder: str | None) -> Ints:
    """Places of the standing values of a variable, of one coder when named."""
    import numpy as np

    counted = held.value_variable == variable
    if coder is not None:
        counted &= held.value_coder == found("coder", coder, held.coders.name, held.coders.name)
    return np.flatnonzero(counted)


def answers(held: Snapshot, variable: int, *, coder: str | None = None) -> list[Answer]:
    """One answer for each case, in the order of the cases."""
    values = values_of(held, variable, coder)
    kind = held.variables.kind[variable]
    said: dict[int, dict[tuple[int, Hashable], str | None]] = {}
    for value, case, status in zip(
        values.tolist(),
        held.value_case[values].tolist(),
        held.values.status[values].tolist(),
        strict=True,
    ):
        content = held.values.content[value] if status == STATED else None
        said.setdefault(case, {})[status, _sense(kind, content)] = content
    return [_agreed(said.get(case, {})) for case in range(len(held.cases.no))]


def _agreed(said: dict[tuple[int, Hashable], str | None]) -> Answer:
    statuses = {status for status, _ in said}
    told = [
        (status, content) for (status, _), content in said.items() if status in (STATED, ABSENT)
    ]
    if CONTRADICTED in statuses or len(told) > 1:
        return Answer(CONTRADICTED)
    if told:
        return Answer(*told[0])
    for status in (WITHHELD, NOT_STATED):
        if status in statuses:
            return Answer(status)
    return Answer(-1)


def _sense(kind: str, content: str | None) -> Hashable:
    """What makes two contents the same answer: 20 and 20.0 are, and sets have no order."""
    if content is None:
        return None
    if kind == "set":
        return contents.members(content)
    if kind == "number":
        return contents.bounds(content) or content
    return content
