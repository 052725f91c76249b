"""A row of a sheet: one column is the text, others describe it."""

from __future__ import annotations

import json

from relata.sources.columns import parts
from relata.sources.dates import edtf
from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import whole
from relata.sources.readers.draft import Draft


def read(item: Item, limits: Limits) -> Draft:
    """The cell of the text column; the whole row stays in the item's bytes."""
    try:
        row = json.loads(whole(item, limits.text_bytes))
    except ValueError:
        row = None
    if not isinstance(row, dict) or not all(isinstance(cell, str) for cell in row.values()):
        raise Unreadable("It is not a row as sheets are taken in.", remedy="Add the sheet anew.")
    columns = item.metadata or parts(list(row), [list(row.values())])

    def cell(part: str) -> str | None:
        return row.get(columns.get(part, "")) or None

    stated = cell("date")
    date = edtf(stated) if stated else None
    language = (cell("language") or "").strip().lower()
    return Draft(
        text=cell("text") or "",
        kind=(cell("kind") or "").strip().lower() or "table row",
        title=cell("title"),
        author=cell("author"),
        publisher=cell("publisher"),
        date=date,
        date_from="column" if date else None,
        language=language if 2 <= len(language) <= 3 and language.isalpha() else None,
        address=cell("url"),
        notes=("the date in its column is not in a form that is understood",)
        if stated and not date
        else (),
        spoken=True,
    )
