"""Arabic words: one spelling, a light stem, and the forms a search must also try.

Written Arabic hangs conjunction, preposition, article and pronoun on the word and
spells alef, hamza, ya and ta marbuta in several ways; vowel signs are optional.
`spelled` settles the spelling, `stem` takes off what can be taken off safely (a
light stemmer: longest affixes first, never below three letters). What can not be
told from a root letter in a bare word, such as the b of "in" or the y of "he
does", stays on in the index; `kin` gives a search those forms too, and `plurals` the
commonest patterns of a plural made inside the word (rajul, rijal). Other such plurals
are in `data/families.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from relata.text.words import bare

_SPELLING = str.maketrans(
    {"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ٱ": "ا", "ھ": "ه", "ہ": "ه", "ـ": None, "ء": None}
)
_ARTICLES = ("بال", "كال", "فال", "وال", "ال", "لل")
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ه")
_ENDINGS = ("تين", "تان", "يات", "يون", "يين", "ات", "ون", "ين", "ان", "وا", "يه", "تي")
_LEADING = ("و", "ي", "ت", "ن", "ل", "ب", "ف")
_TANWIN = re.compile("ا\u064b|\u064bا")
_REFLEXIVE = re.compile("ن|.ت")
_SHORTEST = 3


def spelled(word: str) -> str:
    """The word without vowel signs, alef, hamza and ya in one form each."""
    return bare(_TANWIN.sub("", word)).translate(_SPELLING)


def stem(word: str) -> str:
    """The light stem of a word already `spelled`; never empty for a word."""
    return _without_conjunction(_without_ending(without_article(word)))


def kin(stem: str) -> Iterator[str]:
    """Other stems that the index may hold for the same word, likeliest first.

    The stem without a prefix of its own; plurals by pattern; the other vowel of a
    hollow verb (he said, he says); each with the persons, prepositions and
    conjunctions that are written on to it.
    """
    bases = [stem]
    if stem[0] in "يتناوفبلك" and len(stem) > _SHORTEST:
        bases.append(stem[1:])
    yield from bases
    yield from plurals(stem)
    yield from _hollow(stem)
    yield from ("ا" + base for base in bases if _REFLEXIVE.match(base))
    for leading in _LEADING:
        for base in bases:
            yield leading + base


def _hollow(stem: str) -> Iterator[str]:
    """Past and present of verbs with a long vowel in the middle: qal, yaqul."""
    if len(stem) == _SHORTEST and stem[1] == "ا":
        for person, vowel in product("يتن", "وي"):
            yield person + stem[0] + vowel + stem[2]
    elif len(stem) == 4 and stem[0] in "يتن" and stem[2] in "وي":
        yield f"{stem[1]}ا{stem[3]}"


def plurals(stem: str) -> Iterator[str]:
    """Stems that are a broken plural of this stem, or its singular, by pattern."""
    if len(stem) == _SHORTEST:
        first, rest, last = stem[0], stem[1], stem[2]
        yield f"{first}{rest}و{last}"
        yield f"ا{first}{rest}ا{last}"
    elif len(stem) == 4 and stem[2] == "و":
        yield stem[:2] + stem[3]
        yield f"ا{stem[:2]}ا{stem[3]}"
    elif len(stem) == 4:
        yield f"{stem[:2]}ا{stem[2:]}"
    elif len(stem) == 5 and stem[0] == "ا" and stem[3] == "ا":
        yield stem[1:3] + stem[4]
    elif len(stem) == 5 and stem[2] == "ا":
        yield stem[:2] + stem[3:]


def unprefixed(stem: str) -> Iterator[str]:
    """The stem itself, then what it is if its first letter is a word written on to it."""
    yield stem
    if stem[:1] in "وفبلك" and len(stem) > _SHORTEST:
        yield stem[1:]


def without_article(word: str) -> str:
    """The word, `spelled`, without its article and what stands before the article."""
    start = 1 if word[:1] in "وف" and word[1:4] in ("بال", "كال") else 0
    if word[:1] in "وف" and word[1:3] in ("ال", "لل"):
        start = 1
    for article in _ARTICLES:
        if word.startswith(article, start) and len(word) - start - len(article) >= 2:
            return word[start + len(article) :]
    return word


def _without_ending(word: str) -> str:
    if word.endswith("ة"):
        word = word[:-1] if len(word) >= _SHORTEST else word
    else:
        word = _without(_without(word, _PRONOUNS), _ENDINGS)
    while len(word) > _SHORTEST and word[-1] in "ةيتاو":
        word = word[:-1]
    return word


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def _without_conjunction(word: str) -> str:
    if word[0] in "وف" and len(word) > _SHORTEST + 1:
        word = word[1:]
    if word[0] == "س" and word[1:2] in ("ي", "ت", "ن") and len(word) > _SHORTEST + 1:
        word = word[1:]
    return word
