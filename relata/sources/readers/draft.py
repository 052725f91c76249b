"""What a reader hands back, and how a text with spans is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from relata.sources.model import Page, Turn
from relata.text.normal import fixed


@dataclass(frozen=True)
class Draft:
    """A document before it is finished: the text may still lack its stored form.

    Turns and pages, if there are any, count in the stored form: their readers
    compose the text from pieces that have it. `declared` is the language the
    document claims, `language` the one a person stated, which always holds.
    `spoken` says that the turns are known, so none are looked for.
    """

    text: str
    kind: str = "document"
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    date_from: str | None = None
    declared: str | None = None
    language: str | None = None
    address: str | None = None
    turns: tuple[Turn, ...] = ()
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    spoken: bool = False


@dataclass
class Composer:
    """Joins pieces in stored form and knows the offset of each.

    Pieces are put next to white space only, where Unicode composes nothing, so the
    whole is in stored form when each piece is.
    """

    _pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> tuple[int, int]:
        """Append a piece; its span."""
        piece = fixed(piece)
        start = self.length
        self._pieces.append(piece)
        self.length += len(piece)
        return start, self.length

    def text(self) -> str:
        """All pieces in one."""
        return "".join(self._pieces)


def one_line(value: object) -> str | None:
    """A short text with single spaces, or None where nothing is left of it.

    >>> one_line("  A title \\n in two lines ")
    'A title in two lines'
    """
    if not isinstance(value, str):
        return None
    return " ".join(fixed(value).split()) or None
