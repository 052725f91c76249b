"""The list of sources as a coder works through it: what was done in each, and by whom.

A few questions for all sources together, never one a source: how many codings and
memos lie in each, which cases it tells of, how far the viewer is with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa

from relata.archive import sources_seen
from relata.archive.model import Source
from relata.archive.search import sources_found
from relata.cases.tables import case, link
from relata.coding.known import pseudonyms
from relata.coding.looking import State, coded_by, states_said
from relata.coding.tables import memo
from relata.errors import RelataError
from relata.team import Desk, Sight, find_user

Stand = Literal["begun", "done", "nothing here", "not looked at"]
STANDS: tuple[Stand, ...] = get_args(Stand)
"""What the list can be narrowed to; "nothing here" is "done" without a coding."""

SHOWN_CASES = 3


class NoSuchStand(RelataError):
    """The list of sources was to be narrowed to a state that there is not."""

    remedy = f"Say one of: {', '.join(STANDS)}."


@dataclass(frozen=True)
class SourceLine:
    """One source in the list.

    `codings` and `memos` count what the viewer sees, `coders` tells whose the codings
    are: number of the user and how many; `own` of them are the viewer's. `state` is how
    far the viewer is with it, None for not looked at; `said` whether that was said or
    follows from codings. `cases` are the first pseudonyms of the `case_count` cases it
    tells of. `hits` counts paragraphs that answer a search, None without one. `obtained`
    is in milliseconds since 1970.
    """

    id: str
    number: int
    title: str
    kind: str
    language: str | None
    date: str | None
    media_type: str
    characters: int
    obtained: int
    codings: int
    coders: tuple[tuple[int, int], ...]
    state: State | None
    said: bool
    cases: tuple[str, ...]
    case_count: int
    memos: int
    hits: int | None
    own: int

    @property
    def nothing_here(self) -> bool:
        """The viewer is done with it and coded nothing: a judgement, not a gap."""
        return self.state == "done" and not self.own


def source_lines(
    desk: Desk,
    *,
    words: str | None = None,
    language: str | None = None,
    kind: str | None = None,
    state: str | None = None,
    since: str | None = None,
    until: str | None = None,
    coder: str | None = None,
) -> list[SourceLine]:
    """Visible sources with what was done in them, in the order they came in.

    Parameters
    ----------
    words : only sources that a search finds, the most paragraphs first.
    language, kind, since, until : as in the list of sources.
    state : how far somebody is with it: "begun", "done", "nothing here" (done, and not
        one coding) or "not looked at".
    coder : whose state is meant; the viewer's when left out. Alone, it narrows the list
        to sources this coder looked at.
    """
    stand = _stand(state)
    hits = sources_found(desk, words) if words and words.strip() else None
    with desk.reading("sources.read") as sight:
        found = sources_seen(sight, language=language, kind=kind, since=since, until=until)
        if hits is not None:
            found = [of for of in found if of.number in hits]
            found.sort(key=lambda of: (-hits[of.number], of.number))
        if stand is not None or coder is not None:
            whose = sight.viewer.number
            if coder is not None:
                whose = int(find_user(sight.connection, coder).user)
            found = [of for of in found if _stands(sight, of.number, whose, stand)]
        return _lines(sight, found, hits)


def _lines(sight: Sight, found: Iterable[Source], hits: dict[int, int] | None) -> list[SourceLine]:
    coded, said = coded_by(sight), states_said(sight)
    memos = sight.kept("memos by source", (memo,), _memos)
    cases = sight.kept("cases by source", (link, case), _cases)
    names = pseudonyms(sight)
    own = sight.viewer.number
    lines = []
    for of in found:
        coders = coded.get(of.number, {})
        state = said.get((of.number, own))
        linked = cases.get(of.number, ())
        lines.append(
            SourceLine(
                of.id,
                of.number,
                of.title,
                of.kind,
                of.language,
                of.date,
                of.media_type,
                of.characters,
                of.obtained,
                sum(coders.values()),
                tuple(coders.items()),
                state or ("begun" if own in coders else None),
                state is not None,
                tuple([names[no] for no in linked[:SHOWN_CASES] if no in names]),
                len(linked),
                memos.get(of.number, 0),
                None if hits is None else hits[of.number],
                coders.get(own, 0),
            )
        )
    return lines


def _stands(sight: Sight, of: int, coder: int, stand: Stand | None) -> bool:
    """Whether a coder stands so with a source; None asks whether it was looked at."""
    codings = coded_by(sight).get(of, {}).get(coder, 0)
    state = states_said(sight).get((of, coder)) or ("begun" if codings else None)
    if stand is None:
        return state is not None
    if stand == "not looked at":
        return state is None
    if stand == "nothing here":
        return state == "done" and not codings
    return state == stand


def _memos(sight: Sight) -> dict[int, int]:
    rows = sight.connection.execute(
        sa.select(memo.c.source, sa.func.count(memo.c.thread.distinct()))
        .where(memo.c.source.is_not(None), sight.of(memo))
        .group_by(memo.c.source)
    )
    return {row[0]: row[1] for row in rows}


def _cases(sight: Sight) -> dict[int, tuple[int, ...]]:
    """The numbers of the cases that sources tell of."""
    found: dict[int, tuple[int, ...]] = {}
    for of, number in sight.connection.execute(
        sa.select(link.c.source, link.c.case)
        .join(case, case.c.no == link.c.case)
        .where(sight.of(link), sight.of(case))
        .distinct()
        .order_by(link.c.source, link.c.case)
    ):
        found[of] = (*found.get(of, ()), number)
    return found


def _stand(told: str | None) -> Stand | None:
    if told is None:
        return None
    for known in STANDS:
        if known == told:
            return known
    raise NoSuchStand("There is no such state of a source.")
