"""A text by paragraphs, with offsets above and codings below, as a margin would show them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from relata.cli import screen
from relata.text.spans import Span

if TYPE_CHECKING:
    from relata.archive import Text
    from relata.coding import Coding

_ENDS = 28


def margin(text: Text, codings: Sequence[Coding]) -> None:
    """Print the paragraphs of a text; a coding stands under the paragraph it begins in."""
    starts = [paragraph.start for paragraph in text.paragraphs]
    under: dict[int, list[Coding]] = {}
    for coding in codings:
        under.setdefault(max(0, bisect_right(starts, coding.start) - 1), []).append(coding)
    for place, paragraph in enumerate(text.paragraphs):
        screen.say(f"[{paragraph.start}:{paragraph.end}]{_told_of(text, paragraph)}")
        screen.say(screen.shown(paragraph.of(text.content)))
        for coding in under.get(place, ()):
            whose = f"{coding.coder}, about {coding.case}" if coding.case else coding.coder
            screen.say(f"  | {coding.start}:{coding.end} {coding.code} ({whose})")
            screen.say(f"  |   {_ends(text.content[coding.start : coding.end])}")
        screen.say()


def _told_of(text: Text, paragraph: Span) -> str:
    """Page, speaker and time of a paragraph, as far as they are known."""
    known = []
    page = _first(text.pages, paragraph)
    if page is not None:
        known.append(f"page {text.pages[page].number}")
    turn = _first(text.turns, paragraph)
    if turn is not None:
        begins, speaker = text.turns[turn].begins_ms, text.turns[turn].speaker
        if begins is not None:
            known.append(_clock(begins))
        if speaker:
            known.append(screen.shown(speaker))
    return "  " + ", ".join(known) if known else ""


def _first(parts: Sequence[object], paragraph: Span) -> int | None:
    """Which of ordered parts is the first that reaches into a paragraph."""
    place = bisect_left(parts, paragraph.start + 1, key=lambda part: part.end)  # type: ignore[attr-defined]
    if place < len(parts) and parts[place].start < paragraph.end:  # type: ignore[attr-defined]
        return place
    return None


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _ends(words: str) -> str:
    """The beginning and the end of a passage, on one line."""
    flat = screen.shown(" ".join(words.split()))
    return flat if len(flat) <= 2 * _ENDS + 3 else f"{flat[:_ENDS]} … {flat[-_ENDS:]}"
