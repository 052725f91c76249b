"""An original to be looked at beside its text."""

from __future__ import annotations

from relata.archive import find_source, open_original
from relata.sources.model import Item
from relata.sources.safe_html import safe_html
from relata.team import Desk


def page_to_show(desk: Desk, name: str, *, apart: bool = True) -> bytes:
    """A web page as obtained, with nothing left in it that acts or calls out."""
    with desk.reading("sources.read") as sight:
        of = find_source(sight, name)
        data = open_original(desk.store, sight, of)
    item = Item(
        of.origin.rsplit("/", 1)[-1],
        of.origin,
        data=data,
        size=len(data),
        media_type=of.media_type,
    )
    if not apart:
        return safe_html(item)
    from relata.sources.apart import shared

    return shared().safe_html(item)
