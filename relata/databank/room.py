"""What every part of the databank's face has: the desk it works at."""

from __future__ import annotations

from relata.team import Desk


class Room:
    """One room as a person at a desk finds it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
