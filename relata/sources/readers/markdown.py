"""Markdown, kept as it is; its front matter and first heading describe it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from relata.sources.dates import edtf
from relata.sources.model import Item, Limits
from relata.sources.opening import whole
from relata.sources.readers.draft import Draft, one_line
from relata.sources.readers.encodings import decoded

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.M)
_UNDERLINED = re.compile(r"^(?=\S)([^\n]+)\n(?:={3,}|-{3,})[ \t]*$", re.M)
_LONGEST_FRONT = 20_000


def read(item: Item, limits: Limits) -> Draft:
    """The text as it stands, front matter included, so that nothing is hidden."""
    found = decoded(whole(item, limits.text_bytes))
    text = found.text
    front = _FRONT.match(text)
    said: Mapping[str, Any] = _front_matter(front[1]) if front else {}
    date = _date(said.get("date"))
    return Draft(
        text,
        title=one_line(said.get("title")) or _heading(text[front.end() if front else 0 :]),
        author=_names(said.get("author") or said.get("authors")),
        publisher=one_line(said.get("publisher")),
        declared=one_line(said.get("lang") or said.get("language")),
        address=one_line(said.get("url")),
        date=date,
        date_from="front matter" if date else None,
        notes=(found.note,) if found.note else (),
    )


def _front_matter(block: str) -> Mapping[str, Any]:
    """What a YAML block says; nothing where it is no such block."""
    import yaml

    if len(block) > _LONGEST_FRONT or "&" in block:
        return {}
    try:
        said = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError):
        return {}
    return {str(k).lower(): v for k, v in said.items()} if isinstance(said, dict) else {}


def _heading(text: str) -> str | None:
    start = text[:20_000]
    found = [match for pattern in (_HEADING, _UNDERLINED) if (match := pattern.search(start))]
    return one_line(min(found, key=lambda match: match.start())[1]) if found else None


def _date(value: object) -> str | None:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return edtf(str(value)) if value is not None else None


def _names(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for entry in value if (name := one_line(entry))) or None
    return one_line(value)
