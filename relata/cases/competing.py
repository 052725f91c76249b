"""What coders hold of one case, side by side: where they say the same, where they differ.

Values of one variable are parted by what they say: status, value in its canonical form,
and reason for having none. Nobody is outvoted here; who settles it is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from relata.archive import Passage
from relata.cases.model import Status, Value
from relata.cases.values import case_sheet
from relata.codebook.standing import codes_seen, variables_seen
from relata.team import Desk

Verdict = Literal["one", "same", "differ"]
"""One coder alone has said something; several said the same; different things are said."""


@dataclass(frozen=True)
class Position:
    """One thing that is said, and all values that say it."""

    status: Status
    told: str | None
    missing: str | None
    values: tuple[Value, ...]

    @property
    def coders(self) -> tuple[str, ...]:
        """Who says so, each once, in the order they said it."""
        return tuple(dict.fromkeys(value.coder for value in self.values))

    @property
    def evidence(self) -> tuple[Passage, ...]:
        """The passages it rests on, each once."""
        return tuple(dict.fromkeys(place for value in self.values for place in value.evidence))


@dataclass(frozen=True)
class Competing:
    """All that is said of one variable, or of one code, of a case."""

    about: str
    is_code: bool
    verdict: Verdict
    positions: tuple[Position, ...]


def competing(desk: Desk, name: str) -> list[Competing]:
    """The standing values of a case by variable, then by code, in the codebook's order.

    What nobody has said anything of is left out.
    """
    held = case_sheet(desk, name).values
    with desk.reading("codebook.read") as sight:
        order = [(v.entry.name, False) for v in variables_seen(sight).values()]
        order += [(c.entry.name, True) for c in codes_seen(sight).values()]
    place = {about: at for at, about in enumerate(order)}
    return sorted(compare(held), key=lambda one: place.get((one.about, one.is_code), len(place)))


def compare(values: Iterable[Value]) -> list[Competing]:
    """Values of one case grouped by what they are of, then by what they say."""
    groups: dict[tuple[str, bool], list[Value]] = {}
    for value in values:
        groups.setdefault((value.about, value.is_code), []).append(value)
    return [
        Competing(about, is_code, _verdict(held), _positions(held))
        for (about, is_code), held in groups.items()
    ]


def _positions(values: Iterable[Value]) -> tuple[Position, ...]:
    found: dict[tuple[Status, str | None, str | None], list[Value]] = {}
    for value in values:
        found.setdefault((value.status, value.told, value.missing), []).append(value)
    return tuple(Position(*said, tuple(held)) for said, held in found.items())


def _verdict(values: Iterable[Value]) -> Verdict:
    held = list(values)
    if len({(value.status, value.told, value.missing) for value in held}) > 1:
        return "differ"
    return "same" if len({value.coder for value in held}) > 1 else "one"
