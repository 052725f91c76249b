"""Records of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from relata.archive import Passage

Status = Literal["stated", "stated as absent", "not stated", "contradicted", "withheld"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class Case:
    """One person, by pseudonym. `sources` counts those linked to it."""

    id: str
    number: int
    pseudonym: str
    sources: int
    values: int


@dataclass(frozen=True)
class Value:
    """What one coder holds to be known of a case, and the passages it rests on.

    `about` is the name of a variable, or of a code. `told` is the value in its
    canonical form, None unless `status` is "stated" (or "contradicted"). Several
    values of one variable stand side by side.
    """

    id: str
    number: int
    about: str
    is_code: bool
    told: str | None
    status: Status
    missing: str | None
    note: str | None
    coder: str
    evidence: tuple[Passage, ...]


@dataclass(frozen=True)
class CaseSheet:
    """All that is held of a case at one revision."""

    case: Case
    values: tuple[Value, ...]
    sources: tuple[str, ...]
    revision: str
