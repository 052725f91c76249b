"""A text on its way to a file: paragraphs, and the truth about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from relata.demo.model import (
    Kind,
    Language,
    StoryFact,
    StoryFigure,
    StoryPassage,
    StorySource,
    StoryStatement,
    Told,
)
from relata.demo.prose import lines
from relata.demo.world import parted

_OPENING = re.compile(r'(^|[\s(\[«“])"')


@dataclass(frozen=True, slots=True)
class Draft:
    """A text not yet printed in any format. `name` becomes the file's name."""

    name: str
    language: Language
    kind: Kind
    title: str
    date: date
    publisher: str
    paragraphs: tuple[str, ...]
    persons: tuple[str, ...] = ()
    passages: tuple[StoryPassage, ...] = ()
    facts: tuple[StoryFact, ...] = ()
    statements: tuple[StoryStatement, ...] = ()
    figures: tuple[StoryFigure, ...] = ()
    copy_of: str | None = None
    how: Told | None = None

    @property
    def text(self) -> str:
        """The paragraphs parted by empty lines."""
        return unicodedata.normalize("NFC", "\n\n".join(self.paragraphs))

    def printed(self, ending: str, data: bytes) -> StorySource:
        """The draft as a source: `data` is what the file holds."""
        return StorySource(
            filename=self.name + ending,
            data=data,
            language=self.language,
            kind=self.kind,
            title=self.title,
            date=self.date,
            publisher=self.publisher,
            text=self.text,
            persons=self.persons,
            passages=self.passages,
            facts=self.facts,
            statements=self.statements,
            figures=self.figures,
            copy_of=self.copy_of,
            how=self.how,
        )

    def rewritten(self, by: Callable[[str], str]) -> Draft:
        """All its words changed in the same way, in the text and in the truth."""
        return replace(
            self,
            title=by(self.title),
            paragraphs=tuple(by(p) for p in self.paragraphs),
            passages=tuple(replace(p, quote=by(p.quote)) for p in self.passages),
            facts=tuple(replace(f, quote=by(f.quote)) for f in self.facts),
            statements=tuple(
                replace(s, quote=by(s.quote), cue=by(s.cue or "") or None, speaker=by(s.speaker))
                for s in self.statements
            ),
            figures=tuple(
                replace(f, quote=by(f.quote), paragraph=by(f.paragraph)) for f in self.figures
            ),
        )

    def kept(self) -> Draft:
        """Only such truth as the paragraphs still bear out (after they were cut)."""
        return replace(
            self,
            passages=tuple(p for p in self.passages if self._has(p.quote)),
            facts=tuple(f for f in self.facts if self._has(f.quote)),
            statements=tuple(s for s in self.statements if self._has(s.quote)),
            figures=tuple(f for f in self.figures if f.paragraph in self.paragraphs),
        )

    def _has(self, quote: str) -> bool:
        return any(quote in paragraph for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Claims:
    """Statements and figures as a data file lists them, not yet placed in a text."""

    statements: str
    figures: str
    fit: Callable[[str], str] = field(default=str)

    def statements_told(self) -> tuple[StoryStatement, ...]:
        told = []
        for line in lines(self.fit(self.statements)):
            speaker, role, mode, mood, cue, content = parted(line)
            told.append(StoryStatement(speaker, _gap(role), mode, mood, _gap(cue), content))
        return tuple(told)

    def figures_in(self, paragraphs: tuple[str, ...]) -> tuple[StoryFigure, ...]:
        """The figures, each with the one paragraph it stands in."""
        placed = []
        for line in lines(self.fit(self.figures)):
            quote, low, high, kind, counted, relation, place, as_of, speaker = parted(line)
            alone = re.compile(rf"(?<![A-Za-zÀ-ÿ0-9,]){re.escape(quote)}(?!\w)")
            where = [(p, found.start()) for p in paragraphs for found in alone.finditer(p)]
            if len(where) != 1:
                raise ValueError(f"figure {quote!r} stands {len(where)} times in its text")
            paragraph, at = where[0]
            placed.append(
                StoryFigure(
                    quote,
                    paragraph,
                    at,
                    _number(low),
                    _number(high),
                    kind,
                    _gap(counted),
                    _gap(relation),
                    _gap(place),
                    _gap(as_of),
                    _gap(speaker),
                )
            )
        return tuple(placed)


def front_matter(draft: Draft) -> str:
    """What a Markdown file says of itself at its top."""
    said = {"title": draft.title, "date": draft.date.isoformat(), "publisher": draft.publisher}
    return "\n".join(("---", *(f'{key}: "{value}"' for key, value in said.items()), "---"))


def typeset(text: str) -> str:
    """Typographic apostrophes and quotation marks instead of typewritten ones."""
    return _OPENING.sub(r"\1“", text).replace('"', "”").replace("'", "’")


def _gap(cell: str) -> str | None:
    return None if cell == "-" else cell


def _number(cell: str) -> int | None:
    return None if cell == "-" else int(cell)
