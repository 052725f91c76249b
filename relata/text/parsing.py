"""The language of a search, and what a search means.

    disertori raqqa          both words, in any inflection
    disertori OR fuggiti     either (AND, OR, NOT in capitals)
    disertori -raqqa         the first without the second; the same as NOT raqqa
    "ex combattente"         these words one after the other
    combatt*                 words that begin so
    (siria OR iraq) NOT usa  brackets group

Words side by side bind closer than OR. A word that the analysis takes apart
(l'esercito, franco-siriano) is a phrase. NOT takes away from something: alone, or
as a choice of OR, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relata.errors import RelataError
from relata.text.normal import fixed
from relata.text.query import And, Leaf, Not, Or, Phrase, Prefix, Query, Word
from relata.text.stems import token
from relata.text.words import WORD

_DEEPEST = 40


class NotASearch(RelataError):
    """The words of a search cannot be understood; `position` says where, from 0."""

    remedy = "Mend the search there and try again."

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def parse(words: str) -> Query:
    """The meaning of a search as a tree of frozen records.

    Raises `NotASearch`, with the position, for a quotation mark or bracket without
    its fellow, a star in the wrong place, a search of nothing, or one that only
    excludes.

    >>> parse('disertori -"Stato Islamico"')
    And(parts=(Word(word='disertori'), Not(part=Phrase(words=('Stato', 'Islamico')))))
    """
    reader = _Reader(fixed(words))
    query = reader.either()
    if reader.kind == ")":
        raise NotASearch(f"The bracket at {reader.at} closes nothing.", reader.at)
    if query is None:
        raise NotASearch("The search names no word.", 0)
    return _checked(query, reader.excluded_at)


_PIECE = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<quote>"(?P<straight>[^"]*)"|[“„](?P<curly>[^“”]*)[“”]|«(?P<angle>[^«»]*)»)
    |(?P<unclosed>["“„”«»])
    |(?P<minus>-(?=[^\s\-)]))
    |(?P<text>[^\s()"“„”«»]+)""",
    re.VERBOSE,
)


_TEXT = re.compile(r"""[^\s()"“„”«»]+""")


class _Reader:
    """Reads a search piece by piece; `kind`, `content` and `at` describe the next one."""

    def __init__(self, written: str) -> None:
        self._pieces = self._read(written)
        self.excluded_at: int | None = None
        self._depth = 0
        self._advance()

    def _advance(self) -> None:
        self.kind, self.content, self.at = next(self._pieces, ("end", "", -1))

    @staticmethod
    def _read(written: str) -> Iterator[tuple[str, str, int]]:
        after_space = True
        position = 0
        while found := _PIECE.match(written, position):
            kind, at = found.lastgroup or "", position
            if found["minus"] and not after_space:
                found = _TEXT.match(written, position) or found
                kind = "text"
            position = found.end()
            if kind == "unclosed":
                raise NotASearch(f"The quotation mark at {at} has no fellow.", at)
            if kind == "quote":
                yield "phrase", found["straight"] or found["curly"] or found["angle"] or "", at
            elif kind != "space":
                yield _KINDS.get(found.group(), kind), found.group(), at
            after_space = kind in ("space", "open")

    def either(self) -> Query | None:
        """Parts joined by OR."""
        parts = []
        while True:
            part = self.all_of()
            if part is not None:
                parts.append(part)
            if self.kind != "OR":
                break
            if part is None:
                raise NotASearch(f"OR at {self.at} has nothing before it.", self.at)
            at = self.at
            self._advance()
            if self.kind in ("end", ")", "OR"):
                raise NotASearch(f"OR at {at} has nothing after it.", at)
        return _joined(Or, parts)

    def all_of(self) -> Query | None:
        """Parts side by side, or joined by AND."""
        parts: list[Query] = []
        while self.kind not in ("end", ")", "OR"):
            if self.kind == "AND":
                at = self.at
                if not parts:
                    raise NotASearch(f"AND at {at} has nothing before it.", at)
                self._advance()
                if self.kind in ("end", ")", "OR", "AND"):
                    raise NotASearch(f"AND at {at} has nothing after it.", at)
            part = self.one()
            if part is not None:
                parts.append(part)
        return _joined(And, parts)

    def one(self) -> Query | None:
        """One word, phrase or bracket, or what NOT stands before."""
        kind, content, at = self.kind, self.content, self.at
        if kind in ("NOT", "minus", "open"):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise NotASearch(f"The search nests more than {_DEEPEST} deep at {at}.", at)
            try:
                return self._nested(kind, at)
            finally:
                self._depth -= 1
        self._advance()
        return _leaf(content, at, starred=kind == "text")

    def _nested(self, kind: str, at: int) -> Query | None:
        self._advance()
        if kind in ("NOT", "minus"):
            if self.kind in ("end", ")", "OR", "AND"):
                raise NotASearch(f"NOT at {at} has nothing after it.", at)
            if self.excluded_at is None:
                self.excluded_at = at
            part = self.one()
            return part.part if isinstance(part, Not) else Not(part) if part else None
        part = self.either()
        if self.kind != ")":
            raise NotASearch(f"The bracket at {at} is not closed.", at)
        self._advance()
        return part


_KINDS = {"AND": "AND", "OR": "OR", "NOT": "NOT", ")": ")"}


def _leaf(written: str, at: int, *, starred: bool) -> Leaf | None:
    """The word, phrase or prefix that a piece of a search stands for; None for mere marks."""
    words = WORD.findall(written)
    star = written.find("*")
    if star >= 0:
        if not starred or len(words) != 1 or not written.endswith(words[0] + "*"):
            raise NotASearch(
                f"The star at {at + star} must stand at the end of one single word.", at + star
            )
        return Prefix(words[0])
    words = [word for word in words if token(word, None)]
    if len(words) > 1:
        return Phrase(tuple(words))
    return Word(words[0]) if words else None


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))


def _checked(query: Query, excluded_at: int | None) -> Query:
    """Refuse a NOT that has nothing to take away from, wherever it stands."""
    match query:
        case And(parts):
            if all(isinstance(part, Not) for part in parts):
                return _refused(excluded_at)
            for part in parts:
                _checked(part.part if isinstance(part, Not) else part, excluded_at)
        case Or(parts):
            for part in parts:
                _checked(part, excluded_at)
        case Not():
            return _refused(excluded_at)
        case _:
            pass
    return query


def _refused(at: int | None) -> Query:
    position = at or 0
    raise NotASearch(f"NOT at {position} excludes from nothing: name what to look for.", position)
