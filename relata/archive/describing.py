"""Describing a source: a person knows its date, or corrects its title or language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from relata.archive.keeping import describe
from relata.archive.model import Description
from relata.archive.shelf import find_source
from relata.archive.tables import description
from relata.team import Desk

BY_A_PERSON = "a person"
"""Where a date came from that no reader found."""


def describe_source(desk: Desk, name: str, **told: str | None) -> str:
    """Change what is said of a source; returns its id.

    `told` holds title, author, publisher, date (EDTF), language or kind; what is left
    out stays. A corrected language has the text analysed anew for search.
    """
    with desk.writing("sources.add", "sources.describe") as (writing, sight):
        found = find_source(sight, name)
        row: Any = sight.connection.execute(
            sa.select(description).where(
                description.c.source == found.number, sight.of(description)
            )
        ).one()
        before = Description(
            row.title, row.author, row.publisher, row.date, row.date_from, row.language, row.kind
        )
        changes: dict[str, Any] = dict(told)
        if "date" in told and told["date"] != before.date:
            changes["date_from"] = BY_A_PERSON
        after = replace(before, **changes)
        if after != before:
            describe(writing, found.number, after)
    return found.id
