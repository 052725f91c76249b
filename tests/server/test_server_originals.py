"""Originals over HTTP: parts of recordings, pages that cannot act, and nothing that runs."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import TestClient

import relata
from relata.server.workspace_files import load, workspace

Client = Callable[[str], Any]

PAGE = (
    b"<!doctype html><html><head><title>A page</title></head><body>"
    b"<p onclick='steal()'>He left the town at night, and nobody saw him go.</p>"
    b"<script>steal()</script><img src='https://elsewhere.example/pixel.png'>"
    b"<p>He walked to the border with two friends, and they were tired.</p></body></html>"
)


def sound(seconds: int) -> bytes:
    """A recording of silence: 8,000 one-byte samples a second."""
    data = bytes(range(200)) * (40 * seconds)
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt "
    return (
        head
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data"
        + (struct.pack("<I", len(data)) + data)
    )


def add(bank: relata.Databank, name: str, data: bytes) -> str:
    (taken,) = bank.sources.add_bytes(name, data, apart=False).taken
    return taken.id


def test_a_recording_is_played_from_anywhere(served: relata.Databank, client: Client) -> None:
    """A range gives exactly its bytes; an open one a bounded part; all of them join."""
    data = sound(600)
    id = add(served, "talk.wav", data)
    browser = client("Omar")

    def part(range: str) -> Any:
        return browser.get(f"/api/sources/{id}/original", headers={"range": range})

    some = part("bytes=1000-1999")
    assert (some.status_code, some.content) == (206, data[1000:2000])
    assert some.headers["content-range"] == f"bytes 1000-1999/{len(data)}"
    assert some.headers["content-type"].startswith("audio/")
    assert part("bytes=-44").content == data[-44:]
    joined, at = b"", 0
    while at < len(data):
        piece = part(f"bytes={at}-")
        assert piece.status_code == 206
        assert len(piece.content) < len(data)
        joined += piece.content
        at += len(piece.content)
    assert joined == data


@pytest.mark.parametrize("wanted", ["bytes=900000000-", "bytes=-", "bytes=9-2", "lines=0-9"])
def test_a_range_that_there_is_not_is_refused(
    served: relata.Databank, client: Client, wanted: str
) -> None:
    """The answer says how long the original is."""
    data = sound(2)
    id = add(served, "talk.wav", data)

    answer = client("Omar").get(f"/api/sources/{id}/original", headers={"range": wanted})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(data)}"


def test_without_a_range_all_of_it_comes(served: relata.Databank, client: Client) -> None:
    """The length is told before, and nothing is packed or kept by the browser."""
    data = sound(600)
    id = add(served, "talk.wav", data)

    answer = client("Omar").get(f"/api/sources/{id}/original")

    assert answer.content == data
    assert answer.headers["content-length"] == str(len(data))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_is_shown_and_cannot_act(served: relata.Databank, client: Client) -> None:
    """What acts or calls out is gone, and the policy of the answer would not let it."""
    id = add(served, "page.html", PAGE)

    answer = client("Omar").get(f"/api/sources/{id}/page")

    assert answer.headers["content-type"].startswith("text/html")
    assert b"He left the town" in answer.content
    for gone in (b"steal", b"elsewhere.example", b"<script"):
        assert gone not in answer.content
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_a_page_is_only_given_to_be_kept(served: relata.Databank, client: Client) -> None:
    """Bytes as obtained never come as something a browser would run, whatever the name says."""
    id = add(served, 'evil"\r\nx.html', PAGE)

    answer = client("Omar").get(f"/api/sources/{id}/original")

    assert answer.content == PAGE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_any_original_can_be_kept_under_its_name(served: relata.Databank, client: Client) -> None:
    """A recording, too, is given as a file when it is asked for as one."""
    id = add(served, "حديث.wav", sound(1))

    answer = client("Omar").get(f"/api/sources/{id}/original", params={"keep": True})

    assert answer.headers["content-disposition"] == (
        f"attachment; filename*=UTF-8''{quote('حديث.wav')}"
    )


def test_a_reader_gets_no_original(served: relata.Databank, client: Client) -> None:
    """Whoever reads findings alone is refused the bytes and the page."""
    id = add(served, "page.html", PAGE)
    browser = client("Rosa")

    assert browser.get(f"/api/sources/{id}/original").status_code == 403
    assert browser.get(f"/api/sources/{id}/page").status_code == 403


def test_only_the_worker_that_draws_pdf_may_compile(tmp_path: Path) -> None:
    """Its picture decoders need it; nothing else of the workspace is allowed to."""
    (tmp_path / "assets").mkdir()
    for name in ("pdf.worker.min-ab12.mjs", "index-ab12.js"):
        (tmp_path / "assets" / name).write_text("export {};")
    app = Litestar([workspace], state=State({"files": load(tmp_path)}))

    with TestClient(app) as browser:
        worker = browser.get("/assets/pdf.worker.min-ab12.mjs")
        assert "'wasm-unsafe-eval'" in worker.headers["content-security-policy"]
        assert "'unsafe-eval'" not in worker.headers["content-security-policy"]
        other = browser.get("/assets/index-ab12.js")
        assert "wasm" not in other.headers.get("content-security-policy", "")
