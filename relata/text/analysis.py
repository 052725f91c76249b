"""The analysed form of a text: what the search index is made of.

Every word becomes one token, a letter for the language whose rules stemmed it and
the stem: "I disertori" in Italian is "ii idisert". The same rules make the index,
the forms a search looks for, and the marks on what was found, so they cannot
disagree. Speed matters here (an import analyses millions of words): text is split
at white space and each distinct piece is analysed once.
"""

from __future__ import annotations

from relata.text.spans import Span
from relata.text.stems import LATIN, token
from relata.text.words import WORD

_KEPT_PIECES = 1 << 17
_KEPT_LENGTH = 40
_EDGES = ".,;:!?…()[]\"'“”„«»‘’،؛؟–—-"


class _Pieces(dict[str, str]):
    """Pieces of text between white space and their analysed form, learned as met.

    Holds at most `_KEPT_PIECES`; then it begins anew. Several threads may share it.
    """

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, piece: str) -> str:
        core = piece.strip(_EDGES)
        if core is not piece and core in self:
            return self._keep(piece, self[core])
        words = WORD.findall(piece)
        if len(words) == 1 and words[0] != piece:
            return self._keep(piece, self[words[0]])
        tokens = (token(word, self.language) for word in words)
        return self._keep(piece, " ".join(filter(None, tokens)))

    def _keep(self, piece: str, analysed: str) -> str:
        if len(piece) <= _KEPT_LENGTH:
            if len(self) >= _KEPT_PIECES:
                self.clear()
            self[piece] = analysed
        return analysed


_known: dict[str | None, _Pieces] = {}


def _pieces(language: str | None) -> _Pieces:
    language = language if language in LATIN or language == "fa" else None
    known = _known.get(language)
    return known if known is not None else _known.setdefault(language, _Pieces(language))


def analyse(text: str, language: str | None) -> str:
    """The tokens of a text in order, joined by spaces.

    `language` is the text's two-letter code or None; a word in another script than
    the language's is analysed by its own script. Tokens hold only letters and
    digits, none in upper case or with accents.

    >>> analyse("L'esercito, 60 uomini", "it")
    'il ieserc x60 iuom'
    """
    return " ".join(filter(None, map(_pieces(language).__getitem__, text.split())))


def tokens(text: str, language: str | None) -> list[tuple[str, Span]]:
    """The same tokens, each with the exact span of its word."""
    known = _pieces(language)
    found = []
    for word in WORD.finditer(text):
        if analysed := known[word.group()]:
            found.append((analysed, Span._make(word.span())))
    return found


def forget() -> None:
    """Drop every word kept in memory to save work, as after an erasure."""
    for pieces in tuple(_known.values()):
        pieces.clear()
