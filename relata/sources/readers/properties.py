"""What a packed document says of itself in its properties (Dublin Core names)."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from relata.sources.dates import edtf
from relata.sources.model import Unreadable
from relata.sources.packages import member
from relata.sources.readers.draft import one_line
from relata.sources.xml_safely import local, parsed_xml

_LARGEST = 5_000_000
_NO_AUTHOR = frozenset({"python-docx", "unknown", "user", "microsoft office user", "admin"})
_NO_TITLE = frozenset({"word document", "document", "untitled", "microsoft word"})


@dataclass(frozen=True)
class Properties:
    """Title, author, date of creation (EDTF) and language; a gap is None."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None


def properties(archive: zipfile.ZipFile, part: str) -> Properties:
    """Read a properties part; all gaps where it is missing or damaged.

    Names that programs fill in by themselves ("Microsoft Office User") are gaps.
    """
    if part not in archive.namelist():
        return Properties()
    try:
        root = parsed_xml(member(archive, part, _LARGEST))
    except Unreadable:
        return Properties()
    said: dict[str, str] = {}
    for element in root.iter():
        value = one_line(element.text)
        if value:
            said.setdefault(local(element), value)
    title = said.get("title")
    author = said.get("initial-creator") or said.get("creator")
    date = said.get("created") or said.get("creation-date")
    return Properties(
        title=title if title and title.lower() not in _NO_TITLE else None,
        author=author if author and author.lower() not in _NO_AUTHOR else None,
        date=edtf(date) if date else None,
        language=said.get("language"),
    )
