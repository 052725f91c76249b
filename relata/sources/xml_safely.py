"""XML and HTML parsing that fetches nothing and expands nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relata.sources.model import Unreadable

if TYPE_CHECKING:
    from lxml import etree

_DAMAGED = "Its XML is damaged or cut short."


def parsed_xml(data: bytes, *, recover: bool = False) -> etree._Element:
    """The root of an XML document.

    `recover` mends small faults, as e-books have them. Raises `Unreadable` for
    damaged XML and for one that declares entities of its own, which could expand
    without bound or point at files: nothing of them is resolved.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        if b"<!ENTITY" in data.replace(b"\0", b""):
            raise _entities() from None
        raise Unreadable(_DAMAGED, remedy="Obtain it again.") from None
    if root is None:
        raise Unreadable(_DAMAGED, remedy="Obtain it again.")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise _entities()
    return root


def parsed_html(text: str) -> Any:
    """The root of a web page, or None where nothing is left of it."""
    from lxml import etree, html

    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        return html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _entities() -> Unreadable:
    return Unreadable(
        "It declares XML entities of its own, which are not resolved.",
        remedy="Save it without a document type.",
    )


def _without_declaration(text: str) -> str:
    """lxml refuses characters that still announce an encoding."""
    start = text.lstrip()
    return start[start.find("?>") + 2 :] if start.startswith("<?xml") else text
