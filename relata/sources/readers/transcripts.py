"""Turns of speech in a plain transcript: who speaks from where to where.

A turn begins on a line with a label and a colon ("Q:", "ANNA:", "Fatima B.:",
"[00:12:03] Interviewer:"), or with a name and a time alone on their line, as
dictation services write them. Such lines stand in reports too ("Note:"), so a text
counts as a transcript only when at least two speakers have at least three turns,
and most labels come back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from relata.sources.model import Turn

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
_LABEL = r"[^\W\d_][\w.'’\- ]{0,38}?(?: ?\((?![\d:.,]+\))[^()\n]{1,20}\))?"
_SPOKEN = re.compile(
    rf"\s*(?:\*\*|__)?[\[(]?(?P<before>{_TIME})?[\])]?[ \t]*[-–—]?[ \t]*(?:\*\*|__)?"
    rf"(?P<label>{_LABEL})"
    rf"(?:[ \t]*[\[(](?P<after>{_TIME})[\])])?(?:\*\*|__)?[ \t]*[:：](?:\*\*|__)?(?=\s|$)[ \t]*"
    rf"(?:[\[(](?P<late>{_TIME})[\])][ \t]*)?"
)
_NAME = r"[^\W\d_a-z][\w.'’\-]*(?: (?:\d+|[^\W\d_a-z][\w.'’\-]*)){0,2}"
_DICTATED = re.compile(
    rf"\s*(?P<label>{_NAME})[ \t]+[\[(]?(?P<after>{_TIME})[\])]?"
    r"(?P<before>)(?P<late>)(?:[ \t]*[apAP][mM])?[ \t]*$"
)
_WIDEST = 90
_MOST_WORDS = 5


class _Start(NamedTuple):
    """Where a turn begins: its line, its words, its speaker, its time."""

    line: int
    words: int
    label: str
    time: int | None


def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript in stored form; none where it is not one.

    A turn spans the words said, without label, time and white space around; its
    time, if the transcript gives one, is when it begins.
    """
    starts: list[_Start] = []
    judged: dict[str, str | None] = {}
    position = 0
    for line in text.split("\n"):
        head = line[:_WIDEST]
        if ":" in head or "：" in head:
            found = _SPOKEN.match(head) or _DICTATED.match(line[: _WIDEST + 1])
            if found:
                raw = found["label"]
                label = judged[raw] if raw in judged else judged.setdefault(raw, _label(raw))
                if label:
                    time = _ms(found["before"] or found["after"] or found["late"])
                    starts.append(_Start(position, position + found.end(), label, time))
        position += len(line) + 1
    starts = _after_the_heading(starts)
    if not is_dialogue([start.label for start in starts]):
        return ()
    ends = [start.line for start in starts[1:]] + [len(text)]
    turns = []
    for start, end in zip(starts, ends, strict=True):
        said = text[start.words : end]
        first = start.words + len(said) - len(said.lstrip())
        last = start.words + len(said.rstrip())
        if last > first:
            turns.append(Turn(first, last, start.label, start.time, None))
    return tuple(turns)


def speeches(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Neighbouring turns of one speaker joined, as one speech with its whole time."""
    joined: list[Turn] = []
    for turn in turns:
        last = joined[-1] if joined else None
        if last and last.speaker is not None and last.speaker == turn.speaker:
            joined[-1] = Turn(last.start, turn.end, last.speaker, last.begins_ms, turn.ends_ms)
        else:
            joined.append(turn)
    return tuple(joined)


def label_of_line(line: str) -> tuple[str, int] | None:
    """The speaker a line names and where the words begin, for subtitles."""
    found = _SPOKEN.match(line[:_WIDEST])
    label = _label(found["label"]) if found else None
    return (label, found.end()) if found and label else None


def _label(raw: str) -> str | None:
    """A label that can be a speaker: few words, most of them not in lower case."""
    label = raw.strip(" -–—")
    words = label.split()
    if not words or len(words) > _MOST_WORDS:
        return None
    if label[0].islower() and len(label) > 1:
        return None
    small = sum(1 for word in words if word[0].islower())
    return label if 2 * small <= len(words) or len(label) == 1 else None


def _after_the_heading(starts: list[_Start]) -> list[_Start]:
    """Without the labels at the top that never come back ("Date:", "Place:")."""
    counts = Counter(start.label for start in starts)
    first = next((i for i, start in enumerate(starts) if counts[start.label] > 1), len(starts))
    return starts[first:]


def is_dialogue(labels: Sequence[str]) -> bool:
    """Whether labels are speakers: two at least, three turns at least, most coming back."""
    speakers = len(set(labels))
    return len(labels) >= 3 and speakers >= 2 and 2 * speakers <= len(labels) + 1


def _ms(time: str | None) -> int | None:
    """Milliseconds of "12:03" (minutes) or "01:12:03.5"."""
    if not time:
        return None
    clock, _, part = time.replace(",", ".").partition(".")
    seconds = 0
    for field in clock.split(":"):
        seconds = seconds * 60 + int(field)
    return seconds * 1000 + (int(part.ljust(3, "0")) if part else 0)
