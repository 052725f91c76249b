"""Newspaper pages: an article among menus, advertisements and things to read also."""

from __future__ import annotations

import html
import json

from relata.demo.drafts import Draft, typeset
from relata.demo.model import StorySource
from relata.demo.telling_dates import told_date
from relata.demo.world import Outlet, PageWords, page_words


def published(draft: Draft, outlet: Outlet) -> StorySource:
    """A draft as the file one would save from the outlet: a page, or an agency's plain text."""
    if outlet.curly:
        draft = draft.rewritten(typeset)
    if outlet.agency:
        return draft.printed(".txt", _dispatch(draft, outlet).encode("utf-8"))
    page = _page(draft, outlet)
    return draft.printed(".html", page.encode(outlet.encoding, errors="xmlcharrefreplace"))


def _dispatch(draft: Draft, outlet: Outlet) -> str:
    head = f"{outlet.publisher}\n{draft.date.isoformat()}\n\n{draft.title}"
    return "\n\n".join((head, *draft.paragraphs)) + "\n"


def _page(draft: Draft, outlet: Outlet) -> str:
    words = page_words(outlet.language)
    direction = ' dir="rtl"' if outlet.language == "ar" else ""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{outlet.language}"{direction}>',
            "<head>",
            *_head(draft, outlet),
            "</head>",
            "<body>",
            *_above(outlet, words),
            *_article(draft, outlet, words),
            *_below(outlet, words),
            "</body>",
            "</html>",
            "",
        ]
    )


def _head(draft: Draft, outlet: Outlet) -> list[str]:
    day = draft.date.isoformat()
    path = f"/{day.replace('-', '/')}/" if outlet.dated == "address" else "/articles/"
    head = [
        f'<meta charset="{outlet.encoding.replace("cp", "windows-")}">',
        f"<title>{_text(draft.title)} | {_text(outlet.name)}</title>",
        f'<meta property="og:title" content="{html.escape(draft.title)}">',
        f'<meta property="og:site_name" content="{html.escape(outlet.publisher)}">',
        '<meta property="og:type" content="article">',
        f'<link rel="canonical" href="https://www.{outlet.domain}{path}{draft.name}">',
        "<style>body{font-family:serif;max-width:60em}.ad{background:#eee}</style>",
    ]
    if outlet.dated == "meta":
        head.append(f'<meta property="article:published_time" content="{day}T06:30:00+01:00">')
    if outlet.dated == "json-ld":
        known = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": draft.title,
            "datePublished": f"{day}T05:50:00+01:00",
            "publisher": {"@type": "Organization", "name": outlet.publisher},
        }
        told = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
        head.append(f'<script type="application/ld+json">{told}</script>')
    return head


def _above(outlet: Outlet, words: PageWords) -> list[str]:
    menu = "".join(f'<li><a href="/{n}">{_text(one)}</a></li>' for n, one in enumerate(words.menu))
    return [
        f'<header><a class="logo" href="/">{_text(outlet.name)}</a></header>',
        f"<nav><ul>{menu}</ul></nav>",
        f'<div class="cookie-banner">{_text(words.cookies)}</div>',
        f'<aside class="ad">{_text(words.advertisement)}</aside>',
    ]


def _article(draft: Draft, outlet: Outlet, words: PageWords) -> list[str]:
    article = ["<main><article>", f"<h1>{_text(draft.title)}</h1>"]
    said = _text(told_date(draft.date.isoformat(), outlet.language))
    if outlet.dated == "time":
        article.append(
            f'<p class="date"><time datetime="{draft.date.isoformat()}">{said}</time></p>'
        )
    elif outlet.dated == "text":
        article.append(f'<p class="date">{said}</p>')
    middle = len(draft.paragraphs) // 2
    for place, paragraph in enumerate(draft.paragraphs):
        if place == middle and outlet.key in ("caddermouth", "tribune"):
            article.append(f'<aside class="ad">{_text(words.advertisement)}</aside>')
        article.append(f"<p>{_text(paragraph)}</p>")
    return [*article, "</article></main>"]


def _below(outlet: Outlet, words: PageWords) -> list[str]:
    title, _, rest = words.related.partition(":")
    links = "".join(f'<li><a href="/r">{_text(one.strip())}</a></li>' for one in rest.split("|"))
    return [
        f'<section class="related"><h3>{_text(title)}</h3><ul>{links}</ul></section>',
        f"<footer><p>{_text(outlet.publisher)}. {_text(words.footer)}</p></footer>",
    ]


def _text(words: str) -> str:
    return html.escape(words, quote=False)
