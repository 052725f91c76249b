"""Sources: from files as people have them to texts that stay.

`items` walks a path (a file, a folder, a zip file, a sheet whose rows are sources)
and gives each thing to take in, or the reason why it was left out. `read` turns an
item into a `Document`: the reader is chosen by what the bytes are, the text is put
into its stored form, and what the document says of itself is kept, with the place
where it says so. Nothing is invented: a page without a date has none, a scanned
page has no text, and a note says so. What cannot be read is `Unreadable`, in one
sentence that quotes nothing.
"""

from relata.sources.gathering import items
from relata.sources.model import (
    ROW,
    Document,
    Item,
    Limits,
    Page,
    Refusal,
    Turn,
    Unreadable,
)
from relata.sources.readers.transcripts import speeches
from relata.sources.reading import READERS, Reader, read, what_it_is

__all__ = [
    "READERS",
    "ROW",
    "Document",
    "Item",
    "Limits",
    "Page",
    "Reader",
    "Refusal",
    "Turn",
    "Unreadable",
    "items",
    "read",
    "speeches",
    "what_it_is",
]
