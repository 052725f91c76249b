"""The screen: plain text, tables, marked words, JSON.

Piped output is plain and never cut. On a terminal tables fit its width, marks are
drawn, and characters that would steer the terminal are shown instead of obeyed.
Text that may run from right to left stands alone on its line or last in its row, so
that numbers beside it stay where they belong.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import click

from relata.text.spans import Span

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT_MARK = "\u200e"


def say(line: str = "") -> None:
    """Print a line, or several."""
    click.echo(line)


def warn(line: str) -> None:
    """Print a line on standard error."""
    click.echo(_STEERING.sub("\ufffd", line), err=True)


def put_json(told: dict[str, Any]) -> None:
    """Print one JSON object."""
    say(json.dumps(told, ensure_ascii=False, indent=2))


def put_list(items: Iterable[dict[str, Any]], revision: str, **more: Any) -> None:
    """Print what every list prints: its items, and the revision they were read at."""
    put_json({"items": list(items), "revision": revision, **more})


def on_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


def coloured() -> bool:
    """Whether marks may be drawn (https://no-color.org)."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def shown(text: str) -> str:
    """Text as it may go to a terminal; elsewhere it goes as it is."""
    return _STEERING.sub("\ufffd", text) if on_terminal() else text


def marked(text: str, marks: Iterable[Span]) -> str:
    """Text with stretches of it marked: drawn on a terminal, **between stars** elsewhere."""
    drawn = coloured()
    pieces = []
    at = 0
    for mark in sorted(marks):
        if mark.start < at:
            continue
        word = shown(text[mark.start : mark.end])
        pieces.append(shown(text[at : mark.start]))
        pieces.append(click.style(word, bold=True, underline=True) if drawn else f"**{word}**")
        at = mark.end
    return "".join(pieces) + shown(text[at:])


def put_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Collection[str] = ()
) -> None:
    """Print rows in columns two spaces apart; a gap (None) prints as a dash.

    `numbers` names the columns set to the right. On a terminal the last column is cut
    to fit the width.
    """
    lines = [[_cell(told) for told in row] for row in rows]
    widths = [
        max([_width(name), *(_width(line[i]) for line in lines)]) for i, name in enumerate(headings)
    ]
    right = [name in numbers for name in headings]
    room = _room(widths)
    for line in [list(headings), *lines]:
        *first, last = line
        cells = [
            _padded(cell, width, right=to_right)
            for cell, width, to_right in zip(first, widths, right, strict=False)
        ]
        cells.append(_cut(_padded(last, widths[-1], right=True) if right[-1] else last, room))
        say("  ".join(cells).rstrip())


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: "1 source", "2 sources"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def excerpt(text: str, start: int, end: int, *, around: int = 160) -> tuple[str, int]:
    """The part of a text around a stretch, cut at spaces, and how far it is shifted.

    An offset in the text becomes one in the excerpt by adding the shift.
    """
    first = max(0, start - around)
    last = min(len(text), end + around)
    if first:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else last
    before = "… " if first else ""
    after = " …" if last < len(text) else ""
    return before + text[first:last] + after, len(before) - first


def _room(widths: Sequence[int]) -> int | None:
    if not on_terminal():
        return None
    return max(20, shutil.get_terminal_size().columns - sum(widths[:-1]) - 2 * (len(widths) - 1))


def _cell(told: object) -> str:
    if told is None or told == "":
        return "-"
    text = f"{told:,}" if isinstance(told, int) and not isinstance(told, bool) else str(told)
    text = _STEERING.sub("\ufffd", " ".join(text.split()))
    return text + _LEFT_TO_RIGHT_MARK if on_terminal() and _RIGHT_TO_LEFT.search(text) else text


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _padded(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap


def _cut(text: str, room: int | None) -> str:
    if room is None or _width(text) <= room:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, room - 1).rstrip() + "…"
