"""E-books: the chapters in their reading order."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from typing import Any
from urllib.parse import unquote

from relata.sources.dates import edtf
from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import opened
from relata.sources.packages import check_parts, cut_short, member, package
from relata.sources.readers.article import page_text
from relata.sources.readers.draft import Draft, one_line
from relata.sources.readers.encodings import decoded
from relata.sources.xml_safely import local, parsed_html, parsed_xml

_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_NAMED_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)([A-Za-z][A-Za-z0-9]{1,30};)")
_FONTS = ("idpf.org/2008/embedding", "ns.adobe.com/pdf/enc")


def read(item: Item, limits: Limits) -> Draft:
    """All chapters, parted by blank lines. Raises `Unreadable` for protected books."""
    with opened(item) as stream, package(stream, limits, name=item.name) as archive:
        check_parts(archive, limits, markup=False)
        if _is_protected(archive):
            raise Unreadable(
                "It is protected against copying.", remedy="Obtain it without protection."
            )
        name = _package_name(archive)
        try:
            root = parsed_xml(member(archive, name, limits.markup_bytes), recover=True)
        except Unreadable as refused:
            raise cut_short("e-book") from refused
        chapters, missing = [], 0
        for path in _reading_order(root, posixpath.dirname(name)):
            if path in archive.namelist():
                chapters.append(_chapter(member(archive, path, limits.markup_bytes)))
            else:
                missing += 1
    said = _stated(root)
    date = edtf(said.get("date", ""))
    return Draft(
        "\n\n".join(chapter for chapter in chapters if chapter),
        kind="book",
        title=said.get("title"),
        author=said.get("creator"),
        publisher=said.get("publisher"),
        date=date,
        date_from="file properties" if date else None,
        declared=said.get("language"),
        notes=(f"{missing} chapters are missing from the file",) if missing else (),
    )


def _is_protected(archive: zipfile.ZipFile) -> bool:
    """Whether more than fonts is encrypted."""
    if "META-INF/encryption.xml" not in archive.namelist():
        return False
    root = parsed_xml(member(archive, "META-INF/encryption.xml", 5_000_000), recover=True)
    methods = [found.get("Algorithm") or "" for found in root.iter() if _is_method(found)]
    return any(not any(font in method for font in _FONTS) for method in methods)


def _is_method(element: Any) -> bool:
    parent = element.getparent()
    return (
        local(element) == "EncryptionMethod"
        and parent is not None
        and local(parent) == "EncryptedData"
    )


def _package_name(archive: zipfile.ZipFile) -> str:
    try:
        root = parsed_xml(member(archive, "META-INF/container.xml", 1_000_000), recover=True)
    except Unreadable as refused:
        raise cut_short("e-book") from refused
    names = (found.get("full-path") for found in root.iter() if local(found) == "rootfile")
    return next((name for name in names if name), "content.opf")


def _reading_order(root: Any, folder: str) -> list[str]:
    pages = {
        entry.get("id"): posixpath.normpath(posixpath.join(folder, unquote(entry.get("href"))))
        for entry in root.iter()
        if local(entry) == "item" and entry.get("href") and entry.get("media-type") in _PAGES
    }
    spine = [found.get("idref") for found in root.iter() if local(found) == "itemref"]
    return [pages[one] for one in dict.fromkeys(spine) if one in pages]


def _chapter(data: bytes) -> str:
    """The text of one chapter; as XML where it is sound, else as browsers read it."""
    text = _NAMED_ENTITY.sub(_character, decoded(data).text)
    try:
        root: Any = parsed_xml(_undeclared(text).encode())
    except Unreadable:
        root = parsed_html(text)
    return page_text(root) if root is not None else ""


def _character(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return found[0] if len(character) > 2 else html.escape(character)


def _undeclared(text: str) -> str:
    """Without the XML declaration, whose encoding no longer holds."""
    start = text.lstrip("\ufeff \r\n\t")
    return start[start.find("?>") + 2 :].lstrip() if start.startswith("<?xml") else start


def _stated(root: Any) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in root.iter():
        if local(element) == "metadata":
            for entry in element:
                value = one_line(entry.text)
                if value:
                    said.setdefault(local(entry), value)
    return said
