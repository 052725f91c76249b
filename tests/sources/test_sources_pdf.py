"""PDF: pages with their spans, scans named, paragraphs joined only where it is safe."""

from __future__ import annotations

import pytest

from relata.sources import Limits, Unreadable
from relata.sources.readers.pdf_lines import paragraphs, words_of

LONG = (
    "We took the ferry on the third day, when the wind had turned and the harbour lay empty. "
    "Nobody asked us where we wanted to go, perché nobody knew, and the lists were closed again. "
    "In the morning we saw the other shore, and those who could swim did not wait any longer."
)


def test_lines_become_paragraphs_and_pages_keep_their_spans(document, pdf):
    """A paragraph set in many lines is one paragraph; each page knows where it lies."""
    read = document(pdf([[LONG, "A short one."], ["Page two."]]), "notes.pdf")

    assert read.text == f"{LONG}\n\nA short one.\n\nPage two."
    assert [read.text[p.start : p.end] for p in read.pages] == [
        f"{LONG}\n\nA short one.",
        "Page two.",
    ]
    assert (read.title, read.author, read.date_from) == (
        "Field notes",
        "Ada Moss",
        "file properties",
    )


def test_scanned_pages_are_named(document, pdf):
    """Pages that are pictures are marked, and one note lists them."""
    read = document(pdf([[LONG], None, None, ["Between the scans."], None]), "notes.pdf")

    assert [page.number for page in read.pages if page.scanned] == [2, 3, 5]
    assert read.notes == ("pages 2-3 and 5 are scanned images without text",)
    assert all(page.start == page.end for page in read.pages if page.scanned)


def test_a_scan_without_any_text_is_refused_with_what_to_do(document, pdf):
    """Where all pages are pictures there is no text to take in."""
    with pytest.raises(Unreadable, match="2 pages are scanned images") as refused:
        document(pdf([None, None]), "notes.pdf")

    assert "text recognition" in refused.value.remedy


def test_an_encrypted_pdf_is_named(document, pdf):
    """A PDF under a password is refused as that."""
    with pytest.raises(Unreadable, match="encrypted PDF"):
        document(pdf([[LONG]], password="wend"), "notes.pdf")


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6])
def test_a_cut_pdf_is_refused_or_says_so(document, pdf, part):
    """A PDF cut short costs one sentence, or carries a note that pages may be missing."""
    data = pdf([[LONG] * 3 for _ in range(6)])

    try:
        said = document(data[: int(len(data) * part)], "notes.pdf").notes[-1]
    except Unreadable as refused:
        said = str(refused)

    assert "cut short" in said


def test_noise_that_begins_like_a_pdf_is_refused(document):
    """A mark at the start is not enough."""
    with pytest.raises(Unreadable, match="cut short or damaged"):
        document(b"%PDF-1.7\n" + bytes(range(256)) * 40)


def test_more_pages_than_the_limit_are_refused(document, pdf):
    """A limit of pages is kept before they are read."""
    with pytest.raises(Unreadable, match="3 pages; 2 is the most"):
        document(pdf([["a"], ["b"], ["c"]]), limits=Limits(pages=2))


COLUMN = """The people who lived on this side of the river were moth-
ers with children, and old men who had stayed. A well-
known doctor came on Sundays, as mothers told us, and
was paid in well-known ways.
Q: And then?
A: We left.
- first
- second"""


def test_broken_words_are_joined_as_the_document_writes_them():
    """A hyphen at a line's end goes where the word stands whole elsewhere, and stays where not."""
    text = paragraphs(COLUMN, known=words_of([COLUMN]))

    assert "mothers with children" in text
    assert "A well-known doctor" in text
    assert text.startswith("The people who lived on this side of the river were mothers")


def test_labels_bullets_and_short_lines_stay_apart():
    """Turns and list entries keep their lines."""
    text = paragraphs(COLUMN, known=words_of([COLUMN]))

    assert text.endswith("Q: And then?\nA: We left.\n- first\n- second")


def test_no_letter_is_lost_in_joining():
    """Joining changes white space and hyphens at line ends, and nothing else."""
    kept = [c for c in COLUMN if not c.isspace() and c != "-"]
    joined = paragraphs(COLUMN, known=words_of([COLUMN]))

    assert [c for c in joined if not c.isspace() and c != "-"] == kept
