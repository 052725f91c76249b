"""A web page to be looked at, with nothing left in it that acts or calls out.

Only what is on the lists below stays: elements that hold text, pictures that the page
carries in itself, and style sheets that point nowhere. Scripts, forms, frames, objects,
event handlers, links and every address outside are taken out, whatever spelling they
hide behind, so that looking at evidence neither tells anybody nor changes anything. The
page also carries a policy of its own; whoever shows it adds a sandboxed frame.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import beginning, whole
from relata.sources.seeming import seems
from relata.sources.xml_safely import local, parsed_html

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a browser is told the page may do: show itself."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_STAY = _words("""
    html body header footer main article section nav aside div p span h1 h2 h3 h4 h5 h6 hgroup
    ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td blockquote pre code em
    strong b i u s strike small big sub sup br wbr hr img figure figcaption a abbr acronym cite q
    time mark bdi bdo ruby rb rt rp rtc details summary address center font del ins kbd samp var tt
    dfn data picture
""")
_GO_WHOLE = _words("""
    script noscript style template iframe frame frameset noframes noembed object embed applet
    param svg math canvas audio video source track map area base basefont bgsound link meta title
    head input button select textarea option optgroup datalist output keygen progress meter
    portal plaintext xmp listing marquee layer ilayer dialog slot isindex command menuitem
    fencedframe
""")
_ATTRIBUTES = _words("""
    class id dir lang title alt width height colspan rowspan headers scope span align valign
    start type value reversed datetime open size color face border cellpadding cellspacing
    bgcolor nowrap
""")
_PICTURE = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon);base64,[A-Za-z0-9+/=\s]*",
    re.I,
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_AT_RULE = re.compile(r"@(?:import|charset|namespace)\b[^;]*(?:;|\Z)", re.I)
_ADDRESS = re.compile(r"\burl\(\s*(?:\"[^\"]*\"|'[^']*'|[^)\"']*)\s*\)", re.I)
_ACTS = re.compile(
    r"url\s*\(|src\s*\(|image(?:-set)?\s*\(|cross-fade\s*\(|element\s*\(|paint\s*\("
    r"|@\s*(?:import|document)|expression\s*\(|behaviou?r\s*:|-moz-binding|progid|[<\x00]",
    re.I,
)
_SHELL = re.compile(r"\\|<!--|-->")
_MOST_STYLE = 2_000_000


def safe_html(item: Item, *, limits: Limits | None = None) -> bytes:
    """The page an item holds, safe to show; UTF-8. Web pages and saved ones (MHTML).

    Raises `Unreadable` where it is no page, or holds none.
    """
    from lxml import etree

    root = parsed_html(_characters(item, limits or Limits()))
    if root is None:
        raise Unreadable("It seems to be a web page, but holds nothing to show.")
    sheets = [_sheet(style.text_content()) for style in root.iter("style") if _on_screen(style)]
    language, direction = root.get("lang"), root.get("dir")
    body = root.find("body")
    shown = body if body is not None else root
    _strip(shown)
    shown.tag = "body"
    page = etree.Element("html")
    for name, value in (("lang", language), ("dir", direction)):
        if value and value.replace("-", "").isalnum():
            page.set(name, value)
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    etree.SubElement(head, "meta", name="referrer", content="no-referrer")
    for sheet in filter(None, sheets):
        etree.SubElement(head, "style").text = sheet
    page.append(shown)
    made = etree.tostring(page, encoding="unicode", method="html", doctype="<!doctype html>")
    return made.encode("utf-8", "replace")


def _characters(item: Item, limits: Limits) -> str:
    from relata.sources.readers.encodings import decoded
    from relata.sources.readers.html import declared
    from relata.sources.readers.mail import characters, parsed_mail

    media_type = seems(beginning(item), item.name)
    data = whole(item, limits.markup_bytes)
    if media_type == "multipart/related":
        for part in parsed_mail(data).walk():
            if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
                return characters(part).text
    elif media_type == "text/html":
        return decoded(data, declared=declared(data)).text
    raise Unreadable("It holds no web page.", remedy="Look at its text, or at the original.")


def _strip(root: Any) -> None:
    """Leave only what is on the lists, in the tree under `root`."""
    for element in list(root.iter()):
        if element is not root:
            name = local(element).lower()
            if not name or name in _GO_WHOLE:
                _drop(element)
                continue
            if name not in _STAY and element.getparent() is not None:
                element.drop_tag()
                continue
        _strip_attributes(element)


def _drop(element: Any) -> None:
    if element.getparent() is None:
        return
    if isinstance(element.tag, str):
        element.drop_tree()
    else:
        element.getparent().remove(element)


def _strip_attributes(element: Any) -> None:
    for name, value in list(element.attrib.items()):
        if name in _ATTRIBUTES:
            continue
        if name == "src" and element.tag == "img" and _PICTURE.fullmatch(value):
            continue
        if name == "href" and element.tag == "a" and re.fullmatch(r"#[\w.:-]*", value):
            continue
        if name == "style":
            kept = _sheet(value)
            if kept:
                element.set("style", kept)
                continue
        del element.attrib[name]


def _on_screen(style: Any) -> bool:
    media = (style.get("media") or "all").lower()
    return "all" in media or "screen" in media


def _sheet(css: str | None) -> str:
    """A style sheet without addresses; "" where one may still hide in it."""
    if not css or len(css) > _MOST_STYLE:
        return ""
    # Without backslashes nothing is spelled otherwise than it reads.
    css = _SHELL.sub("", css)
    css = _ADDRESS.sub("none", _AT_RULE.sub("", _COMMENT.sub(" ", css)))
    return "" if _ACTS.search(css) else css.strip()
