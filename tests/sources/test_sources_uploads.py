"""Uploads: a name that is not trusted, bytes as they come, nothing readable left behind."""

from __future__ import annotations

import hashlib
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.sources import Limits, uploads
from relata.sources.uploads import LONGEST_NAME, plain_name, received
from relata.store.sealing import CHUNK

WORD = b"zqxwyvern"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("interview.txt", "interview.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\talk.vtt", "talk.vtt"),
        ("a\x00b\r\n\tc.txt", "abc.txt"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("cafe\u0301.txt", "café.txt"),
        ("مقابلة ٧.txt", "مقابلة ٧.txt"),
        ("می‌روم.txt", "می‌روم.txt"),
        (".hidden", "hidden"),
        ("", "upload"),
        ("..", "upload"),
        ("a/", "upload"),
        ("\ud800", "upload"),
        ("x" * 900 + ".txt", "x" * (LONGEST_NAME - 4) + ".txt"),
    ],
)
def test_a_name_is_its_last_part_on_one_line(sent, kept):
    """No folder, no control character, no mark that turns the writing, and not too long."""
    assert plain_name(sent) == kept


@given(st.text(st.characters(), max_size=400))
def test_any_name_becomes_one_that_can_be_kept(name):
    """Whatever is sent, the name can be written down, and is its own plain name."""
    plain = plain_name(name)

    plain.encode("utf-8")
    assert 0 < len(plain) <= LONGEST_NAME
    assert not any(c in plain for c in "/\\\0\n")
    assert plain_name(plain) == plain


def test_an_upload_is_a_source_like_any_other(bank, docx):
    """Bytes sent by name are read as a file would be; twice is once."""
    first = bank.sources.add_bytes("../notes.txt", b"We left the town at night.")
    again = bank.sources.add_bytes("other.txt", BytesIO(b"We left the town at night."))
    word = bank.sources.add_bytes("ferry.docx", docx, kind="interview", language="it")

    assert [(t.name, t.new) for t in first.taken] == [("notes.txt", True)]
    assert [t.new for t in again.taken] == [False]
    assert bank.sources.get("notes.txt").origin == "notes.txt"
    described = bank.sources.get(word.taken[0].id)
    assert (described.title, described.kind, described.language) == ("The ferry", "interview", "it")
    assert bank.search("ferry").passages > 0
    assert bank.sources.original(described.id) == docx


def test_an_uploaded_archive_gives_its_members(bank, zipped):
    """An archive or a sheet is not a source; what is in it is, and the rest is listed."""
    added = bank.sources.add_bytes(
        "march.zip",
        zipped({"a.txt": "First.", "../b.txt": "out", "c.csv": "text\nA row.\nAnother.\n"}),
    )

    assert len(added.taken) == 3
    assert {s.origin.split(",")[0] for s in bank.sources.list()} == {"march.zip"}
    assert len(added.refused) == 1


@pytest.mark.parametrize("data", [b"", b"\0\1\2\3" * 99, b"PK\x03\x04" + b"x" * 60])
def test_what_cannot_be_read_is_one_refusal(bank, data):
    """An upload that holds nothing readable is listed with its reason; nothing is written."""
    before = bank.revision
    added = bank.sources.add_bytes("a.bin", data)

    assert (len(added.taken), len(added.refused)) == (0, 1)
    assert added.revision == before


class Trickle:
    """A stream as a network gives it: pieces of any size, and no way back."""

    def __init__(self, head: bytes, size: int) -> None:
        self._head, self._left = head, size - len(head)
        self.digest = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        if self._head:
            piece, self._head = self._head, b""
        else:
            piece = (WORD * 9_000)[: min(size, self._left, 70_001)]
            self._left -= len(piece)
        self.digest.update(piece)
        return piece


def test_a_long_recording_streams_through(bank, monkeypatch):
    """A recording is never whole in memory, nor readable in any file on its way."""
    monkeypatch.setattr(uploads, "_HELD", 1_000_000)
    size = 40_000_000
    stream = Trickle(b"ID3\x04\x00", size)
    bank.sources.add_bytes("warm.txt", b"The first one warms everything up.", apart=False)
    tracemalloc.start()
    added = bank.sources.add_bytes("talk.mp3", stream, apart=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    source = bank.sources.get(added.taken[0].id)

    assert (source.size, source.sha256) == (size, stream.digest.hexdigest())
    assert source.kind == "media"
    assert peak < 12_000_000
    assert bank.sources.original_part(source.id, size - 9, size + 50) in WORD * 2
    assert not [p for p in bank.folder.rglob("*") if p.is_file() and WORD in p.read_bytes()]
    assert bank.verify().sound


def test_a_long_upload_waits_sealed(tmp_path, monkeypatch):
    """What is set aside while an upload arrives cannot be read from the disk."""
    monkeypatch.setattr(uploads, "_HELD", 1_000)
    written = []
    real = uploads.tempfile.TemporaryFile

    def watched(**how):
        file = real(**how)
        written.append(file)
        return file

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", watched)
    found = received("a.mp3", Trickle(b"ID3\x04\x00", 5 * CHUNK), tmp_path, Limits())
    written[0].seek(0)

    assert WORD not in written[0].read()
    assert list(tmp_path.iterdir()) == []
    stream = found.open()
    whole = b"".join(iter(lambda: stream.read(777), b""))
    assert hashlib.sha256(whole).hexdigest() == found.sha256
    assert len(whole) == found.size == 5 * CHUNK


def test_an_upload_that_is_no_recording_may_not_be_endless(bank, monkeypatch):
    """What must be read whole is refused as soon as it is too long, not when it ends."""
    monkeypatch.setattr(uploads, "_HELD", 1_000)
    stream = Trickle(b"We left. ", 10**12)
    added = bank.sources.add_bytes("a.txt", stream, limits=Limits(text_bytes=300_000))

    assert [r.name for r in added.refused] == ["a.txt"]
    assert stream._left > 10**11
