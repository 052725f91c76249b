"""Carrying a passage to a better reading of the same source, by its quotation.

A new reader may join words parted at a line end, tell other quotation marks or
mend a letter. So a passage is looked for letter for letter first; then with both
texts reduced to what readers agree on; then with a few letters different. What
stands in several places is told apart by what surrounds it and by where it stood.
Without a reason to prefer one place there is no answer: a passage is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from relata.text.approximate import approximate_ends
from relata.text.skeletons import Skeleton, skeleton
from relata.text.spans import Span

_CONTEXT = 48
_MOST_PLACES = 500
_SHORTEST_TOLERATED = 12
_SHORT_NEEDS = 4
_DIFFERENCE = 8
_MOST_DIFFERENT = 40


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a passage says and the text on either side of it, at most 48 characters each."""

    quote: str
    before: str
    after: str


def quotation(text: str, span: Span) -> Quotation:
    """The quotation by which `span` of `text` can be found again in another reading."""
    start, end = span
    return Quotation(
        text[start:end], text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    )


def find_again(
    quote: str, before: str, after: str, new_text: str, hint: int | None = None
) -> Span | None:
    """Where a quoted passage stands in another reading of its source.

    Parameters
    ----------
    quote, before, after : str
        The passage and its surroundings in the old text, see `quotation`.
    new_text : str
        The new reading, in stored form.
    hint : int, optional
        About where it should stand in `new_text`, in characters.

    Returns
    -------
    Span or None
        None where the passage is not there, or in several places with nothing to
        tell them apart. Up to one letter in eight may differ, in passages of twelve
        letters or more; a shorter one must be where its surroundings are.
    """
    return Reading(new_text).find(Quotation(quote, before, after), hint=hint)


@dataclass(frozen=True)
class Reading:
    """A new reading in which many passages are looked for; what they share is made once."""

    text: str

    @cached_property
    def _skeleton(self) -> Skeleton:
        return skeleton(self.text)

    def find(self, wanted: Quotation, *, hint: int | None = None) -> Span | None:
        """As `find_again`."""
        if not wanted.quote.strip():
            return None
        length = len(wanted.quote)
        exact = [Span(at, at + length) for at in _places(self.text, wanted.quote)]
        if exact:
            return self._told_apart(exact, wanted, hint)
        letters = skeleton(wanted.quote).letters
        if not letters:
            return None
        same = [
            self._skeleton.span(at, at + len(letters))
            for at in _places(self._skeleton.letters, letters)
        ]
        if same:
            return self._told_apart(same, wanted, hint)
        return self._told_apart(self._resembling(letters), wanted, hint)

    def _resembling(self, letters: str) -> list[Span]:
        """The places least different from `letters`, if any is alike enough.

        Cut in one piece more than there may be differences, at least one piece must
        stand unchanged: only around such pieces is compared.
        """
        allowed = min(len(letters) // _DIFFERENCE, _MOST_DIFFERENT)
        if len(letters) < _SHORTEST_TOLERATED:
            return []
        whole = self._skeleton.letters
        size = len(letters) // (allowed + 1)
        windows = set()
        for piece in range(allowed + 1):
            offset = piece * size
            for at in _places(whole, letters[offset : offset + size]):
                start = max(0, at - offset - allowed)
                windows.add((start, at - offset + len(letters) + allowed))
            if len(windows) > _MOST_PLACES:
                break
        best: dict[tuple[int, int], int] = {}
        for start, end in _merged(windows):
            for found, cost in _alike(letters, whole[start:end], allowed):
                best[start + found[0], start + found[1]] = cost
        least = min(best.values(), default=0)
        return [self._skeleton.span(*place) for place, cost in best.items() if cost == least]

    def _told_apart(self, places: list[Span], wanted: Quotation, hint: int | None) -> Span | None:
        """The one place that context, then nearness to the hint, speak for."""
        if not places:
            return None
        scored = [(self._agreement(place, wanted), place) for place in places]
        most = max(score for score, _ in scored)
        if most < _least_agreement(wanted):
            return None
        likely = [place for score, place in scored if score == most]
        if len(likely) == 1:
            return likely[0]
        if hint is None:
            return None
        likely.sort(key=lambda place: abs(place.start - hint))
        nearest, second = likely[:2]
        return nearest if abs(nearest.start - hint) < abs(second.start - hint) else None

    def _agreement(self, place: Span, wanted: Quotation) -> int:
        """How many letters of the surroundings are the same, counted away from the passage."""
        around = quotation(self.text, place)
        before = _shared(
            skeleton(around.before).letters[::-1], skeleton(wanted.before).letters[::-1]
        )
        return before + _shared(skeleton(around.after).letters, skeleton(wanted.after).letters)


def _least_agreement(wanted: Quotation) -> int:
    """How many letters around it must agree for a passage too short to speak for itself."""
    if len(skeleton(wanted.quote).letters) >= _SHORTEST_TOLERATED:
        return 0
    surroundings = skeleton(wanted.before).letters + skeleton(wanted.after).letters
    return min(_SHORT_NEEDS, len(surroundings))


def _places(text: str, wanted: str) -> Iterator[int]:
    """Where `wanted` begins, overlapping places too; the first `_MOST_PLACES` at most."""
    at = text.find(wanted)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(wanted, at + 1)


def _shared(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    for at, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine != yours:
            return at
    return min(len(one), len(other))


def _merged(windows: set[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _alike(letters: str, window: str, allowed: int) -> list[tuple[tuple[int, int], int]]:
    """Places in the window that differ least from `letters`, and by how much."""
    ends = approximate_ends(letters, window, allowed)
    least = min((cost for _, cost in ends), default=0)
    found = []
    reached = -1
    for end, cost in ends:
        if cost != least or end <= reached:
            continue
        floor = max(0, end - len(letters) - allowed)
        backwards = approximate_ends(letters[::-1], window[floor:end][::-1], cost, anchored=True)
        lengths = [length for length, distance in backwards if distance == cost]
        if lengths:
            length = min(lengths, key=lambda length: abs(length - len(letters)))
            found.append(((end - length, end), cost))
            reached = end + len(letters) // 2
    return found
