"""How a leaf of a query is asked of FTS5, and how of PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from relata.archive.search.index import PLACE_BITS
from relata.store.engines import SEARCH_SCHEMA
from relata.text.query import Leaf, Prefix

Forms = Sequence[Sequence[str]]


class Dialect(Protocol):
    """The few places in which the two indexes differ."""

    paragraphs: str
    match: str

    def expression(self, leaves: Sequence[tuple[Leaf, Forms]]) -> str:
        """What to match for paragraphs that hold any of the leaves."""

    def among(self, texts: Collection[int]) -> tuple[str, Any]:
        """A condition that a paragraph belongs to one of these texts, and its parameter."""


class Fts5:
    """SQLite's full-text index, attached to the rows' connection."""

    paragraphs = f"{SEARCH_SCHEMA}.paragraph_words"
    match = "paragraph_words MATCH :words"

    def expression(self, leaves: Sequence[tuple[Leaf, Forms]]) -> str:
        parts = []
        for leaf, forms in leaves:
            star = "*" if isinstance(leaf, Prefix) else ""
            parts += [f'"{" ".join(form)}"{star}' for form in forms]
        return " OR ".join(parts)

    def among(self, texts: Collection[int]) -> tuple[str, Any]:
        return (
            f"(rowid >> {PLACE_BITS}) IN (SELECT value FROM json_each(:texts))",
            json.dumps(sorted(texts)),
        )


class TsQuery:
    """PostgreSQL's: the words are analysed already, so the query is cast as it is."""

    paragraphs = "paragraph_words"
    match = "words @@ CAST(:words AS tsquery)"

    def expression(self, leaves: Sequence[tuple[Leaf, Forms]]) -> str:
        parts = []
        for leaf, forms in leaves:
            star = ":*" if isinstance(leaf, Prefix) else ""
            for form in forms:
                words = [f"'{word}'" for word in form]
                words[-1] += star
                parts.append("(" + " <-> ".join(words) + ")")
        return " | ".join(parts)

    def among(self, texts: Collection[int]) -> tuple[str, Any]:
        return f"(rowid >> {PLACE_BITS}) = ANY(:texts)", sorted(texts)


def dialect_of(name: str) -> Dialect:
    return Fts5() if name == "sqlite" else TsQuery()
