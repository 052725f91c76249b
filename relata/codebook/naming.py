"""Names: the slug a code is stored by, and finding one by what a person types."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything with a slug and labels: a code, a variable, a choice."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...


T = TypeVar("T", bound=Named)


@lru_cache(maxsize=4096)
def slug(words: str) -> str:
    """The stable name of some words: lower case, hyphens, letters of any script.

    Empty when the words hold neither letter nor digit. A slug's own slug is itself.

    >>> slug("Fear of air raids")
    'fear-of-air-raids'
    >>> slug("Noia / Ennui")
    'noia-ennui'
    """
    folded = words
    while (again := unicodedata.normalize("NFKC", folded).casefold()) != folded:
        folded = again
    kept: list[str] = []
    for character in folded:
        category = unicodedata.category(character)[0]
        if category in "LN" or (category == "M" and kept and kept[-1] != "-"):
            kept.append(character)
        elif kept and kept[-1] != "-":
            kept.append("-")
    return "".join(kept).strip("-")


def find(entries: Iterable[T], words: str) -> T | None:
    """The entry whose name or label, in any language, is `words`; None without one.

    Case, spaces and punctuation do not matter. A name wins over a label, and a
    label that two entries share names neither.
    """
    wanted = slug(words)
    if not wanted:
        return None
    by_label: list[T] = []
    for entry in entries:
        if entry.name == wanted:
            return entry
        if any(slug(label) == wanted for label in (entry.label, *entry.labels.values())):
            by_label.append(entry)
    return by_label[0] if len(by_label) == 1 else None


def nearest(entries: Iterable[Named], words: str) -> str | None:
    """The name or label that looks most like `words`, to be offered; None when none does."""
    spellings: dict[str, str] = {}
    for entry in entries:
        for spelling in (entry.name, entry.label, *entry.labels.values()):
            spellings.setdefault(slug(spelling), spelling)
    close = difflib.get_close_matches(slug(words), spellings, n=1, cutoff=0.72)
    return spellings[close[0]] if close else None


def label_in(entry: Named, language: str) -> str:
    """What to show people who read `language`: the translation, else the own label."""
    return entry.labels.get(language) or entry.label
