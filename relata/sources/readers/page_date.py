"""When a web page was published, as it says itself, and where it says so.

Looked at in this order: JSON-LD, meta tags, a `<time>` element or an element whose
class says it is the date, the page's address. A page that says nothing has no
date: the clock, the file and the dates of other stories on the page are no
witnesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from relata.sources.dates import edtf
from relata.sources.readers.json_ld import Thing
from relata.sources.readers.page_facts import Metas

_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "date.published",
    "published_date",
    "publish_date",
    "publish-date",
    "publication_date",
    "publicationdate",
    "pubdate",
    "published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "last-published",
    "originalpublicationdate",
    "date",
    "datecreated",
    "article:modified_time_first",
    "article_date_original",
    "vr:published_time",
    "rnews:datepublished",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")
_IN_ADDRESS_COMPACT = re.compile(r"[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=[/_.-]|$)")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|data|fecha|published|pubdate|publish|posted|byline|dateline|"
    r"timestamp|time|entry-date|post-date|datetime|created|veroeffentlicht)(?:$|[\s_-])",
    re.I,
)
_PUBLISHED = re.compile(r"publi|pubdate|posted|issued|created|entry-date|veroeff", re.I)
_CHANGED = re.compile(r"modif|updat|aktualis|aggiorn|mis.?a.?jour|actualiz", re.I)
_ELSEWHERE = re.compile(
    r"relat|teaser|sidebar|recommend|most-|latest|footer|comment|widget|promo|newslist|carousel",
    re.I,
)
_DAY_FIRST = ("it", "fr", "de", "es", "ar", "pt", "nl", "pl", "ru", "tr", "uk", "ro")
_LONGEST_DATELINE = 150


def published(
    root: Any, article: Thing, metas: Metas, *, address: str | None, language: str | None
) -> tuple[str, str] | None:
    """EDTF date and where it stands ("json-ld", "meta", "time", "body", "address")."""
    month_first = _month_first(language)
    for key in ("datePublished", "dateCreated", "uploadDate"):
        date = _read(article.get(key), month_first)
        if date:
            return date, "json-ld"
    for name in _METAS:
        for value in metas.all(name):
            date = _read(value, month_first)
            if date and len(date) == 10:
                return date, "meta"
    return _visible(root, month_first) or _from_address(address)


def _month_first(language: str | None) -> bool | None:
    """Whether the page's language writes the month first; None where usage differs."""
    code, _, region = (language or "").lower().replace("_", "-").partition("-")
    if code in _DAY_FIRST:
        return False
    return {"us": True, "gb": False, "au": False, "ie": False, "nz": False}.get(region)


def _read(value: object, month_first: bool | None) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return edtf(value, month_first=month_first) if isinstance(value, str) else None


def _visible(root: Any, month_first: bool | None) -> tuple[str, str] | None:
    """The date a reader of the page sees at the head of the article."""
    stated: list[tuple[str, str]] = []
    plain: list[tuple[str, str]] = []
    for element in root.iter("time", "abbr", "span", "div", "p", "li", "small", "em"):
        says = " ".join(
            element.get(name) or "" for name in ("class", "id", "itemprop", "pubdate", "rel")
        )
        is_time = element.tag == "time"
        if not (is_time or _NAMED.search(says)) or _CHANGED.search(says):
            continue
        if any(_ELSEWHERE.search(around) for around in _surroundings(element)):
            continue
        machine = element.get("datetime") or element.get("content") or element.get("title")
        words = " ".join("".join(element.itertext()).split())
        if not is_time and len(words) > _LONGEST_DATELINE:
            continue
        date = _read(machine, month_first) or _read(words, month_first)
        if not date or len(date) != 10:
            continue
        where = "time" if is_time else "body"
        sure = bool(_PUBLISHED.search(says)) or element.get("pubdate") is not None
        (stated if sure else plain).append((date, where))
    for found in (stated, plain):
        if found:
            return found[0]
    return None


def _surroundings(element: Any) -> Iterator[str]:
    """Class and id of what stands around an element, and of itself."""
    while element is not None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in ("aside", "footer", "nav"):
            yield "sidebar"
        if tag in ("body", "html"):
            return
        yield f"{element.get('class') or ''} {element.get('id') or ''}"
        element = element.getparent()


def _from_address(address: str | None) -> tuple[str, str] | None:
    for pattern in (_IN_ADDRESS, _IN_ADDRESS_COMPACT):
        found = pattern.search(address or "")
        date = edtf("-".join(found.groups())) if found else None
        if date:
            return date, "address"
    return None
