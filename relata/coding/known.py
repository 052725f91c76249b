"""What every act of coding looks up, kept between acts: sources, codes, cases, people.

A coder names the same sources and codes all day. What a name means is found out once
and holds until a row of the tables behind it comes or goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from relata.cases import cases_seen, find_case, only_case_of
from relata.cases.tables import case, link, pseudonym
from relata.codebook.standing import Code, codes_seen, find_code, quotes
from relata.codebook.tables import code, code_version
from relata.team import Sight, names
from relata.team.tables import profile

K = TypeVar("K")
T = TypeVar("T")

_MOST = 20_000


def known_code(sight: Sight, name: str, *, codable: bool = False) -> Code:
    """As `find_code`."""
    found = sight.kept("codes by name", (code, code_version), _nothing)
    codes = codes_seen(sight)  # not the same for all: some may not see what a source says
    asked = (name, codable, quotes(sight))
    return _once(found, asked, lambda: find_code(codes, name, codable=codable))


def known_case(sight: Sight, name: str) -> int:
    """The local number of a case, as `find_case` finds it."""
    found = sight.kept("cases by name", (case, pseudonym), _nothing)
    return _once(found, name, lambda: find_case(sight, name).number)


def known_only_case(sight: Sight, number: int) -> int | None:
    """As `only_case_of`."""
    found = sight.kept("only cases", (case, link), _nothing)
    return _once(found, number, lambda: only_case_of(sight, number))


def pseudonyms(sight: Sight) -> dict[int, str]:
    """Pseudonyms of the visible cases by local number."""
    return sight.kept(
        "pseudonyms",
        (case, pseudonym),
        lambda now: {found.number: found.pseudonym for found in cases_seen(now)},
    )


def people(sight: Sight) -> dict[int, str]:
    """As `names`: of everybody, past members too."""
    return sight.kept("people", (profile,), lambda now: names(now.connection))


def _nothing(_sight: Sight) -> dict[object, object]:
    return {}


def _once(found: dict[object, object], asked: K, look: Callable[[], T]) -> T:
    """An answer found out before; a refusal is found out anew each time."""
    held = found.get(asked, _nothing)
    if held is _nothing:
        if len(found) > _MOST:
            found.clear()
        held = found[asked] = look()
    return held  # type: ignore[return-value]
