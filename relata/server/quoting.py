"""Passages with their words and titles, for whoever may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from relata.databank.bank import Databank
from relata.errors import RelataError
from relata.team.rights import may

_AROUND = 90
"""Characters shown before and after a passage, at most."""


class PassageTold(msgspec.Struct, frozen=True):
    """A passage, what it was chosen for, and its words.

    `words` is None where they may not be read by this person or are no longer there;
    `before` and `after` stand around them in the same paragraph.
    """

    source: str
    start: int
    end: int
    title: str | None
    language: str | None
    words: str | None
    before: str = ""
    after: str = ""
    code: str | None = None
    coder: str | None = None
    case: str | None = None


def may_quote(bank: Databank) -> bool:
    """Whether this person may read the words of sources at all."""
    return may(bank.viewer.role, "sources.read")


def quoted(bank: Databank, passages: Iterable[PassageTold]) -> list[PassageTold]:
    """The same passages with their words, as far as this person may read them."""
    told = list(passages)
    if not may_quote(bank):
        return told
    reads: dict[str, Callable[[PassageTold], PassageTold]] = {}
    for passage in told:
        if passage.source not in reads:
            reads[passage.source] = _reader(bank, passage.source)
    return [reads[passage.source](passage) for passage in told]


def _reader(bank: Databank, source: str) -> Callable[[PassageTold], PassageTold]:
    """What gives passages of one source their words."""
    try:
        of, text = bank.sources.get(source), bank.sources.text(source)
    except RelataError:
        # Content that was erased since: the place stays, its words are gone.
        return lambda passage: passage

    def read(passage: PassageTold) -> PassageTold:
        words = bank.sources.quote(source, passage.start, passage.end)
        before = after = ""
        if text.content[passage.start : passage.end] == words:
            low = max(passage.start - _AROUND, 0)
            before = _last_line(text.content[low : passage.start], whole=low == 0)
            after = _first_line(text.content[passage.end : passage.end + _AROUND])
        return msgspec.structs.replace(
            passage,
            title=of.title,
            language=text.language,
            words=words,
            before=before,
            after=after,
        )

    return read


def _last_line(text: str, *, whole: bool) -> str:
    line = text.rpartition("\n")[2]
    if whole or line != text:
        return line
    return "…" + line.partition(" ")[2]


def _first_line(text: str) -> str:
    line = text.partition("\n")[0]
    if len(text) < _AROUND or line != text:
        return line
    return line.rpartition(" ")[0] + "…"
