"""Records of codings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coding:
    """A coder's choice of a code for a passage, and the case it is about.

    `case` is a pseudonym; None when the source tells of no case, or of several and
    the coder did not say of which.
    """

    id: str
    number: int
    source: str
    start: int
    end: int
    code: str
    coder: str
    case: str | None


@dataclass(frozen=True)
class Coded:
    """What a coding act did: codings made, and how many stood already."""

    codings: tuple[Coding, ...]
    stood: int
    revision: str | None
