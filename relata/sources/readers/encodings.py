"""From bytes to characters, never by silent replacement.

In order: a byte order mark; strict UTF-8; UTF-16 without a mark; then the one-byte
encodings in use where the databank's languages are written. Those are told apart
by what they would make of the bytes: the one whose non-ASCII characters sit where
a writer puts them wins, and the guess is said in a note. What fits none is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relata.sources.model import Unreadable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

CANDIDATES = ("cp1252", "cp1256", "iso8859-6", "cp1251", "mac_roman")
"""Encodings tried when a text is in none that proves itself; the first wins a tie."""

_PUBLIC_NAMES = {
    "cp1252": "windows-1252",
    "cp1256": "windows-1256",
    "iso8859-6": "ISO-8859-6",
    "cp1251": "windows-1251",
    "mac_roman": "Mac Roman",
}

_SMALL = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœğışšž"
_LARGE = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ"
_LATIN_WORD = re.compile(rf"(?:[a-z'’]|\b)[{_SMALL}]{{1,3}}(?=[a-z'’]|\b)|\b[{_LARGE}](?=[a-z]|\b)")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u0671-\u06d3][\u0621-\u0652\u0671-\u06d3]+")
_CYRILLIC_WORD = re.compile("[\u0410-\u044f\u0401\u0451][\u0430-\u044f\u0451]+")
_PUNCTUATION = frozenset("’‘“”«»–—…€°•·¿¡§©ºª\u00a0„‚‹›،؛؟")
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 200_000


@dataclass(frozen=True)
class Decoded:
    """Characters, the encoding they came from, and what a person should know of it."""

    text: str
    encoding: str
    note: str | None = None


def decoded(data: bytes, *, declared: str | None = None) -> Decoded:
    """The characters of a text.

    `declared` is the encoding a document names for itself; it is believed where it
    decodes strictly and the bytes are not UTF-8.

    Raises `Unreadable` for binary content and for bytes that make sense in no
    encoding known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _without_nul(data, text)
    if b"\0" in data:
        return _wide(data)
    damaged = _damaged_utf8(data)
    if damaged is not None:
        return damaged
    if declared is not None:
        text_as_declared = _strictly(data, declared)
        if text_as_declared is not None:
            return Decoded(text_as_declared, declared)
    return _guessed(data)


def wide(data: bytes) -> str | None:
    """UTF-16 without its mark: "utf-16-le", "utf-16-be", or None where it is not that."""
    sample = data[: min(len(data), 4096) // 2 * 2]
    if len(sample) < 8:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        usual = sum(
            1 for c in text if " " <= c < "\u0700" or c in "\t\r\n" or "\u2010" <= c <= "\u203a"
        )
        if usual >= 0.97 * len(text) and any(c in " \n" for c in text) and "\0" not in text:
            return encoding
    return None


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        pass
    if encoding == "utf-8-sig":
        damaged = _damaged_utf8(data[3:])
        if damaged is not None:
            return damaged
    raise Unreadable(
        f"It says it is {encoding.removesuffix('-sig').upper()} but is not, or was cut short.",
        remedy="Save it anew as UTF-8 text.",
    )


def _without_nul(data: bytes, text: str) -> Decoded:
    empty = data.count(0)
    if not empty:
        return Decoded(text, "utf-8")
    if empty > len(data) // 1000:
        return _wide(data)
    return Decoded(text, "utf-8", f"{empty} NUL characters stand as spaces")


def _wide(data: bytes) -> Decoded:
    encoding = wide(data)
    text = _strictly(data, encoding) if encoding else None
    if encoding is None or text is None:
        raise Unreadable("It holds binary data, not text.")
    return Decoded(text, encoding, f"read as {encoding.upper()}")


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with few bytes out of place, which then show as U+FFFD, and are counted."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    sound = len(data) - len(text)
    if lost == 0 or sound < 20 * lost:
        return None
    what = "1 byte is" if lost == 1 else f"{lost} bytes are"
    return Decoded(text, "utf-8", f"{what} not UTF-8 and shown as U+FFFD")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _guessed(data: bytes) -> Decoded:
    best, share = None, 0.0
    first = _FOREIGN.search(data)
    begin = max(0, first.start() - 200) if first else 0
    sample = data[begin : begin + _SAMPLE]
    for encoding in CANDIDATES:
        text = _strictly(sample, encoding)
        if text is None:
            continue
        sense = _sense(text)
        if sense > share + 0.02:
            best, share = encoding, sense
    text = _strictly(data, best) if best else None
    if best is None or text is None or share < 0.75:
        raise Unreadable(
            "Its letters are in no encoding this program recognises.",
            remedy="Save it anew as UTF-8 text.",
        )
    name = _PUBLIC_NAMES[best]
    return Decoded(text, best, f"read as {name} by its look: check the accents")


def _sense(text: str) -> float:
    """Which share of the non-ASCII characters sits where a writer would put them."""
    foreign = sum(1 for c in text if c > "\x7f")
    if foreign == 0:
        return 0.0
    good = 0
    for word in (_LATIN_WORD, _ARABIC_WORD, _CYRILLIC_WORD):
        good += sum(sum(1 for c in found if c > "\x7f") for found in word.findall(text))
    good += sum(1 for c in text if c in _PUNCTUATION)
    return good / foreign
