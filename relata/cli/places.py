"""Places as a person writes them: START:END, SOURCE:START:END, or a quotation."""

from __future__ import annotations

import re

import click

from relata.errors import RelataError
from relata.text.normal import fixed
from relata.text.spans import Span


class QuotationNotFound(RelataError):
    """The words of a quotation do not stand in the text."""

    remedy = "Copy them from `relata show SOURCE`, or give START:END (`--paragraphs` shows both)."


class QuotationNotUnique(RelataError):
    """The words of a quotation stand in the text more than once."""

    remedy = "Quote more of the sentence, or give START:END."


def span(told: str) -> tuple[int, int]:
    """START:END, counted in characters from 0, the end left out. An option's `type`."""
    found = re.fullmatch(r"(\d{1,12}):(\d{1,12})", told.strip(), re.ASCII)
    if found is None:
        raise click.BadParameter("a place is written START:END, such as 120:184.")
    start, end = int(found[1]), int(found[2])
    if start >= end:
        raise click.BadParameter(f"{start}:{end} covers no character: START comes before END.")
    return start, end


def place(told: str) -> tuple[str, int, int]:
    """SOURCE:START:END, where SOURCE may hold colons itself. An option's `type`."""
    found = re.fullmatch(r"(.+?):(\d+:\d+)", told.strip(), re.ASCII | re.DOTALL)
    if found is None:
        raise click.BadParameter("evidence is written SOURCE:START:END, such as 3fa92b10:120:184.")
    return (found[1], *span(found[2]))


def quoted(text: str, quotation: str) -> Span:
    """The one place where a quotation stands in a text.

    White space counts as equal whatever its length, so that a quotation may be copied
    from a screen that breaks lines elsewhere.

    Raises
    ------
    QuotationNotFound, QuotationNotUnique
        The errors tell counts and positions, never the words.

    >>> quoted("she left, then came back", "then  came")
    Span(start=10, end=19)
    """
    words = fixed(quotation).split()
    if not words:
        raise QuotationNotFound("The quotation holds no word.")
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    places: list[Span] = []
    found = pattern.search(text)
    while found is not None:
        places.append(Span(found.start(), found.end()))
        found = pattern.search(text, found.start() + 1)
    if not places:
        raise QuotationNotFound("The quotation does not stand in this text.")
    if len(places) > 1:
        shown = ", ".join(f"{p.start}:{p.end}" for p in places[:5])
        more = "" if len(places) <= 5 else f" and {len(places) - 5} more"
        raise QuotationNotUnique(
            f"The quotation stands in this text {len(places)} times: {shown}{more}."
        )
    return places[0]
