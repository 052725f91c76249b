"""What a text and its translation have in common: numbers, names, who speaks when.

Lengths alone lose their way where a paragraph is missing; a date or a name that stands
on both sides finds it again. Nothing here knows a language.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from relata.text.words import WORD, bare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORTEST = 4
_COMMON = 0.05
_STRONGEST = 4.0
_TOLD = 0.8
_SAME_SPEAKER = 0.7
_OTHER_SPEAKER = -2.5
_OTHER_NUMBERS = -1.0
_LABEL = re.compile(r"\W{0,3}(?:[\d:.,]+\W{1,3})?([^\W\d_][\w.'’\- ]{0,38}?)[ \t]*[:：](?=\s|$)")


class CommonGround:
    """How much speaks for each pair of pieces, in nats; 0 where nothing does.

    Numbers in any script, and words that stand on both sides unchanged, count the more
    the rarer they are; the same turn-taking of speakers counts a little for a pair.
    Another speaker counts against it, and so do numbers of which none is shared.
    """

    def __init__(self, here: Sequence[str], there: Sequence[str]) -> None:
        import numpy as np

        self._length = len(there)
        self._rows: list[list[tuple[NDArray[np.int64], float]]] = [[] for _ in here]
        mine, yours = _places(here), _places(there)
        most, most_there = max(3, _COMMON * len(here)), max(3, _COMMON * len(there))
        fewer = min(len(here), len(there))
        for token in sorted(mine.keys() & yours.keys()):
            rows, columns = mine[token], yours[token]
            if len(rows) <= most and len(columns) <= most_there:
                told = _TOLD * math.log(1 + fewer / max(len(rows), len(columns)))
                for row in rows:
                    self._rows[row].append((np.array(columns), told))
        self._numbers = _numbers(mine, len(here))
        self._numbered = np.array([bool(held) for held in _numbers(yours, len(there))])
        self._where = {token: np.array(places) for token, places in yours.items()}
        speakers, others = _speakers(here), _speakers(there)
        self._speakers = speakers if others is not None else None
        self._others = np.array(others if others is not None else [])

    def row(self, number: int) -> NDArray[np.float64]:
        """What speaks for each piece there to be the piece `number` here."""
        import numpy as np

        ground = np.zeros(self._length)
        for columns, told in self._rows[number]:
            ground[columns] += told
        np.minimum(ground, _STRONGEST, out=ground)
        if self._numbers[number]:
            apart = self._numbered.copy()
            for token in self._numbers[number]:
                if token in self._where:
                    apart[self._where[token]] = False
            ground[apart] += _OTHER_NUMBERS
        if self._speakers is not None and self._speakers[number] >= 0:
            same = self._others == self._speakers[number]
            ground += np.where(
                same, _SAME_SPEAKER, np.where(self._others >= 0, _OTHER_SPEAKER, 0.0)
            )
        return ground


def _places(pieces: Sequence[str]) -> dict[str, list[int]]:
    """In which pieces each number and each longer word stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for word in {bare(word) for word in WORD.findall(piece)}:
            if len(word) >= _SHORTEST or word.isdigit():
                found[word].append(number)
    return found


def _numbers(places: dict[str, list[int]], count: int) -> list[list[str]]:
    """The numbers of each piece."""
    found: list[list[str]] = [[] for _ in range(count)]
    for token, pieces in places.items():
        if token.isdigit():
            for piece in pieces:
                found[piece].append(token)
    return found


def _speakers(pieces: Sequence[str]) -> list[int] | None:
    """Who speaks in each piece, by the order of appearance; -1 where nobody begins.

    None where the pieces are no dialogue. Labels may be translated; the order in which
    voices join is not.
    """
    labels = [
        found[1].strip().casefold() if (found := _LABEL.match(piece[:90])) else None
        for piece in pieces
    ]
    counts = Counter(label for label in labels if label)
    voices = [label for label, count in counts.items() if count > 1]
    if len(voices) < 2 or sum(counts[v] for v in voices) < 2 * len(voices):
        return None
    order: dict[str, int] = {}
    for label in labels:
        if label in voices and label is not None:
            order.setdefault(label, len(order))
    return [order.get(label, -1) if label else -1 for label in labels]
