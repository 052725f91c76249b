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

from collections.abc import Iterator

from relata.text.words import bare

_SPELLING = str.maketrans(
    {"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ٱ": "ا", "ھ": "ه", "ہ": "ه", "ـ": None, "ء": None}
)
_ARTICLES = ("بال", "كال", "فال", "وال", "ال", "لل")
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ه")
_ENDINGS = ("تين", "تان", "يات", "يون", "يين", "ات", "ون", "ين", "ان", "وا", "يه", "تي")
_LEADING = ("", "و", "ف", "ب", "ل", "ي", "ت", "ن")
_SHORTEST = 3


def spelled(word: str) -> str:
    """The word without vowel signs, alef, hamza and ya in one form each."""
    return bare(word).translate(_SPELLING)


def stem(word: str) -> str:
    """The light stem of a word already `spelled`; never empty for a word."""
    return _without_conjunction(_without_ending(_without_article(word)))


def kin(word: str) -> Iterator[str]:
    """Other forms, `spelled`, that stand for the same word with an unmarked prefix.

    The likeliest first: the word without its own prefix, then with each of the
    conjunctions, prepositions and persons that are written on to it.
    """
    plain = _without_article(word)
    bases = [plain]
    if plain == word:
        if word[0] in "بلكوف" and len(word) > _SHORTEST + 1:
            bases.append(word[1:])
        if word[0] in "يتنا" and len(word) > _SHORTEST:
            bases.append(word[1:])
    for base in bases:
        for leading in _LEADING:
            yield leading + base


def plurals(stem: str) -> Iterator[str]:
    """Stems that are a broken plural of this stem, or its singular, by pattern."""
    if len(stem) == _SHORTEST:
        first, rest, last = stem
        yield f"{first}{rest}و{last}"
        yield f"{first}{rest}ا{last}"
        yield f"ا{first}{rest}ا{last}"
    elif len(stem) == 4 and stem[2] in "وا":
        yield stem[:2] + stem[3]
        yield f"ا{stem[:2]}ا{stem[3]}"
    elif len(stem) == 4:
        yield f"{stem[:2]}ا{stem[2:]}"
    elif len(stem) == 5 and stem[0] == "ا" and stem[3] == "ا":
        yield stem[1:3] + stem[4]
    elif len(stem) == 5 and stem[2] == "ا":
        yield stem[:2] + stem[3:]


def unprefixed(word: str) -> Iterator[str]:
    """The word itself, then what it may be without conjunction, preposition and article."""
    yield word
    if word[:1] in "وفبلك" and len(word) > _SHORTEST:
        yield _without_article(word[1:])
    yield _without_article(word)


def _without_article(word: str) -> str:
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
        word = _without(word, _PRONOUNS)
    word = _without(word, _ENDINGS)
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
