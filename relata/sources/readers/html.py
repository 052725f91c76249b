"""Web pages: the article, and what the page says of itself."""

from __future__ import annotations

import re

from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import whole
from relata.sources.readers.article import article_text, page_text
from relata.sources.readers.draft import Draft
from relata.sources.readers.encodings import Decoded, decoded
from relata.sources.readers.json_ld import article_of, is_article
from relata.sources.readers.page_date import published
from relata.sources.readers.page_facts import Metas, facts, host
from relata.sources.xml_safely import parsed_html

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
_ALL_KEPT = "no article was found in the page, so all its text is kept"
_NO_LETTERS = re.compile(r"\W+")


def read(item: Item, limits: Limits) -> Draft:
    """The article of a saved page."""
    data = whole(item, limits.markup_bytes)
    return page(decoded(data, declared=declared(data)))


def page(found: Decoded, *, address: str | None = None) -> Draft:
    """The article of a page in characters; `address` is where it was saved from."""
    root = parsed_html(found.text)
    if root is None:
        raise Unreadable("It seems to be a web page, but holds no text.")
    article, metas = article_of(root), Metas(root)
    said = facts(root, article, metas)
    address = said.address or address
    date = published(root, article, metas, address=address, language=said.language)
    notes = [found.note] if found.note else []
    text = article_text(root)
    if "\n" not in text:
        # One block may be all that there is, run together; the search also takes the tree apart.
        everything = page_text(parsed_html(found.text))
        if not text or (_letters(everything) in _letters(text) and everything != text):
            text = everything
            notes.append(_ALL_KEPT)
    is_news = said.is_article or is_article(article) or date is not None
    return Draft(
        text,
        kind="news" if is_news else "document",
        title=said.title,
        author=said.author,
        publisher=said.publisher or host(address),
        date=date[0] if date else None,
        date_from=date[1] if date else None,
        declared=said.language,
        address=address,
        notes=tuple(notes),
    )


def declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else None
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)
