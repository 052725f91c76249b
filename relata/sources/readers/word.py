"""Word documents: paragraphs, tables and notes, in the order in which they are read.

Tracked changes are read as if accepted; headers, footers and comments are left
out. The numbers that Word puts before list entries are not in the file's text.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import opened
from relata.sources.packages import check_parts, cut_short, member, package
from relata.sources.readers.draft import Draft
from relata.sources.readers.properties import properties
from relata.sources.xml_safely import local, parsed_xml

_LEFT_OUT = frozenset(
    ("del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr", "rt")
)
_CHANGES = frozenset(("ins", "del", "moveFrom", "moveTo"))
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_ACCEPTED = "tracked changes were read as if all were accepted"


@dataclass
class _Reading:
    """What gathers while a document is walked through."""

    blocks: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cited: list[tuple[str, str]] = field(default_factory=list)
    changed: bool = False


def read(item: Item, limits: Limits) -> Draft:
    """The text of the main part, then the notes it cites."""
    with opened(item) as stream, package(stream, limits, name=item.name) as archive:
        check_parts(archive, limits)
        main = _main_part(archive)
        try:
            root = parsed_xml(member(archive, main, limits.text_bytes))
        except Unreadable as refused:
            raise cut_short("Word document") from refused
        reading = _Reading()
        body = next((child for child in root if local(child) == "body"), root)
        _blocks(body, reading)
        text = "\n\n".join(reading.blocks + _cited_notes(archive, main, reading, limits))
        said = properties(archive, "docProps/core.xml")
    return Draft(
        text,
        title=said.title,
        author=said.author,
        date=said.date,
        date_from="file properties" if said.date else None,
        declared=said.language,
        notes=(_ACCEPTED,) if reading.changed else (),
    )


def _main_part(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text; usually word/document.xml."""
    try:
        for link in parsed_xml(member(archive, "_rels/.rels", 1_000_000)):
            if (link.get("Type") or "").endswith("/officeDocument"):
                return posixpath.normpath((link.get("Target") or "").lstrip("/"))
    except Unreadable:
        pass
    return "word/document.xml"


def _blocks(parent: Any, reading: _Reading) -> None:
    """Paragraphs and tables below an element, wherever they are wrapped."""
    for child in parent:
        name = local(child)
        if name == "p":
            _paragraph(child, reading)
        elif name == "tbl":
            _table(child, reading)
        elif name not in _LEFT_OUT:
            reading.changed |= name in _CHANGES
            _blocks(child, reading)


def _paragraph(paragraph: Any, reading: _Reading) -> None:
    outer, reading.words = reading.words, []
    place = len(reading.blocks)
    _inline(paragraph, reading)
    text = "".join(reading.words).strip()
    reading.words = outer
    if text:
        reading.blocks.insert(place, text)


def _inline(parent: Any, reading: _Reading) -> None:
    for child in parent:
        name = local(child)
        reading.changed |= name in _CHANGES
        if name == "t":
            reading.words.append(child.text or "")
        elif name == "tab":
            reading.words.append("\t")
        elif name in ("br", "cr"):
            reading.words.append("\n")
        elif name == "noBreakHyphen":
            reading.words.append("\u2011")
        elif name in _NOTES:
            _cite(child, name, reading)
        elif name == "txbxContent":
            _blocks(child, reading)
        elif name not in _LEFT_OUT:
            _inline(child, reading)


def _number(element: Any) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}id")), "")


def _cite(reference: Any, name: str, reading: _Reading) -> None:
    number = _number(reference)
    reading.cited.append((_NOTES[name], number))
    reading.words.append(f"[{len(reading.cited)}]")


def _table(table: Any, reading: _Reading) -> None:
    """One line per row, cells parted by a bar; a lone cell gives its paragraphs."""
    lines: list[str] = []
    for row in _inside(table, "tr"):
        cells = []
        for cell in _inside(row, "tc"):
            held, reading.blocks = reading.blocks, []
            _blocks(cell, reading)
            cells.append(reading.blocks)
            reading.blocks = held
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            reading.blocks.extend(_together(lines) + filled[0])
            lines = []
        elif filled:
            lines.append(" | ".join(" ".join(cell).replace("\n", " ") for cell in cells))
    reading.blocks.extend(_together(lines))


def _inside(parent: Any, wanted: str) -> list[Any]:
    """Rows of a table or cells of a row, also where a content control wraps them."""
    found = []
    for child in parent:
        if local(child) == wanted:
            found.append(child)
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            found.extend(_inside(child, wanted))
    return found


def _together(lines: list[str]) -> list[str]:
    return ["\n".join(lines)] if lines else []


def _cited_notes(
    archive: zipfile.ZipFile, main: str, reading: _Reading, limits: Limits
) -> list[str]:
    """Foot- and endnotes as "[1] ..." in the order in which they are cited."""
    found: dict[tuple[str, str], str] = {}
    for part in sorted({part for part, _ in reading.cited}):
        name = posixpath.join(posixpath.dirname(main), f"{part}.xml")
        if name not in archive.namelist():
            continue
        for note in parsed_xml(member(archive, name, limits.markup_bytes)):
            inner = _Reading()
            _blocks(note, inner)
            found[part, _number(note)] = " ".join(inner.blocks)
    return [
        f"[{number}] {found[cited]}"
        for number, cited in enumerate(reading.cited, start=1)
        if found.get(cited)
    ]
