"""Damage of every kind costs one refusal, whatever the format."""

from __future__ import annotations

import io
import random

import pytest

from relata.sources import Document, Item, Refusal, Unreadable, items

HTML = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>The ferry</title>"
    '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "datePublished": '
    '"2017-05-14"}</script></head><body><article><h1>The ferry</h1><p>We left at night, and '
    "nobody asked us where we wanted to go.</p></article></body></html>"
)
MAIL = (
    "Received: x\nFrom: Ada <a@b.example>\nSubject: x\nDate: Mon, 04 Mar 2019 23:30:00 +0100\n"
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: text/plain;"
    " charset=utf-8\n\nWe left.\n--q\nContent-Type: text/html\n\n<p>We left.\n--q--\n"
)
SUBTITLES = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>We left.\n\n00:03.000 --> 00:04.000\nThen."
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset178 A;}}{\info{\title x}}"
    r"\f0 We \'e9\u233? left.\par}"
)
KINDS = (
    "docx",
    "pdf",
    "zip",
    "xlsx",
    "odt",
    "epub",
    "rtf",
    "html",
    "eml",
    "vtt",
    "csv",
    "xml",
    "md",
)


@pytest.fixture
def whole(docx, pdf, zipped):
    """One sound file of each kind."""
    import openpyxl

    book = openpyxl.Workbook()
    for line in (["title", "text"], ["A", "We left"], ["B", "We came"]):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return {
        "a.docx": docx,
        "a.pdf": pdf([["We left at night."], None]),
        "a.zip": zipped({"a.txt": "We left.", "b.html": HTML}),
        "a.xlsx": stream.getvalue(),
        "a.odt": zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "<d><text><p>We left.</p></text></d>",
            }
        ),
        "a.epub": zipped(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": "<c><rootfile full-path='b.opf'/></c>",
                "b.opf": "<p><item id='a' href='a.html' media-type='text/html'/>"
                "<itemref idref='a'/></p>",
                "a.html": HTML,
            }
        ),
        "a.rtf": RTF.encode(),
        "a.html": HTML.encode(),
        "a.eml": MAIL.encode(),
        "a.vtt": SUBTITLES.encode(),
        "a.csv": b"title,text\nA,We left\nB,We came\n",
        "a.xml": b"<?xml version='1.0'?><a><b>We left.</b></a>",
        "a.md": b"---\ntitle: x\ndate: 2019-03-04\n---\n# On foot\nWe left.\n",
    }


def outcome(path, read):
    """All documents and refusals that a path gives; anything else is raised."""
    found: list[object] = []
    for one in items(path):
        if isinstance(one, Item):
            try:
                one = read(one)
            except Unreadable as refused:
                one = refused
        found.append(one)
    return found


@pytest.mark.parametrize("name", [f"a.{kind}" for kind in KINDS])
def test_no_damage_breaks_a_reader(tmp_path, whole, name):
    """Bytes changed, cut out or doubled at random give documents or refusals, never a fault."""
    from relata.sources import read

    chance = random.Random(name)
    path = tmp_path / name
    path.write_bytes(whole[name])
    sound = outcome(path, lambda one: read(one, recognise=lambda text: None))
    assert any(isinstance(one, Document) for one in sound)

    for _ in range(60):
        data = bytearray(whole[name])
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randrange(1, 60)]
                case 2:
                    data[at:at] = data[at : at + chance.randrange(1, 60)]
                case 3:
                    data[at:at] = bytes(chance.randrange(256) for _ in range(3))
            data = data or bytearray(b"x")
        path.write_bytes(data)
        for one in outcome(path, lambda one: read(one, recognise=lambda text: None)):
            assert isinstance(one, Document | Refusal | Unreadable)
            assert "fault of the program" not in str(one)
