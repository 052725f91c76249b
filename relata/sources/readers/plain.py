"""Plain text, in any usual encoding, kept as it is."""

from __future__ import annotations

from relata.sources.model import Item, Limits
from relata.sources.opening import whole
from relata.sources.readers.draft import Draft
from relata.sources.readers.encodings import decoded


def read(item: Item, limits: Limits) -> Draft:
    """The text, whole. Its title is left to the file's name."""
    found = decoded(whole(item, limits.text_bytes))
    return Draft(found.text, notes=(found.note,) if found.note else ())
