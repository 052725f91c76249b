"""A sheet as plain text: aligned in any width and safe for scripts that run right to left."""

from __future__ import annotations

import textwrap
import unicodedata

from relata.findings.sheet import Column, Sheet

GAP = "  "
SHARE_OF_NAMES = 0.4
"""How much of the width the names in the first column may claim before columns go."""
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_INVISIBLE = {"Mn", "Me", "Cf"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def as_text(sheet: Sheet, *, width: int = 80) -> str:
    """Lay a sheet out in so many columns of a terminal (at least 24).

    Where it is too narrow for all columns the dearest stay and a last line says
    which are missing. Names that run right to left are isolated, so that they do
    not drag the numbers beside them along; a name too long is cut with "…".
    """
    width = max(width, 24)
    kept, missing = _fitting(sheet, width)
    widths = [_widest(sheet, column) for column in kept]
    widths[0] = min(widths[0], width - sum(len(GAP) + w for w in widths[1:]))
    lines = [*textwrap.wrap(sheet.title, width), ""]
    lines.append(_line([sheet.columns[c].heading for c in kept], kept, widths, sheet.columns))
    lines.append(GAP.join("─" * w for w in widths))
    for row, depth in zip(sheet.rows, sheet.depth, strict=True):
        cells = ["  " * depth + row[0], *(row[c] for c in kept[1:])]
        lines.append(_line(cells, kept, widths, sheet.columns))
    if not sheet.rows:
        lines.append("(no rows)")
    lines.append("")
    notes = [*sheet.notes, f"Revision {sheet.revision}."]
    if missing:
        notes.append("Not shown in this width: " + ", ".join(missing) + ".")
    for note in notes:
        lines.extend(textwrap.wrap(note, width, subsequent_indent="  "))
    return "\n".join(line.rstrip() for line in lines)


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, marks none."""
    return sum(
        0
        if unicodedata.category(letter) in _INVISIBLE
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )


def _fitting(sheet: Sheet, width: int) -> tuple[list[int], list[str]]:
    kept = list(range(len(sheet.columns)))
    while len(kept) > 1:
        need = min(int(width * SHARE_OF_NAMES), _widest(sheet, 0))
        if need + sum(len(GAP) + _widest(sheet, c) for c in kept[1:]) <= width:
            break
        dearest = max(sheet.columns[c].rank for c in kept)
        if dearest == 0:
            break
        kept.remove(next(c for c in reversed(kept) if sheet.columns[c].rank == dearest))
    missing = [c.heading for at, c in enumerate(sheet.columns) if at not in kept]
    return kept, missing


def _widest(sheet: Sheet, column: int) -> int:
    cells = [display_width(row[column]) for row in sheet.rows]
    if column == 0:
        cells = [w + 2 * depth for w, depth in zip(cells, sheet.depth, strict=True)]
    return max([display_width(sheet.columns[column].heading), *cells])


def _line(cells: list[str], kept: list[int], widths: list[int], columns: tuple[Column, ...]) -> str:
    padded: list[str] = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        shown = _cut(cell, width)
        space = " " * (width - display_width(shown))
        if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in shown):
            indent = len(shown) - len(shown.lstrip(" "))
            shown = shown[:indent] + ISOLATE + shown[indent:] + END_ISOLATE
        right = place > 0 and columns[kept[place]].number
        padded.append(space + shown if right else shown + space)
    return GAP.join(padded)


def _cut(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - 1:
        text = text[:-1]
    return text + "…"
