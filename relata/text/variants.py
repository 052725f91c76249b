"""What else a searched word may stand for in the index.

The index holds one token for each word. A search is generous instead: a word typed
without accents also looks for the accented endings that its language has (deserte
for déserté), one typed with accents for the bare one, and an Arabic word for the
prefixes and inner plurals that cannot be taken off without doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice

from relata.text import arabic
from relata.text.stems import LETTERS, PLAIN, stemmed_as, stemmer, token
from relata.text.tables import rows
from relata.text.words import bare, lowered, script

_MOST = 32
_SEPARABLE = (
    *("zuruck", "heraus", "hinaus", "herein", "hinein", "weg", "vor", "nach", "mit", "los"),
    *("hin", "her", "fest", "fort", "bei", "aus", "auf", "ein", "ab", "an", "um", "zu"),
)
"""Parts that German writes before the verb and before the ge- of its participle, bare."""


def indexed(word: str, language: str | None) -> tuple[str, ...]:
    """The tokens that a text of that language may hold for the word, likeliest first.

    Empty where the word is marks only.
    """
    own = token(word, language)
    if not own:
        return ()
    rules = stemmed_as(language, script(word))
    if rules is None:
        return (own,)
    letter = LETTERS[rules]
    others = (letter + other for other in _others(word, rules) if other)
    return tuple(dict.fromkeys(islice(chain((own,), others), _MOST)))


def _others(word: str, rules: str) -> Iterator[str]:
    """Further stems, under the rules of one language."""
    stem = stemmer(rules)
    written = lowered(word, language=rules)
    own = bare(stem(written))
    if rules == "ar":
        yield from arabic.kin(own)
        return
    yield bare(stem(bare(written)))
    stems = [own]
    for other in _siblings(written, rules, "word"):
        found = bare(stem(other))
        yield found
        if len(other) == len(written):
            stems.append(found)
    if rules == "de":
        stems.extend(_without_ge(own))
        yield from stems
    for found in stems:
        yield from _siblings(found, rules, "stem")
        if rules == "de":
            yield from _with_ge(found)


def _siblings(written: str, language: str, level: str) -> Iterator[str]:
    """The word with each other ending that may stand for its own."""
    for endings in _endings(language, level):
        for ending in endings:
            kept = len(written) - len(ending)
            if written.endswith(ending) and (kept >= 2 or (level == "stem" and len(ending) > 2)):
                for other in endings:
                    if other != ending:
                        yield written[:kept] + other
                break


@cache
def _endings(language: str, level: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/endings.tsv` of one level, each with its longest ending first."""
    return tuple(
        tuple(sorted((e.replace("-", "") for e in written.split()), key=len, reverse=True))
        for tag, of_what, written in rows("endings.tsv", 3)
        if (tag, of_what) == (language, level)
    )


def _without_ge(stem: str) -> Iterator[str]:
    """Stems of the verb whose German participle this may be (gekampft: kampft)."""
    for before in ("", *_SEPARABLE):
        if stem.startswith(before + "ge") and len(stem) - len(before) > 4:
            yield before + stem[len(before) + 2 :]


def _with_ge(stem: str) -> Iterator[str]:
    """Stems of the German participles that a verb of this stem may have."""
    ending = "" if stem.endswith("t") else "t"
    for before in _SEPARABLE:
        if stem.startswith(before) and len(stem) > len(before) + 2:
            yield f"{before}ge{stem[len(before) :]}{ending}"
    if not stem.startswith("ge"):
        yield f"ge{stem}{ending}"


def prefixes(beginning: str, language: str | None) -> tuple[str, ...]:
    """Beginnings of the tokens that words so begun may have in such a text.

    Stems are shorter than words: for `combattim*` Italian must look from `combatt`.
    So the shortest stem that some common completion of the letters has takes their
    place, which finds more words than they begin. Irregular forms whose stem begins
    otherwise (dett* for detto) are not found.
    """
    rules = stemmed_as(language, script(beginning))
    typed = bare(lowered(beginning, language=rules))
    if not typed:
        return ()
    if rules is None:
        return (PLAIN + typed,)
    if rules == "ar":
        typed = arabic.spelled(beginning)
        if not typed:
            return ()
        bases = (arabic.stem(typed), *arabic.unprefixed(typed))
        widest = {base for base in bases if not base.startswith(tuple({*bases} - {base}))}
        return tuple(LETTERS[rules] + base for base in sorted(widest))
    shortest = typed
    for ending in ("", *chain.from_iterable(_endings(rules, "completion"))):
        stem = bare(stemmer(rules)(lowered(beginning, language=rules) + ending))
        if len(stem) >= 3 and typed.startswith(stem) and len(stem) < len(shortest):
            shortest = stem
    return (LETTERS[rules] + shortest,)
