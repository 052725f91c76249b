"""Where words begin and end, and how they look with marks and case taken off.

A word is a run of letters, digits and the marks that belong to them (Arabic vowel
signs, combining accents). Apostrophes, hyphens and underscores stand between
words: `l'esercito` is two. A run is cut where Arabic script meets another, so
that each piece has one script.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Script = Literal["arabic", "cyrillic", "number", "other"]

LONGEST = 80
"""Of a longer run (an encoded file, not a word) only so many characters are kept."""

_ARABIC = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u08e1\u08e3-\u08ff\ufb50-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc"
)
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0711"
    "\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0981-\u09e3\u0a01-\u0a75\u0a81-\u0ae3\u0b01-\u0b63"
    "\u0b82-\u0bcd\u0c00-\u0c63\u0c81-\u0ce3\u0d00-\u0d63\u0d81-\u0df3\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f"
)
_APOSTROPHES = "\u02b9-\u02bd\u02c8\u02ca-\u02cc"

WORD = re.compile(
    rf"[{_ARABIC}](?:[{_ARABIC}]|[\u200c\u200d\u00ad](?=[{_ARABIC}]))*"
    rf"|(?:(?![{_ARABIC}{_APOSTROPHES}])[^\W_][{_MARKS}]*)+"
)
"""Finds the words of a text; it looks at no white space and past none."""

_STARTS_ARABIC = re.compile(f"[{_ARABIC}]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
_JOINED = str.maketrans({"œ": "oe", "\u00ad": None, "\u200c": None, "\u200d": None})
_TURKISH_CAPITALS = str.maketrans({"I": "ı", "İ": "i"})


def lowered(word: str, *, language: str | None = None) -> str:
    """The word in one case and one encoding, its accents kept.

    Ligatures and presentation forms become plain letters, soft hyphens and joiners
    go. Turkish has its own dotless i.
    """
    word = word[:LONGEST]
    if language == "tr":
        word = word.translate(_TURKISH_CAPITALS)
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).casefold()
    return unicodedata.normalize("NFC", word).translate(_JOINED)


def bare(word: str) -> str:
    """The word without accents, vowel signs and anything but letters and digits.

    >>> bare("Perché"), bare("٣٥"), bare("Ørsted")
    ('perche', '35', 'orsted')
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    word = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    word = word.translate(_UNDECOMPOSED)
    plain = "".join(filter(str.isalnum, word))
    return plain if plain.isalpha() else "".join(map(_ascii_digit, plain))


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def script(word: str) -> Script:
    """Which script a word is in, as far as its analysis depends on it."""
    if word.isascii() and word.isalpha():
        return "other"
    if any(map(str.isdigit, word)):
        return "number"
    if _STARTS_ARABIC.match(word):
        return "arabic"
    return "cyrillic" if _CYRILLIC.match(word) else "other"
