"""An interval around an estimate, and how sure it is meant to be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from relata.errors import RelataError


class BadLevel(RelataError):
    """A confidence level outside the open range from 0 to 1."""

    remedy = "Give a level such as 0.95."

    def __init__(self) -> None:
        super().__init__("A confidence level lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of an estimate, both ends included.

    `low` and `high` are in the unit of the estimate and NaN where it is not
    defined; `level` is the nominal coverage, 0.95 for 95 %.
    """

    low: float
    high: float
    level: float

    @property
    def defined(self) -> bool:
        """Whether both bounds are numbers (infinity counts as one)."""
        return not (math.isnan(self.low) or math.isnan(self.high))

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def checked_level(level: float) -> float:
    """Return the level, or refuse one that is no probability."""
    if not 0 < level < 1:
        raise BadLevel
    return level


def undefined(level: float) -> Interval:
    """The interval of an estimate that does not exist."""
    return Interval(math.nan, math.nan, level)
