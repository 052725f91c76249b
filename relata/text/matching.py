"""What a search finds: its algebra on sets, and its marks in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol, Self, TypeVar

from relata.text.analysis import tokens
from relata.text.query import And, Leaf, Not, Or, Phrase, Prefix, Query, Word
from relata.text.spans import Span


class SetLike(Protocol):
    """What `evaluate` needs of a set; Python's own sets have it."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...


Found = TypeVar("Found", bound=SetLike)


def evaluate(query: Query, sets: Mapping[Leaf, Found]) -> Found:
    """What the whole search finds, from what each of its leaves finds.

    `sets` holds, for each of `query.leaves(query)`, the places where it was found
    (sources, say). Only intersection, union and difference are asked of them.
    """
    match query:
        case And(parts):
            wanted = [evaluate(part, sets) for part in parts if not isinstance(part, Not)]
            found = wanted[0]
            for other in wanted[1:]:
                found = found & other
            for part in parts:
                if isinstance(part, Not):
                    found = found - evaluate(part.part, sets)
            return found
        case Or(parts):
            found = evaluate(parts[0], sets)
            for part in parts[1:]:
                found = found | evaluate(part, sets)
            return found
        case Not():
            raise ValueError("NOT alone stands for no set; parse refuses it")
        case _:
            return sets[query]


def marks(
    text: str, language: str | None, leaves: Sequence[Leaf], languages: Sequence[str | None]
) -> list[Span]:
    """Where leaves of a search stand in a text, as spans of its characters, in order.

    `languages` are those the search was made for, as in `Leaf.forms`. A phrase is
    one span from its first word to its last. Spans may overlap where leaves do;
    equal ones are given once.
    """
    found = tokens(text, language)
    written = [token for token, _ in found]
    hits: set[Span] = set()
    for leaf in leaves:
        forms = _forms(leaf, tuple(languages))
        match leaf:
            case Word():
                single = {form[0] for form in forms}
                hits.update(span for token, span in found if token in single)
            case Prefix():
                beginnings = tuple(form[0] for form in forms)
                hits.update(span for token, span in found if token.startswith(beginnings))
            case Phrase(words):
                sequences, length = set(forms), len(words)
                hits.update(
                    Span(found[at][1].start, found[at + length - 1][1].end)
                    for at in range(len(written) - length + 1)
                    if tuple(written[at : at + length]) in sequences
                )
    return sorted(hits)


@lru_cache(maxsize=256)
def _forms(leaf: Leaf, languages: tuple[str | None, ...]) -> tuple[tuple[str, ...], ...]:
    """As `leaf.forms`, made once for all the paragraphs of a page of hits."""
    return leaf.forms(languages)
