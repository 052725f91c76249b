"""Title, author, publisher, language and address of a web page, as it states them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from relata.sources.readers.draft import one_line
from relata.sources.readers.json_ld import Thing, names

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "cxenseparse:author",
)
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name", "publisher")
_BY = re.compile(r"(?:by|di|de|par|von|por)[:\s]+(?=[A-ZÀ-Ý])", re.I)
_SUFFIX = re.compile(r"\s+[|–—\-•·»]\s+")


@dataclass(frozen=True)
class Facts:
    """What the page states. A gap is None."""

    title: str | None
    author: str | None
    publisher: str | None
    language: str | None
    address: str | None
    is_article: bool


class Metas:
    """The meta tags of a page: every name in lower case, with its values in order."""

    def __init__(self, root: Any) -> None:
        self._values: dict[str, list[str]] = {}
        for meta in root.iter("meta"):
            content = one_line(meta.get("content"))
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                name = (meta.get(attribute) or "").strip().lower()
                if name and content:
                    self._values.setdefault(name, []).append(content)

    def first(self, wanted: Iterable[str]) -> str | None:
        """The first value of the first of these names that the page has."""
        return next((self._values[name][0] for name in wanted if name in self._values), None)

    def all(self, name: str) -> Sequence[str]:
        """Every value of a name."""
        return self._values.get(name, ())


def facts(root: Any, article: Thing, metas: Metas) -> Facts:
    """Read the page's own description: JSON-LD, then meta tags, then the visible heading."""
    publisher = _first(names(article.get("publisher"))) or metas.first(_PUBLISHERS)
    address = _address(root, metas)
    if publisher and publisher.startswith(("http://", "https://")):
        publisher = None
    return Facts(
        title=_title(root, article, metas, publisher),
        author=_author(root, article, metas),
        publisher=one_line(publisher) or host(address),
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.first(("og:locale", "content-language", "dc.language")),
        address=address,
        is_article=(metas.first(("og:type",)) or "").lower() in ("article", "newsarticle")
        or metas.first(("article:published_time",)) is not None,
    )


def _title(root: Any, article: Thing, metas: Metas, publisher: str | None) -> str | None:
    headings = [text for h in root.iter("h1") if (text := one_line(_words(h)))]
    stated = one_line(article.get("headline")) or metas.first(_TITLES)
    if len(headings) == 1 and (stated is None or _akin(headings[0], stated)):
        return headings[0]
    for heading in headings:
        if stated and _akin(heading, stated):
            return heading
    if stated:
        return _without_site(stated, publisher)
    page = next((one_line(_words(t)) for t in root.iter("title")), None)
    return _without_site(page, publisher) if page else _first(headings)


def _akin(one: str, other: str) -> bool:
    """Whether two titles share most of the words of the shorter one."""
    a, b = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return bool(a and b) and 2 * len(a & b) > min(len(a), len(b))


def _without_site(title: str, publisher: str | None) -> str:
    """A title without the site's name, which many pages append."""
    pieces = _SUFFIX.split(title)
    if len(pieces) > 1 and publisher and _akin(pieces[-1], publisher) and len(pieces[-1]) < 40:
        return title[: title.rindex(pieces[-1])].rstrip(" |–—-•·»")
    return title


def _author(root: Any, article: Thing, metas: Metas) -> str | None:
    stated = names(article.get("author")) or names(article.get("creator"))
    if not stated:
        stated = [name for key in _AUTHORS for name in metas.all(key)]
    if not stated:
        for element in root.iter("a", "span", "address", "p", "div"):
            if element.get("rel") == "author" or element.get("itemprop") == "author":
                stated.append(_words(element))
    found: list[str] = []
    for raw in stated:
        name = _BY.sub("", one_line(raw) or "", count=1) if _BY.match(raw) else one_line(raw)
        if name and len(name) < 200 and "://" not in name and not name.startswith("@"):
            found.append(name)
    return ", ".join(dict.fromkeys(found)) or None


def _address(root: Any, metas: Metas) -> str | None:
    for link in root.iter("link"):
        href = (link.get("href") or "").strip()
        if (link.get("rel") or "").lower() == "canonical" and href.startswith("http"):
            return href
    stated = metas.first(("og:url", "twitter:url"))
    return stated if stated and stated.startswith("http") else None


def host(address: str | None) -> str | None:
    """The name of the site an address leads to: a publisher for want of a better name."""
    if not address:
        return None
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _words(element: Any) -> str:
    """The words of an element without the hints where a browser may break them."""
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


def _first(values: Sequence[str]) -> str | None:
    return values[0] if values else None
