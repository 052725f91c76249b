"""The text of any XML document: each stretch of running text is a paragraph."""

from __future__ import annotations

from typing import Any

from relata.sources.model import Item, Limits
from relata.sources.opening import whole
from relata.sources.readers.draft import Draft
from relata.sources.xml_safely import parsed_xml


def read(item: Item, limits: Limits) -> Draft:
    """Element texts in document order; attributes and comments are left out."""
    root = parsed_xml(whole(item, limits.markup_bytes))
    paragraphs: list[str] = []
    _gather(root, paragraphs)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Draft("\n\n".join(paragraphs), declared=language)


def _gather(element: Any, paragraphs: list[str]) -> None:
    """An element with words of its own is one paragraph; else its children are looked at."""
    own = [element.text, *(child.tail for child in element)]
    if any(piece and piece.strip() for piece in own):
        paragraphs.append(" ".join("".join(element.itertext()).split()))
        return
    for child in element:
        _gather(child, paragraphs)
