"""From a word to what the index holds of it: a language's letter and a stem.

Snowball (through PyStemmer) stems the languages in Latin and Cyrillic letters, and
Persian; Arabic has its own file. Where Snowball parts a family that this field
needs together, or joins what should stay apart, `data/families.tsv` says otherwise.
The script of a word overrules the language of its text: an Arabic name in an
Italian report is stemmed as Arabic, a Latin word in an Arabic report not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from relata.text import arabic
from relata.text.tables import rows
from relata.text.words import LONGEST, Script, bare, lowered, script

EDITION = 1
"""Raised whenever the same text would be analysed otherwise: the index is then rebuilt."""

PLAIN = "x"
"""The letter of words that are only folded: unknown languages, numbers."""

LETTERS = {
    "ar": "a",
    "de": "d",
    "en": "e",
    "es": "s",
    "fa": "q",
    "fr": "f",
    "it": "i",
    "nl": "n",
    "pl": "l",
    "pt": "p",
    "ro": "o",
    "ru": "r",
    "sv": "v",
    "tr": "t",
}
"""The letter before each stem of a language. Other languages are `PLAIN`."""

LATIN = frozenset(LETTERS) - {"ar", "fa", "ru"}
"""The languages in Latin letters that have a stemmer."""

_ALGORITHMS = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def edition() -> str:
    """Names the rules and the stemmer, so that an index knows when it is out of date."""
    import Stemmer

    return f"{EDITION}-{Stemmer.version()}"


def stemmed_as(language: str | None, kind: Script) -> str | None:
    """The language by whose rules a word of that script is stemmed in such a text."""
    if kind == "arabic":
        return "fa" if language == "fa" else "ar"
    if kind == "cyrillic":
        return "ru"
    return language if kind == "other" and language in LATIN else None


def token(word: str, language: str | None) -> str:
    """What the index holds for one word, or "" where the word is marks only.

    >>> token("disertori", "it"), token("disertori", None), token("٢٤٤", "ar")
    ('idisert', 'xdisertori', 'x244')
    """
    rules = stemmed_as(language, script(word))
    if rules is None:
        stem = bare(word[:LONGEST])
        return PLAIN + stem if stem else ""
    stem = bare(stemmer(rules)(lowered(word, language=rules)))
    return LETTERS[rules] + stem if stem else ""


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """The function from a lowered word to its stem, the families' table included."""
    if language == "ar":
        return _arabic_stemmer()
    import Stemmer

    snowball = Stemmer.Stemmer(_ALGORITHMS[language], 0)
    stem: Callable[[str], str] = snowball.stemWord
    families = _families(language, stem)

    def with_families(word: str) -> str:
        return families.get(word) or stem(word)

    return with_families


def _arabic_stemmer() -> Callable[[str], str]:
    def plain(word: str) -> str:
        spelled = arabic.spelled(word)
        return arabic.stem(spelled) if spelled else ""

    written, stems = {}, {}
    for form, shared in _families("ar", plain).items():
        spelled = arabic.without_article(arabic.spelled(form))
        written[spelled] = shared
        if plain(form) == spelled:
            stems[spelled] = shared

    def stem(word: str) -> str:
        bare_form = arabic.without_article(arabic.spelled(word))
        for candidate in arabic.unprefixed(bare_form):
            if candidate in written:
                return written[candidate]
        light = plain(word)
        for candidate in arabic.unprefixed(light):
            if candidate in stems:
                return stems[candidate]
        return light

    return stem


def _families(language: str, stem: Callable[[str], str]) -> dict[str, str]:
    """Each irregular form and the stem it shares with the head of its family."""
    found: dict[str, str] = {}
    for tag, head, forms in rows("families.tsv", 3):
        if tag == language:
            literal = head.startswith("=")
            shared = head[1:] if literal else stem(head)
            for form in forms.split() if literal else (head, *forms.split()):
                found[form] = shared
    return found
