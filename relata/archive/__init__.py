"""The archive keeps evidence: original bytes, the texts read from them, places in those texts.

A source is named by its bytes, a text by its source, reader and content, a passage by
its text and span; so the same thing taken in twice is one thing. Texts never change: a
better reader adds another. Search finds any inflection in the paragraphs of all texts
a viewer may see. A translation lies beside its original, a transcript beside its
recording.
"""

from relata.archive import checks
from relata.archive.alike import suggest_relations
from relata.archive.beside import Alignment, Beside, aligned
from relata.archive.describing import describe_source
from relata.archive.erasing import erase_source
from relata.archive.keeping import (
    Intake,
    Known,
    Reading,
    add_text,
    keep,
    settled,
    source_id,
)
from relata.archive.media import is_recording, open_part
from relata.archive.model import (
    Description,
    Layout,
    Original,
    Page,
    Passage,
    Source,
    Text,
    Turn,
)
from relata.archive.passages import mark_passages, passages_by_number
from relata.archive.relating import Relation, pin, relate, related, unrelate
from relata.archive.search import Answer, Hit, catch_up, search
from relata.archive.shelf import (
    find_source,
    list_sources,
    open_original,
    open_text,
    quotations,
    rendered,
    sources_seen,
)

__all__ = [
    "Alignment",
    "Answer",
    "Beside",
    "Description",
    "Hit",
    "Intake",
    "Known",
    "Layout",
    "Original",
    "Page",
    "Passage",
    "Reading",
    "Relation",
    "Source",
    "Text",
    "Turn",
    "add_text",
    "aligned",
    "catch_up",
    "checks",
    "describe_source",
    "erase_source",
    "find_source",
    "is_recording",
    "keep",
    "list_sources",
    "mark_passages",
    "open_original",
    "open_part",
    "open_text",
    "passages_by_number",
    "pin",
    "quotations",
    "relate",
    "related",
    "rendered",
    "search",
    "settled",
    "source_id",
    "sources_seen",
    "suggest_relations",
    "unrelate",
]
