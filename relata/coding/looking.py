"""Where each coder stands with each source: begun, done, or not looked at.

Who is done with a source in which they coded nothing has judged that nothing is there;
who has neither coded nor said anything has not looked. The first is a record, the
second is the lack of one, and no figure may take one for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa

from relata.archive import find_source
from relata.archive.tables import source
from relata.coding.known import people
from relata.coding.tables import coding, looking
from relata.errors import RelataError
from relata.team import Desk, Sight

State = Literal["begun", "done"]
STATES: tuple[State, ...] = get_args(State)


class NoSuchState(RelataError):
    """A coder is said to be somewhere with a source where nobody can be."""

    remedy = f"Say one of: {', '.join(STATES)}; or nothing, to take it back."


@dataclass(frozen=True)
class Looked:
    """How far one coder is with one source.

    `said` tells whether the coder said so; who coded without saying so has begun.
    `codings` counts this coder's visible codings there.
    """

    source: str
    source_number: int
    coder: str
    coder_number: int
    state: State
    said: bool
    codings: int

    @property
    def nothing_here(self) -> bool:
        """The coder is done and coded nothing: a judgement, not a gap."""
        return self.state == "done" and not self.codings


def look(desk: Desk, name: str, state: str | None) -> Looked | None:
    """Say how far you are with a source; None takes it back.

    Returns how far you are now: None when you have not looked at it. Raises NoSuchState.
    """
    wanted = _state(state)
    with desk.writing("codings.write", "coding.look", brief=True) as (writing, sight):
        of = find_source(sight, name)
        rows = sight.connection.execute(
            sa.select(looking.c.no, looking.c.state).where(
                looking.c.source == of.number,
                looking.c.coder == desk.viewer.number,
                sight.of(looking),
            )
        ).all()
        if [row.state for row in rows] != ([] if wanted is None else [wanted]):
            writing.withdraw(looking, [row.no for row in rows])
            if wanted is not None:
                writing.add_one(looking, source=of.number, coder=desk.viewer.number, state=wanted)
        found = _looked(sight, of.number)
    return next((one for one in found if one.coder_number == desk.viewer.number), None)


def looked(desk: Desk, name: str | None = None) -> list[Looked]:
    """How far every coder is with one source, or with all, by source and coder.

    A coder who is not told of has not looked at the source.
    """
    with desk.reading("codings.read") as sight:
        return _looked(sight, None if name is None else find_source(sight, name).number)


def states_said(sight: Sight) -> dict[tuple[int, int], State]:
    """What coders said, by source and coder: their numbers."""
    return sight.kept("states said", (looking,), _states_said)


def _states_said(sight: Sight) -> dict[tuple[int, int], State]:
    rows = sight.connection.execute(
        sa.select(looking.c.source, looking.c.coder, looking.c.state)
        .where(sight.of(looking))
        .order_by(looking.c.id)
    )
    return {(row.source, row.coder): row.state for row in rows}


def coded_by(sight: Sight) -> dict[int, dict[int, int]]:
    """How many visible codings each coder has in each source: numbers by source and coder."""
    return sight.kept("codings by source and coder", (coding,), _coded_by)


def _coded_by(sight: Sight) -> dict[int, dict[int, int]]:
    rows = sight.connection.execute(
        sa.select(coding.c.source, coding.c.coder, sa.func.count())
        .where(sight.of(coding))
        .group_by(coding.c.source, coding.c.coder)
    )
    found: dict[int, dict[int, int]] = {}
    for of, coder, codings in rows:
        found.setdefault(of, {})[coder] = codings
    return found


def _looked(sight: Sight, number: int | None) -> list[Looked]:
    said = states_said(sight)
    if number is None:
        coded = coded_by(sight)
    else:
        coded = _coded_in(sight, number)
        said = {key: state for key, state in said.items() if key[0] == number}
    pairs = sorted({*said, *((of, coder) for of, coders in coded.items() for coder in coders)})
    wanted = sa.true() if number is None else source.c.no == number
    ids = {
        no: bytes(id).hex()
        for no, id in sight.connection.execute(
            sa.select(source.c.no, source.c.id).where(sight.of(source), wanted)
        )
    }
    coders = people(sight)
    return [
        Looked(
            ids[of],
            of,
            coders[coder],
            coder,
            said.get((of, coder), "begun"),
            (of, coder) in said,
            coded.get(of, {}).get(coder, 0),
        )
        for of, coder in pairs
        if of in ids
    ]


def _coded_in(sight: Sight, number: int) -> dict[int, dict[int, int]]:
    rows = sight.connection.execute(
        sa.select(coding.c.coder, sa.func.count())
        .where(coding.c.source == number, sight.of(coding))
        .group_by(coding.c.coder)
    )
    counts: dict[int, int] = {row[0]: row[1] for row in rows}
    return {number: counts} if counts else {}


def _state(told: str | None) -> State | None:
    if told is None:
        return None
    for known in STATES:
        if known == told:
            return known
    raise NoSuchState("There is no such state.")
