"""The article of a web page as paragraphs, without menus, notices and comments.

Trafilatura finds what belongs to the article; how it is written out is decided
here: paragraphs, headings, list entries and table rows, each parted by a blank
line (entries and rows by a line end).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from relata.sources.quiet import quiet

_BLOCKS = frozenset(
    [
        "p",
        "head",
        "quote",
        "list",
        "item",
        "table",
        "row",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "figure",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "tr",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
        "address",
        "form",
        "fieldset",
        "graphic",
        "body",
        "html",
        "details",
        "summary",
        "center",
    ]
)
_CLOSE = frozenset(["item", "row", "li", "tr", "dt", "dd"])
_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "head",
        "nav",
        "button",
        "select",
        "textarea",
        "option",
        "input",
        "map",
        "area",
        "audio",
        "video",
    ]
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HYPHENATION = re.compile("[\u00ad\u200b\u2060]")


def article_text(root: Any) -> str:
    """The article of a parsed page; "" where none is found."""
    with quiet("trafilatura", "htmldate", "justext", "courlan"):
        from trafilatura import bare_extraction

        try:
            found = bare_extraction(
                root, include_comments=False, include_tables=True, with_metadata=False
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return ""
    body = getattr(found, "body", None)
    return "" if body is None else written_out(body, skip=frozenset())


def page_text(root: Any) -> str:
    """All that a page shows, menus included: for pages without an article."""
    return written_out(root, skip=_LEFT_OUT)


def written_out(root: Any, *, skip: frozenset[str] = _LEFT_OUT) -> str:
    """The text below an element, block by block."""
    blocks: list[str] = []
    current: list[str] = []
    close_before = False

    def finish(closely: bool) -> None:
        nonlocal close_before
        joined = _HYPHENATION.sub("", "".join(current))
        lines = [_SPACES.sub(" ", line).strip() for line in joined.split("\v")]
        text = "\n".join(line for line in lines if line)
        current.clear()
        if text:
            blocks.append(("\n" if closely and close_before else "\n\n") + text)
            close_before = closely

    for kind, value in _events(root, skip):
        if kind == "text":
            current.append(value)
        elif kind == "break":
            current.append("\v")
        elif kind == "cell":
            if "".join(current).strip():
                current.append(" | ")
        else:
            finish(value in _CLOSE)
    finish(False)
    return "".join(blocks).strip()


def _events(root: Any, skip: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Texts and block borders in document order, without recursion."""
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        element, leaving = pending.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.rpartition("}")[2]
        if leaving:
            if name in _BLOCKS:
                yield "block", name
            if element is not root and element.tail:
                yield "text", element.tail
            continue
        pending.append((element, True))
        if not name or name in skip:
            continue
        if name in _BLOCKS:
            yield "block", "item" if name in _CLOSE else name
        elif name in ("br", "lb"):
            yield "break", ""
        elif name in ("td", "th", "cell"):
            yield "cell", ""
        if element.text:
            yield "text", element.text
        pending.extend((child, False) for child in reversed(element))
