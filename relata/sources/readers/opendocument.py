"""OpenDocument texts: paragraphs, headings, lists, tables and notes.

Deleted text that the file still tracks is left out, as are comments. Spaces that
the format writes as elements become spaces again.
"""

from __future__ import annotations

import zipfile
from typing import Any

from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import opened
from relata.sources.packages import check_parts, cut_short, member, package
from relata.sources.readers.draft import Draft
from relata.sources.readers.properties import properties
from relata.sources.xml_safely import local, parsed_xml

_LEFT_OUT = frozenset(
    (
        "tracked-changes",
        "annotation",
        "annotation-end",
        "note-citation",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
    )
)
_MOST_SPACES = 1_000


def read(item: Item, limits: Limits) -> Draft:
    """The text of the body, then its notes."""
    with opened(item) as stream, package(stream, limits, name=item.name) as archive:
        check_parts(archive, limits)
        if _is_encrypted(archive):
            raise Unreadable("It is encrypted.", remedy="Open it and save it without password.")
        try:
            root = parsed_xml(member(archive, "content.xml", limits.text_bytes))
        except Unreadable as refused:
            raise cut_short("OpenDocument text") from refused
        notes: list[str] = []
        body = next((found for found in root.iter() if local(found) == "text"), None)
        blocks = _blocks(body, notes) if body is not None else []
        said = properties(archive, "meta.xml")
    return Draft(
        "\n\n".join(blocks + notes),
        title=said.title,
        author=said.author,
        date=said.date,
        date_from="file properties" if said.date else None,
        declared=said.language,
    )


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    return b"encryption-data" in member(archive, "META-INF/manifest.xml", 5_000_000)


def _blocks(parent: Any, notes: list[str]) -> list[str]:
    blocks: list[str] = []
    for child in parent:
        name = local(child)
        if name in ("p", "h"):
            boxes: list[str] = []
            text = _words(child, notes, boxes).strip()
            blocks.extend([text] if text else [])
            blocks.extend(boxes)
        elif name == "table":
            blocks.extend(_table(child, notes))
        elif name == "list":
            entries = _blocks(child, notes)
            blocks.extend(["\n".join(entries)] if entries else [])
        elif name not in _LEFT_OUT:
            blocks.extend(_blocks(child, notes))
    return blocks


def _table(table: Any, notes: list[str]) -> list[str]:
    """One line per row, cells parted by a bar; a lone cell gives its paragraphs."""
    blocks: list[str] = []
    lines: list[str] = []
    for row in (found for found in table.iter() if local(found) == "table-row"):
        cells = [_blocks(cell, notes) for cell in row if local(cell) == "table-cell"]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            blocks.extend((["\n".join(lines)] if lines else []) + filled[0])
            lines = []
        elif filled:
            lines.append(" | ".join(" ".join(cell).replace("\n", " ") for cell in cells))
    return blocks + (["\n".join(lines)] if lines else [])


def _words(element: Any, notes: list[str], boxes: list[str]) -> str:
    """The words of a paragraph; white space as the format counts it."""
    pieces = [_plain(element.text)]
    for child in element:
        name = local(child)
        if name == "s":
            count = next((v for key, v in child.attrib.items() if key.endswith("}c")), "1")
            pieces.append(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1))
        elif name == "tab":
            pieces.append("\t")
        elif name == "line-break":
            pieces.append("\n")
        elif name == "note":
            body = [found for found in child if local(found) == "note-body"]
            text = " ".join(block for found in body for block in _blocks(found, []))
            if text:
                notes.append(f"[{len(notes) + 1}] {text}")
                pieces.append(f"[{len(notes)}]")
        elif name == "text-box":
            boxes.extend(_blocks(child, notes))
        elif name not in _LEFT_OUT:
            pieces.append(_words(child, notes, boxes))
        pieces.append(_plain(child.tail))
    return "".join(pieces)


def _plain(text: str | None) -> str:
    """Line ends and runs of spaces in the file count as one space."""
    if not text:
        return ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() and text.strip() else ""
    return before + " ".join(text.split()) + after
