"""Records of codings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coding:
    """A coder's choice of a code for a passage, and the case it is about.

    `case` is a pseudonym; None when the source tells of no case, or of several and
    the coder did not say of which. The local numbers of source, code, coder and case
    are those of the arrays in `Columns`.
    """

    id: str
    number: int
    source: str
    start: int
    end: int
    code: str
    coder: str
    case: str | None
    source_number: int
    code_number: int
    coder_number: int
    case_number: int | None


@dataclass(frozen=True)
class Coded:
    """What a coding act did: codings made, and how many stood already.

    `standing` are those that stood, `gone` the numbers of codings that the act took
    back (a coding that is moved is a new one). `revision` and `number` name the
    revision made; None when nothing was changed.
    """

    codings: tuple[Coding, ...]
    stood: int
    revision: str | None
    number: int | None = None
    standing: tuple[Coding, ...] = ()
    gone: tuple[int, ...] = ()
