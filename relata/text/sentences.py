"""Sentences, with exact offsets, by rules for each language.

A sentence ends at a mark that ends sentences, unless what stands before it is an
abbreviation, an initial or an ordinal, or what follows goes on in lower case (so
«Why?» he asked stays whole). Closing quotation marks and brackets belong to the
sentence they close. Arabic has no capitals: there the mark alone decides. The
abbreviations are in `data/abbreviations.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from relata.text.paragraphs import paragraphs
from relata.text.spans import Span
from relata.text.tables import rows

_MARKS = ".!?…؟۔。！？"
_CLOSING = "\"'”’»›)\\]}"
_END = re.compile(rf"([{_MARKS}]+)[{_CLOSING}]*(\s+)")
_END_FRENCH = re.compile(rf"([{_MARKS}]+)(?:[{_CLOSING}]|[ \u00a0\u202f]»)*(\s+)")
_NEW_TURN = re.compile(r"\n[^\S\n]*(?=[-–—•*]\s|\w{1,20}:\s)")
_WORD_BEFORE = re.compile(r"[^\s(\[«“„\"'’]*\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]\Z")
_OPENING = re.compile(r"[\s\"'“”„«‹‘’(\[{¿¡–—-]*")


def sentences(text: str, language: str | None) -> list[Span]:
    """The sentences of a text in order; none crosses a paragraph.

    `language` is a two-letter code, or None for the rules that hold everywhere.
    Every character that is not white space lies in exactly one sentence.

    >>> text = "Il dott. Rossi tace. Poi esce."
    >>> [sentence.of(text) for sentence in sentences(text, "it")]
    ['Il dott. Rossi tace.', 'Poi esce.']
    """
    found = []
    for paragraph in paragraphs(text):
        start = paragraph.start
        for end, following in _ends(text, paragraph, language):
            if start < end:
                found.append(Span(start, end))
            start = following
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return found


def _ends(text: str, paragraph: Span, language: str | None) -> Iterator[tuple[int, int]]:
    """Where sentences end inside a paragraph, and where the next one begins."""
    mark = _END_FRENCH if language == "fr" else _END
    ends = [
        (found.start(2), found.end())
        for found in mark.finditer(text, paragraph.start, paragraph.end)
        if _ends_here(text, found, paragraph.start, language)
    ]
    taken = {following for _, following in ends}
    for found in _NEW_TURN.finditer(text, paragraph.start, paragraph.end):
        if found.end() not in taken:
            before = text[paragraph.start : found.start()].rstrip()
            ends.append((paragraph.start + len(before), found.end()))
    yield from sorted(ends)


def _ends_here(text: str, found: re.Match[str], floor: int, language: str | None) -> bool:
    opening = _OPENING.match(text, found.end())
    following = text[opening.end() : opening.end() + 1] if opening else ""
    if following.islower():
        return False
    if found.group(1) != ".":
        return True
    window = text[max(floor, found.start() - 24) : found.start()]
    before = _WORD_BEFORE.search(window)
    word = before.group().lower() if before else ""
    kind = _abbreviations(language).get(word)
    if kind is not None:
        held = {"always": True, "number": following.isdecimal(), "capital": not following.isupper()}
        return not held[kind]
    if language == "de" and word.isdecimal() and len(word) <= 2:
        return False
    initials = _INITIALS.fullmatch(word)
    return not initials or not following.isupper()


@cache
def _abbreviations(language: str | None) -> dict[str, str]:
    """Each abbreviation and its kind; a language's own word wins over the common one."""
    table = rows("abbreviations.tsv", 3)
    return {
        word: kind
        for scope in ("*", language)
        for tag, kind, written in table
        if tag == scope
        for word in written.lower().split()
    }
