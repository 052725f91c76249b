"""Reports in which officials and others count the same things and differ."""

from __future__ import annotations

from datetime import date
from typing import Any

from relata.demo.drafts import Claims, Draft
from relata.demo.model import StorySource
from relata.demo.pages import published
from relata.demo.prose import Decks, data, lines
from relata.demo.world import outlets


def reports_of_counts(decks: Decks) -> list[StorySource]:
    """The same reports whatever the seed, but for the background paragraph at
    their end, which papers share: they are written out by hand."""
    return [_report(told, decks) for told in data("reports")]


def _report(told: dict[str, Any], decks: Decks) -> StorySource:
    outlet = outlets()[told["outlet"]]
    background = decks.deal("profiles", outlet.language, "background")
    paragraphs = (*lines(told["body"]), background)
    claims = Claims(told["statements"], told["figures"])
    draft = Draft(
        name=f"{told['date']}-{outlet.key}-{told['key']}",
        language=outlet.language,
        kind="news",
        title=told["title"],
        date=date.fromisoformat(told["date"]),
        publisher=outlet.publisher,
        paragraphs=paragraphs,
        statements=claims.statements_told(),
        figures=claims.figures_in(paragraphs),
    )
    return published(draft, outlet)
