"""Sources named alike in one folder, which probably belong together.

`interview-07.mp3` and `interview-07.vtt`; `x.ar.txt` and `x.en.txt`. This proposes;
nothing is related until a person says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from relata.archive.media import is_recording
from relata.archive.model import Source
from relata.archive.relating import Relation, relations
from relata.archive.shelf import sources_seen
from relata.team import Desk
from relata.text.languages import LANGUAGES

_BETWEEN = re.compile(r"[\s._()\[\]-]+")
_SUFFIX = re.compile(r"\.\w{1,5}\Z")
_TRANSLATED = ("translation", "translated", "trans", "trad", "traduzione", "traduction")
_ORIGINAL = ("original", "orig", "originale", "transcript", "transcription", "trascrizione")
_MOST = 8


@dataclass(frozen=True)
class _Named:
    """What a file name says: what it is about, and what part of it this is."""

    source: Source
    language: str | None
    translated: bool
    marked: bool


def suggest_relations(desk: Desk) -> list[Relation]:
    """Relations that file names suggest, without those that stand.

    Of texts in several languages the original is the one whose name says so, or says
    nothing of a language; else the one in the language fewer sources are in, for teams
    translate into their own; else the one taken in first. A person may well know better.
    """
    with desk.reading("sources.read") as sight:
        sources = sources_seen(sight)
        standing = {frozenset((r.source, r.other)) for r in relations(sight)}
    common = Counter(source.language for source in sources)
    return [
        found
        for group in _groups(sources)
        for found in _proposed(group, common)
        if frozenset((found.source, found.other)) not in standing
    ]


def _groups(sources: Iterable[Source]) -> Iterator[list[_Named]]:
    alike: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    for source in sources:
        if source.kind != "table row":
            about, named = _read_name(source)
            alike[about].append(named)
    return (group for group in alike.values() if 2 <= len(group) <= _MOST)


def _read_name(source: Source) -> tuple[tuple[str, str], _Named]:
    """The folder and what the name is about; what it says of language and part."""
    place = max(source.origin.rfind("/"), source.origin.rfind(", "))
    folder, name = source.origin[: place + 1], source.origin[place + 1 :].strip()
    words = [word for word in _BETWEEN.split(_SUFFIX.sub("", name).casefold()) if word]
    language, translated, marked = None, False, False
    while len(words) > 1:
        if words[-1] in LANGUAGES and language is None:
            language = words.pop()
            marked = True
        elif words[-1] in _TRANSLATED:
            words.pop()
            translated = True
        elif words[-1] in _ORIGINAL:
            words.pop()
        else:
            break
    about = (folder, " ".join(words))
    return about, _Named(source, language or source.language, translated, marked)


def _proposed(group: Sequence[_Named], common: Counter[str | None]) -> Iterator[Relation]:
    recordings = [named.source for named in group if is_recording(named.source.media_type)]
    texts = [named for named in group if named.source.text is not None]
    if not texts:
        return
    original = min(
        texts, key=lambda n: (n.translated, n.marked, common[n.language], n.source.number)
    )
    for named in texts:
        apart = named.translated or named.language != original.language
        if named is not original and apart:
            yield Relation(named.source.id, original.source.id, "translation")
        else:
            for recording in recordings:
                yield Relation(named.source.id, recording.id, "recording")
