"""Office files of the old kind (OLE containers): not read, but named for what they are."""

from __future__ import annotations

from relata.sources.model import Item, Unreadable
from relata.sources.opening import opened

_LOOKED_AT = 8_000_000

_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an encrypted Office document", "Open it and save it without password."),
    ("WordDocument", "an old Word file", "Save it as .docx."),
    ("Workbook", "an old Excel file", "Save it as .xlsx or .csv."),
    ("PowerPoint Document", "an old PowerPoint file", "Save it as PDF."),
    ("__substg1.0_", "an Outlook message", "Save it as .eml."),
    ("Book", "an old Excel file", "Save it as .xlsx or .csv."),
)


def refusal(item: Item) -> Unreadable:
    """The refusal of an OLE container, told by the names of the streams inside it."""
    with opened(item) as stream:
        data = stream.read(_LOOKED_AT)
    for name, called, remedy in _STREAMS:
        if name.encode("utf-16-le") in data:
            return Unreadable(f"It seems to be {called}.", remedy=remedy)
    return Unreadable(
        "It seems to be an Office file of an old kind.", remedy="Save it as .docx, .xlsx or PDF."
    )
