"""What a search asks, as a tree of frozen records.

Its leaves are words, phrases and prefixes; each knows the tokens by which the index
holds it (`forms`). `parsing.parse` makes the tree from what a person types,
`matching.evaluate` tells what the whole finds from what each leaf finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from relata.text.variants import indexed, prefixes

_MOST_FORMS = 24


@dataclass(frozen=True, slots=True)
class Word:
    """One word in any inflection."""

    word: str

    def forms(self, languages: Sequence[str | None]) -> tuple[tuple[str, ...], ...]:
        """The tokens that texts of these languages, or of none, may hold for it."""
        return _distinct((form,) for lang in _all(languages) for form in indexed(self.word, lang))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other, each in any inflection."""

    words: tuple[str, ...]

    def forms(self, languages: Sequence[str | None]) -> tuple[tuple[str, ...], ...]:
        """The sequences of tokens that texts of these languages may hold for it.

        At most 24 a language, the likeliest first.
        """
        return _distinct(
            form
            for lang in _all(languages)
            for form in islice(
                _likeliest([indexed(word, lang) for word in self.words]), _MOST_FORMS
            )
        )


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words with this beginning."""

    beginning: str

    def forms(self, languages: Sequence[str | None]) -> tuple[tuple[str, ...], ...]:
        """Beginnings of tokens (each a sequence of one); a token that starts with one is a hit."""
        return _distinct(
            (form,) for lang in _all(languages) for form in prefixes(self.beginning, lang)
        )


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; stands only among the parts of an `And`."""

    part: Query


Leaf = Word | Phrase | Prefix
Query = Leaf | And | Or | Not


def _all(languages: Sequence[str | None]) -> tuple[str | None, ...]:
    return tuple(dict.fromkeys((*languages, None)))


def _distinct(forms: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(forms))


def _likeliest(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Sequences that take the first choice nearly everywhere, the nearest first."""
    places = range(len(choices))
    for changes in range(len(choices) + 1):
        for changed in combinations(places, changes):
            options = [choices[at][1:] if at in changed else choices[at][:1] for at in places]
            yield from product(*options)


def leaves(query: Query) -> tuple[Leaf, ...]:
    """Every word, phrase and prefix of a search, each once, in the order written."""
    return tuple(dict.fromkeys(_leaves(query, positive_only=False)))


def positive(query: Query) -> tuple[Leaf, ...]:
    """Those that are looked for, without what NOT takes away: what is marked in a hit."""
    return tuple(dict.fromkeys(_leaves(query, positive_only=True)))


def _leaves(query: Query, *, positive_only: bool) -> Iterator[Leaf]:
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, positive_only=positive_only)
        case Not(part):
            if not positive_only:
                yield from _leaves(part, positive_only=False)
        case _:
            yield query
