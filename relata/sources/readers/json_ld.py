"""What a web page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_ARTICLES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "Report",
    "BlogPosting",
    "SocialMediaPosting",
    "Article",
    "ScholarlyArticle",
    "TechArticle",
    "WebPage",
)
_DEEPEST = 6

Thing = Mapping[str, Any]


def article_of(root: Any) -> Thing:
    """The object that describes the page's article; empty where there is none.

    Of several, the kind that stands first in the list of article kinds; a web page
    only for want of an article.
    """
    best: Thing = {}
    rank = len(_ARTICLES)
    for thing in _things(root):
        for kind in _types(thing):
            if kind in _ARTICLES and _ARTICLES.index(kind) < rank:
                best, rank = thing, _ARTICLES.index(kind)
    return best


def is_article(thing: Thing) -> bool:
    """Whether it is an article and not just any page."""
    return any(kind in _ARTICLES[:-1] for kind in _types(thing))


def names(value: object, *, depth: int = 0) -> list[str]:
    """The names of persons or organisations, however they are nested."""
    if depth > _DEEPEST:
        return []
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [name for entry in value for name in names(entry, depth=depth + 1)]
    if isinstance(value, Mapping):
        return names(value.get("name"), depth=depth + 1)
    return []


def _types(thing: Thing) -> list[str]:
    kinds = thing.get("@type")
    found = kinds if isinstance(kinds, list) else [kinds]
    return [str(kind).rpartition("/")[2] for kind in found if isinstance(kind, str)]


def _things(root: Any) -> Iterator[Thing]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip()
        for start in ("/*<![CDATA[*/", "//<![CDATA[", "<![CDATA["):
            text = text.removeprefix(start)
        for end in ("/*]]>*/", "//]]>", "]]>"):
            text = text.removesuffix(end)
        try:
            said = json.loads(text.rstrip(" ;\n"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _flattened(said, 0)


def _flattened(value: object, depth: int) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _flattened(entry, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _flattened(value.get(key), depth + 1)
