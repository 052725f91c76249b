"""Files made to harm: nothing is fetched, expanded, quoted or printed."""

from __future__ import annotations

import contextlib
import sys
import time

import pytest

from relata.sources import READERS, Unreadable
from relata.sources.reading import _BY_TYPE

SECRET = "quetzalnight"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTWARD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{}">]>'


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


@pytest.mark.parametrize("root", ["report", "html"])
def test_entities_never_expand(document, root):
    """An XML that would grow to gigabytes is refused, or read without growing, at once."""
    data = f"{LAUGHS}<{root}><body><p>We left. &a9;</p></body></{root}>".encode()
    began = time.monotonic()

    try:
        text = document(data, "a.xml").text
    except Unreadable as refused:
        text = str(refused)

    assert len(text) < 200
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("root", ["report", "html"])
def test_no_file_is_read_through_an_entity(document, secret, root):
    """An entity that points at a file brings nothing of it in."""
    data = f"{OUTWARD.format(secret)}<{root}><body><p>We left. &x;</p></body></{root}>".encode()

    try:
        text = document(data, "a.xml").text
    except Unreadable as refused:
        text = str(refused)

    assert SECRET not in text


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "docProps/core.xml"])
def test_entities_in_packed_documents_are_refused(document, zipped, secret, name):
    """Word and OpenDocument files have no use for entities; those that declare them are refused."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": "<d><body><p><t>We left.</t></p></body></d>",
        "content.xml": "<text><p>We left.</p></text>",
    }
    if name == "content.xml":
        parts = {"mimetype": "application/vnd.oasis.opendocument.text", **parts}
    parts[name] = OUTWARD.format(secret) + "<text><p>&x;</p></text>"

    with pytest.raises(Unreadable, match="entities"):
        document(zipped(parts), "a.docx")


def test_a_bomb_in_a_word_document_is_refused(document, zipped):
    """A packed document is held to the same bounds as an archive."""
    data = zipped({"[Content_Types].xml": "<a/>", "word/document.xml": b" " * 30_000_000})

    with pytest.raises(Unreadable, match="grow"):
        document(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.4\n%%EOF " + SECRET.encode(), "a.pdf"),
        (b"{\\rtf1 " + SECRET.encode(), "a.rtf"),
        (b"WEBVTT\n\n" + SECRET.encode(), "a.vtt"),
        (f"<?xml version='1.0'?><a>{SECRET}".encode(), "a.xml"),
        (b"PK\x03\x04" + SECRET.encode() * 9, "a.docx"),
        (SECRET.encode() + bytes(3000), "a.txt"),
        (SECRET.encode() + b"\x81\x98\xd7\x9d!" * 300, "a.txt"),
        (f"{{'{SECRET}'}}".encode().ljust(50, b"\x01"), "a.txt"),
    ],
)
def test_no_refusal_quotes_the_document(document, data, name):
    """An error says what is wrong with a file, not what is in it."""
    with pytest.raises(Unreadable) as refused:
        document(data, name)

    told = refused.value
    while told is not None:
        assert SECRET not in str(told) or not isinstance(told, Unreadable)
        told = told.__context__ if not told.__suppress_context__ else None


def test_libraries_print_nothing_of_what_they_read(document, pdf, capfd):
    """Readers keep the libraries they use from writing to the terminal."""
    for data in (
        pdf([["We left."]]).replace(b"endobj", b"endobx", 2),
        b"%PDF-1.4\n1 0 obj <</Length 5>> stream",
        b"<html><body>" + b"<p>" * 400,
    ):
        with contextlib.suppress(Unreadable):
            document(data)
    out, err = capfd.readouterr()

    assert (out, err) == ("", "")


def test_every_reader_of_the_table_is_there():
    """Each line of the table names a file with a `read`, and each media type one reader."""
    for reader in READERS:
        module = __import__(f"relata.sources.readers.{reader.module}", fromlist=["read"])
        assert callable(module.read)
        assert reader.signature == f"{reader.name}/{reader.version}"
    assert len(_BY_TYPE) == sum(len(reader.media_types) for reader in READERS)


def test_the_room_opens_without_its_heavy_libraries():
    """Importing the room loads no parser, so that help is shown at once."""
    import subprocess

    heavy = "lxml trafilatura pypdf docx openpyxl numpy yaml py3langid striprtf charset_normalizer"
    code = f"import sys, relata.sources; print([m for m in '{heavy}'.split() if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_plain_text_is_fast(document):
    """A text of 50 kB is read in a fraction of the 2 ms that 500 documents a second leave."""
    data = ("Q: Where were you?\n\nA: " + "We walked along the river. " * 30 + "\n\n").encode() * 60
    best = min(_timed(document, data) for _ in range(20))

    assert best < 0.002


def _timed(document, data):
    began = time.perf_counter()
    document(data)
    return time.perf_counter() - began
