"""Word, OpenDocument, RTF, e-books and Markdown."""

from __future__ import annotations

import io

import pytest

from relata.sources import Unreadable

W = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
TYPES = (
    "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/"
    "content-types'/>"
)
ODF = (
    "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
)


def word(zipped, body, **parts):
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": data for name, data in parts.items()},
        }
    )


def odt(zipped, body, **parts):
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            **parts,
        }
    )


def test_a_word_document_is_read_in_order(document, docx):
    """Heading, paragraphs and table rows come in order, with the file's properties."""
    read = document(docx, "statement.docx")

    assert read.text == (
        "The ferry\n\nWe took the ferry on the third day.\n\nPlace | Day\nHarbour | 3"
        "\n\nPerché non so dirlo."
    )
    assert (read.title, read.author, read.date, read.date_from) == (
        "The ferry",
        "Ada Moss",
        "2019-03-04",
        "file properties",
    )


def test_tracked_changes_are_read_as_accepted_and_said(document, zipped):
    """What was inserted counts, what was struck out does not, and a note says so."""
    read = document(
        word(
            zipped,
            "<w:p><w:r><w:t xml:space='preserve'>We left </w:t></w:r>"
            "<w:del><w:r><w:delText>early</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>late</w:t></w:r></w:ins></w:p>",
        )
    )

    assert read.text == "We left late"
    assert "tracked changes" in read.notes[0]


def test_footnotes_follow_the_text(document, zipped):
    """A note stands at the end, where its number in the text leads."""
    note = (
        f"<w:footnotes {W}><w:footnote w:id='7'><w:p><w:r><w:t>By boat.</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    )
    body = (
        "<w:p><w:r><w:t>We left</w:t><w:footnoteReference w:id='7'/><w:tab/><w:t>then.</w:t>"
        "</w:r></w:p>"
    )

    assert document(word(zipped, body, footnotes=note)).text == "We left[1]\tthen.\n\n[1] By boat."


def test_text_that_word_keeps_twice_is_read_once(document, zipped):
    """A text box has a fallback for old programs, which is not a second text."""
    mc = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>Before.</w:t><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert document(word(zipped, body)).text == "Before.\n\nIn a box."


def test_an_interview_in_word_has_turns(document, zipped):
    """Questions and answers are turns in whatever format they come."""
    body = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("Q: Where?", "A: There.", "Q: So?")
    )

    assert [turn.speaker for turn in document(word(zipped, body)).turns] == ["Q", "A", "Q"]


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_cut_word_document_is_named(document, docx, part):
    """A Word file cut short is refused as one, in a sentence."""
    with pytest.raises(Unreadable, match="a Word document, but it is cut short or damaged"):
        document(docx[: int(len(docx) * part)], "statement.docx")


def test_an_opendocument_text_is_read(document, zipped):
    """Headings, paragraphs, spaces, lists, tables and notes of an ODT come out in order."""
    read = document(
        odt(
            zipped,
            "<text:tracked-changes><text:p>struck out</text:p></text:tracked-changes>"
            "<text:h>Title</text:h><text:p>We <text:span>left</text:span><text:s text:c='2'/>late"
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By boat."
            "</text:p></text:note-body></text:note>.</text:p>"
            "<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item>"
            "<text:p>two</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
            **{
                "meta.xml": f"<office:document-meta {ODF} xmlns:dc='http://purl.org/dc/elements/1.1/'"
                " xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0'><office:meta>"
                "<dc:title>The ferry</dc:title>"
                "<meta:initial-creator>Ada Moss"
                "</meta:initial-creator><meta:creation-date>2019-03-04T10:00:00</meta:creation-date></office:meta>"
                "</office:document-meta>"
            },
        ),
        "a.odt",
    )

    assert read.text == ("Title\n\nWe left  late[1].\n\none\ntwo\n\na | b\n\n[1] By boat.")
    assert (read.title, read.author, read.date) == ("The ferry", "Ada Moss", "2019-03-04")


def test_an_encrypted_opendocument_text_is_named(document, zipped):
    """An ODT saved with a password is refused as that."""
    manifest = (
        "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    )

    with pytest.raises(Unreadable, match="encrypted"):
        document(odt(zipped, "", **{"META-INF/manifest.xml": manifest}))


def test_a_spreadsheet_of_opendocument_is_named(document, zipped):
    """A kind of office file that is not read is called by its name."""
    with pytest.raises(Unreadable, match="OpenDocument spreadsheet"):
        document(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}))


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\info{\title Citt\'e0 vuota}{\author Ada Moss}"
    r"{\creatim\yr2019\mo3\dy4\hr10}}\f0 Perch\'e9 la citt\'e0 \u232?\par\par "
    r"\u-10179?\u-8704? {\b vuota}.\par}"
)


def test_rich_text_is_read_with_its_letters(document):
    """Accents by code page, letters by number, and what lies beyond them."""
    read = document(RTF.encode(), "a.doc")

    assert read.text == "Perché la città è\n\n😀 vuota."
    assert (read.title, read.author, read.date) == ("Città vuota", "Ada Moss", "2019-03-04")


def test_cut_rich_text_is_named(document):
    """RTF whose groups do not close was cut short."""
    with pytest.raises(Unreadable, match="RTF document, but it is cut short"):
        document(RTF.encode()[:60])


def book(zipped, chapters, **parts):
    items = "".join(
        f"<item id='c{n}' href='t/{n}.xhtml' media-type='application/xhtml+xml'/>"
        for n in range(len(chapters))
    )
    spine = "".join(f"<itemref idref='c{n}'/>" for n in reversed(range(len(chapters))))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container xmlns='c'><rootfiles><rootfile "
            "full-path='OPS/book.opf'/></rootfiles></container>",
            "OPS/book.opf": "<package xmlns='o' xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>"
            "<dc:title>Nine days</dc:title><dc:creator>Ada Moss</dc:creator><dc:date>2019</dc:date>"
            f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
            f"<spine>{spine}</spine></package>",
            **{f"OPS/t/{n}.xhtml": data for n, data in enumerate(chapters)},
            **parts,
        }
    )


def test_a_book_is_read_in_its_reading_order(document, zipped):
    """The spine gives the order; names for characters are known, titles are not text."""
    chapters = [
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/"
        "xhtml'><head><title/></head>"
        "<body><p>Second&nbsp;&mdash; caf&eacute; &amp; bread.</p></body>"
        "</html>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>One</h1>"
        "<p>First.</p></body></html>",
    ]
    read = document(book(zipped, chapters), "a.epub")

    assert read.text.replace("\u00a0", " ") == "One\n\nFirst.\n\nSecond — café & bread."
    assert (read.title, read.author, read.date, read.kind) == (
        "Nine days",
        "Ada Moss",
        "2019",
        "book",
    )


def test_a_protected_book_is_named(document, zipped):
    """Copy protection is said; fonts that are only scrambled do not count as it."""
    how = (
        "<encryption xmlns='e'><EncryptedData><EncryptionMethod Algorithm='{}'/></EncryptedData>"
        "</encryption>"
    )
    chapters = ["<html><body><p>Words.</p></body></html>"]
    fonts = how.format("http://www.idpf.org/2008/embedding")
    locked = how.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")

    assert document(book(zipped, chapters, **{"META-INF/encryption.xml": fonts})).text == "Words."
    with pytest.raises(Unreadable, match="protected"):
        document(book(zipped, chapters, **{"META-INF/encryption.xml": locked}))


def test_markdown_is_kept_and_described_by_its_front_matter(document):
    """The text stays as it is; the front matter says title, author and date."""
    text = (
        "---\ntitle: Nine days\nauthors: [Ada Moss, Ben Ash]\ndate: 2019-03-04\n---\n\n"
        "# On foot\n\nWe left.\n"
    )
    read = document(text.encode(), "a.md")

    assert read.text == text
    assert (read.title, read.author, read.date, read.date_from) == (
        "Nine days",
        "Ada Moss, Ben Ash",
        "2019-03-04",
        "front matter",
    )
    assert document(b"Intro\n\n## On foot ##\n\nWe left.", "b.md").title == "On foot"


def test_a_workbook_is_not_read_as_one_text(document):
    """A workbook handed over whole is refused; its rows are the sources."""
    import openpyxl

    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)

    with pytest.raises(Unreadable, match="one by one"):
        document(stream.getvalue())
