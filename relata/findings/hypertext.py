"""A sheet as HTML for notebooks: one table, no script, no style sheet, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import islice

from relata.findings.opening import OpenedFigure
from relata.findings.sheet import Sheet

MOST_CASES = 12
MOST_PASSAGES = 4
_CELL = "padding:2px 8px;vertical-align:top;"


def as_html(sheet: Sheet, *, opened: Callable[[int, int], OpenedFigure]) -> str:
    """Write a sheet as a table in which the numbers open.

    It opens to pseudonyms and to passages as source id and span; where there are
    many, the first are shown with how many more there are. Every word is escaped.
    """
    head = "".join(
        f'<th scope="col" style="{_CELL}text-align:{_side(c.number)}">{escape(c.heading)}</th>'
        for c in sheet.columns
    )
    body = "".join(_row(sheet, place, opened) for place in range(len(sheet.rows)))
    notes = "".join(
        f'<p style="margin:2px 0">{escape(note)}</p>'
        for note in (*sheet.notes, f"Revision {sheet.revision}.")
    )
    return (
        f'<div><table style="border-collapse:collapse"><caption style="text-align:start">'
        f"{escape(sheet.title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{notes}</div>"
    )


def _row(sheet: Sheet, place: int, opened: Callable[[int, int], OpenedFigure]) -> str:
    row = sheet.rows[place]
    indent = f"padding-inline-start:{8 + 14 * sheet.depth[place]}px;"
    cells = [
        f'<th scope="row" dir="auto" style="{_CELL}{indent}text-align:start;font-weight:normal">'
        f"{escape(row[0])}</th>"
    ]
    for at, (cell, column) in enumerate(zip(row[1:], sheet.columns[1:], strict=True), start=1):
        shown = escape(cell)
        if at in sheet.opens and cell != "0":
            figure = opened(place, at)
            if figure.n_cases:
                shown = f"<details><summary>{shown}</summary>{_opened(figure)}</details>"
        cells.append(
            f'<td style="{_CELL}white-space:nowrap;text-align:{_side(column.number)}">{shown}</td>'
        )
    return f"<tr>{''.join(cells)}</tr>"


def _opened(figure: OpenedFigure) -> str:
    items = []
    for case in islice(figure.each_case(), MOST_CASES):
        passages = [f"{p.source[:12]}:{p.start}:{p.end}" for p in case.passages[:MOST_PASSAGES]]
        more = len(case.passages) - len(passages)
        if more > 0:
            passages.append(f"and {more} more")
        items.append(
            f'<li><span dir="auto">{escape(case.pseudonym)}</span> '
            f"<code>{escape(' '.join(passages))}</code></li>"
        )
    beyond = figure.n_cases - MOST_CASES
    if beyond > 0:
        items.append(f"<li>and {beyond} more cases</li>")
    return f'<ul style="text-align:start;margin:0">{"".join(items)}</ul>'


def _side(number: bool) -> str:
    return "end" if number else "start"
