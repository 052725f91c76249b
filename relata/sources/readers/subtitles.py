"""Subtitles (SubRip, WebVTT) as transcripts: who speaks, what, and when.

The cues of one speaker become a paragraph that reads as speech, headed by the
speaker's name. Each cue stays a turn of its own, so that every passage finds its
place in the recording; `relata.sources.speeches` joins them.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from relata.sources.model import Item, Limits, Turn, Unreadable
from relata.sources.opening import whole
from relata.sources.readers.draft import Composer, Draft, one_line
from relata.sources.readers.encodings import decoded
from relata.sources.readers.transcripts import label_of_line

_TIMES = re.compile(
    r"[ \t]*((?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_DASH = re.compile(r"^[-–—]\s*(?=\S)")
_ENDED = re.compile(r"[.!?…؟。][\"'”’»)]*$")
_LONG_PAUSE_MS = 2_000
_LONG_PARAGRAPH = 700


@dataclass(frozen=True)
class _Cue:
    begins: int
    ends: int
    speaker: str | None
    words: str


def read(item: Item, limits: Limits) -> Draft:
    """The speech of all cues. Raises `Unreadable` where no cue can be read."""
    found = decoded(whole(item, limits.text_bytes))
    cues, damaged = _cues(found.text)
    if not cues:
        raise Unreadable("It seems to be subtitles, but no cue in it can be read.")
    notes = [found.note] if found.note else []
    if damaged:
        notes.append(f"{damaged} cues had no words or no sound times and were left out")
    composer, turns = Composer(), []
    last: _Cue | None = None
    paragraph = 0
    for cue in cues:
        new = last is None or _parted(last, cue, composer.length - paragraph)
        if new:
            if last is not None:
                composer.add("\n\n")
            paragraph = composer.length
            if cue.speaker:
                composer.add(f"{cue.speaker}: ")
        else:
            composer.add(" ")
        start, end = composer.add(cue.words)
        turns.append(Turn(start, end, cue.speaker, cue.begins, cue.ends))
        last = cue
    return Draft(
        composer.text(), kind="interview", turns=tuple(turns), notes=tuple(notes), spoken=True
    )


def _parted(last: _Cue, cue: _Cue, length: int) -> bool:
    """Whether a new paragraph begins: another speaker, or a rest after a sentence."""
    if last.speaker != cue.speaker:
        return True
    if not _ENDED.search(last.words):
        return False
    return cue.begins - last.ends >= _LONG_PAUSE_MS or length >= _LONG_PARAGRAPH


def _cues(text: str) -> tuple[list[_Cue], int]:
    """The cues in order, one per speaker and cue; how many were unusable."""
    timed: list[tuple[int, int, list[str]]] = []
    damaged = 0
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((i for i, line in enumerate(lines[:3]) if "-->" in line), None)
        if at is None:
            continue
        times = _TIMES.match(lines[at])
        if times and _ms(times[2]) >= _ms(times[1]):
            timed.append((_ms(times[1]), _ms(times[2]), lines[at + 1 :]))
        else:
            damaged += 1
    named = _names_speakers([line for _, _, lines in timed for line in lines])
    cues: list[_Cue] = []
    speaker: str | None = None
    for begins, ends, lines in timed:
        said = _said(lines, speaker if named else None, named=named)
        damaged += not said
        for speaker, words in said:
            cues.append(_Cue(begins, ends, speaker, words))
    return cues, damaged


def _names_speakers(lines: list[str]) -> bool:
    """Whether names before a colon tell the speakers: some come back, or all are capitals."""
    found = [label_of_line(_bare(line)) for line in lines if "<v" not in line]
    labels = [label[0] for label in found if label]
    shouted = len(labels) == len([line for line in lines if line.strip()])
    shouted = shouted and all(label.isupper() and len(label) > 1 for label in labels)
    return len(labels) >= 2 and (len(set(labels)) < len(labels) or shouted)


def _said(lines: list[str], speaker: str | None, *, named: bool) -> list[tuple[str | None, str]]:
    """Who says what within one cue; a name before a colon holds until the next one."""
    said: list[tuple[str | None, str]] = []
    for line in lines:
        for number, piece in enumerate(_VOICE.split(line)):
            if number % 2:
                speaker = one_line(html.unescape(piece))
                continue
            words = one_line(html.unescape(_TAG.sub("", piece)))
            label = label_of_line(_bare(piece)) if named and words else None
            if label:
                speaker, words = label[0], _bare(piece)[label[1] :]
            if words and said and said[-1][0] == speaker:
                words = f"{said.pop()[1]} {words}"
            if words:
                said.append((speaker, words))
    return said


def _bare(line: str) -> str:
    """A line without tags and without the dash that marks a change of speaker."""
    return _DASH.sub("", one_line(html.unescape(_TAG.sub("", line))) or "")


def _ms(time: str) -> int:
    clock, _, part = time.replace(",", ".").partition(".")
    seconds = 0
    for number in clock.split(":"):
        seconds = seconds * 60 + int(number)
    return seconds * 1000 + int(part.ljust(3, "0"))
