"""Errors people read: what happened, to what, and what to do next.

An error carries ids and counts, never testimony or names, and knows neither
HTTP nor command-line flags: the faces translate. Rooms define their own kinds
beside the code that raises them; all of them descend from `RelataError`.
"""

from __future__ import annotations


class RelataError(Exception):
    """Something was refused for a reason a person can act on.

    `remedy` is one sentence that says what to do next. A subclass sets it, or
    the raiser passes its own.
    """

    remedy: str = ""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} {self.remedy}" if self.remedy else message
