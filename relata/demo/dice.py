"""Chance that falls the same way on every machine.

Only `Random.random` is used: its stream for a given seed is promised never to
change, which the convenience methods built on it are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of chance, named by a seed and by what it is thrown for.

    Streams of different names do not disturb each other: telling one person's
    story at greater length leaves all others as they are.
    """

    def __init__(self, seed: int, *names: str) -> None:
        self._random = Random("/".join((str(seed), *names)))

    def chance(self, share: float) -> bool:
        """True in this share of throws (0 to 1)."""
        return self._random.random() < share

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        return min(int(self._random.random() * n), n - 1)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, of: Sequence[T]) -> T:
        """One of several, each as likely."""
        return of[self.below(len(of))]

    def weighed(self, of: Sequence[tuple[T, float]]) -> T:
        """One of several, each as likely as its weight says."""
        mark = self._random.random() * sum(weight for _, weight in of)
        for one, weight in of:
            mark -= weight
            if mark < 0:
                return one
        return of[-1][0]

    def shuffled(self, of: Sequence[T]) -> list[T]:
        """All of them in a new order."""
        left = list(of)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def several(self, of: Sequence[tuple[T, float]], n: int) -> list[T]:
        """At most `n` different ones, drawn by weight, in the order drawn."""
        left = [pair for pair in of if pair[1] > 0]
        drawn: list[T] = []
        while left and len(drawn) < n:
            one = self.weighed(left)
            drawn.append(one)
            left = [pair for pair in left if pair[0] != one]
        return drawn
