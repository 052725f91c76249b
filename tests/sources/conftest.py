"""What the reader tests share: items from bytes, and small real documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from relata.sources import Document, Item, read

PLAIN = "We left the town at night.\n\nNobody asked where we went.\n"


@pytest.fixture
def item() -> Callable[..., Item]:
    """Make an item from bytes and a name."""

    def make(data: bytes, name: str = "notes.txt") -> Item:
        return Item(name=name, origin=name, data=data, size=len(data))

    return make


@pytest.fixture
def document(item) -> Callable[..., Document]:
    """Read bytes as a document, its language left open."""

    def make(data: bytes, name: str = "notes.txt", **how) -> Document:
        return read(item(data, name), recognise=lambda text: None, **how)

    return make


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    """Pack members, given by name, into a zip file."""

    def make(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return stream.getvalue()

    return make


@pytest.fixture
def docx() -> bytes:
    """A Word document with a heading, paragraphs, a table and properties."""
    import datetime

    from docx import Document as Word

    word = Word()
    word.core_properties.title = "The ferry"
    word.core_properties.author = "Ada Moss"
    word.core_properties.created = datetime.datetime(2019, 3, 4, 10, 0)
    word.add_heading("The ferry", 1)
    word.add_paragraph("We took the ferry on the third day.")
    table = word.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Place", "Day"), ("Harbour", "3")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    word.add_paragraph("Perché non so dirlo.")
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF from pages: a list of paragraphs each, or None for a page that is a picture."""

    def make(pages: list[list[str] | None], *, password: str | None = None) -> bytes:
        from PIL import Image
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfgen.canvas import Canvas
        from reportlab.platypus import Paragraph

        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(420, 595), encrypt=password)
        canvas.setTitle("Field notes")
        canvas.setAuthor("Ada Moss")
        style = getSampleStyleSheet()["Normal"]
        for page in pages:
            if page is None:
                picture = ImageReader(Image.new("RGB", (60, 80), "grey"))
                canvas.drawImage(picture, 0, 0, 420, 595)
            height = 560.0
            for text in page or ():
                paragraph = Paragraph(text, style)
                _, used = paragraph.wrap(340, 900)
                height -= used + 8
                paragraph.drawOn(canvas, 40, height)
            canvas.showPage()
        canvas.save()
        return stream.getvalue()

    return make
