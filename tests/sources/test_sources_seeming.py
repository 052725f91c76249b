"""What bytes seem to be, whatever they are called."""

from __future__ import annotations

import pytest

from relata.sources import Unreadable
from relata.sources.seeming import is_media, seems


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"%PDF-1.4\n", "a.txt", "application/pdf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>a", "a.doc", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a.txt", "text/html"),
        (b"<?xml version='1.0'?><report>", "a.txt", "application/xml"),
        (b"<!-- saved --><html>", "a.txt", "text/html"),
        ("<html><p>a".encode("utf-16"), "a.txt", "text/html"),
        (b"{\\rtf1\\ansi", "a.doc", "application/rtf"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nyes", "a.txt", "text/vtt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nyes", "a.txt", "application/x-subrip"),
        (b"Received: from a\nSubject: b\nFrom: c\n\nbody", "a.txt", "message/rfc822"),
        (b"From: a\nSubject: b\n\nbody", "a.eml", "message/rfc822"),
        (b"From: a\nSubject: b\n\nbody", "a.txt", "text/plain"),
        (b"Q: where?\nA: there.", "a.txt", "text/plain"),
        (b"id,text\n1,a", "a.csv", "text/csv"),
        (b"id,text\n1,a", "a.txt", "text/plain"),
        (b"ID3\x04" + bytes(40), "a.txt", "audio/mpeg"),
        (b"\0\0\0\x20ftypisom" + bytes(20), "a.txt", "video/mp4"),
        (b"\0\0\0\x20ftypM4A " + bytes(20), "a.txt", "audio/mp4"),
        (b"\0\0\0\x20ftypheic" + bytes(20), "a.txt", "image/heic"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.txt", "audio/wav"),
        (b"\xff\xfb\x90\x64" + bytes(2000), "a.txt", "audio/mpeg"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "image/png"),
        (bytes(4096), "a.txt", "application/octet-stream"),
        (bytes(range(256)) * 20, "a.txt", "application/octet-stream"),
        ("Così è andata, dissero.\n".encode("utf-16-le") * 9, "a.txt", "text/plain"),
    ],
)
def test_content_decides_before_the_name(head, name, media_type):
    """A file is what its bytes are, not what it is called."""
    assert seems(head, name) == media_type


def test_a_recording_is_told_from_a_picture_in_the_same_container():
    """Only sound and film count as recordings, which have no limit of size."""
    assert is_media(seems(b"OggS" + bytes(30)))
    assert not is_media(seems(b"\0\0\0\x20ftypavif" + bytes(20)))


def test_a_recording_gives_a_document_without_text(document):
    """A recording is known as such and read as no text, with a note what to do."""
    recording = document(b"ID3\x04" + bytes(5000), "interview 4.mp3")

    assert (recording.kind, recording.text, recording.media_type) == ("media", "", "audio/mpeg")
    assert "transcript" in recording.notes[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"\x1f\x8b\x08" + bytes(50), "a gzip archive"),
        (b"SQLite format 3\0" + bytes(50), "an SQLite database"),
        (b"\x7fELF" + bytes(50), "a program"),
        (bytes(9000), "binary data"),
        (b"From a@b Mon Jan 1 10:00:00 2018\nFrom: a@b\nSubject: c\n\nd", "a mailbox"),
    ],
)
def test_what_is_not_read_is_named(document, data, says):
    """A refusal says what a file seems to be and what to do about it."""
    with pytest.raises(Unreadable, match=says) as refused:
        document(data, "notes.txt")

    assert refused.value.remedy


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        ("WordDocument", "an old Word file"),
        ("Workbook", "an old Excel file"),
        ("EncryptedPackage", "an encrypted Office document"),
        ("__substg1.0_0037001F", "an Outlook message"),
        ("Something", "an old kind"),
    ],
)
def test_old_office_files_are_named_for_what_they_hold(document, stream, says):
    """An OLE container is refused by the name of what is in it, encryption included."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(99)

    with pytest.raises(Unreadable, match=says):
        document(data, "statement.docx")
