"""Taking sources in over HTTP: one file a request, and what becomes of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import relata

Client = Callable[[str], Any]


def send(browser: Any, name: str, data: Any, **asked: str) -> Any:
    headers = {"relata-name": quote(name), "content-type": "application/octet-stream"}
    return browser.post("/api/sources", content=data, headers=headers, params=asked)


def test_a_file_becomes_a_source(served: relata.Databank, client: Client) -> None:
    """It keeps its name in any script, gets the kind and language told, and is found at once."""
    browser = client("Omar")

    answer = send(browser, "مقابلة ٧.txt", b"He walked to the sea.", kind="interview")

    assert answer.status_code == 200, answer.text
    (taken,) = answer.json()["taken"]
    assert (taken["name"], taken["kind"], taken["new"]) == ("مقابلة ٧.txt", "interview", True)
    assert served.sources.text(taken["id"]).content.strip() == "He walked to the sea."
    assert browser.get("/api/search", params={"words": "sea"}).json()["passages"] == 1


def test_a_copy_is_told_and_what_cannot_be_read_is_left_out(client: Client) -> None:
    """The same bytes are not taken twice; what holds no text is named with the reason."""
    browser = client("Omar")
    send(browser, "one.txt", b"He walked to the sea.")

    again = send(browser, "two.txt", b"He walked to the sea.").json()
    assert [(t["name"], t["new"]) for t in again["taken"]] == [("two.txt", False)]
    empty = send(browser, "empty.txt", b"").json()
    assert empty["taken"] == []
    (left_out,) = empty["left_out"]
    assert left_out["name"] == "empty.txt"
    assert left_out["reason"]
    assert left_out["remedy"]


def test_an_archive_gives_its_members(client: Client) -> None:
    """Each file of a ZIP is a source of its own; the bad one among them is left out."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "The first of them.")
        archive.writestr("b.txt", "The second of them.")
        archive.writestr("c.bin", bytes(range(256)) * 8)

    told = send(client("Omar"), "batch.zip", packed.getvalue()).json()

    assert len(told["taken"]) == 2
    assert len(told["left_out"]) == 1


def test_an_upload_of_no_told_length_is_taken_as_it_comes(
    served: relata.Databank, client: Client
) -> None:
    """A long body comes in pieces, larger than other requests may be."""
    line = b"He walked to the sea and back again.\n\n"

    def pieces() -> Iterator[bytes]:
        for _ in range(90):
            yield line * 700

    told = send(client("Omar"), "long.txt", pieces()).json()

    (taken,) = told["taken"]
    assert served.sources.get(taken["id"]).size == len(line) * 700 * 90 > 2_000_000


def test_what_did_not_come_whole_is_not_kept(served: relata.Databank, client: Client) -> None:
    """A body shorter than it was announced to be is refused, and nothing of it stays."""
    browser = client("Omar")
    browser.headers["content-length"] = "400"

    answer = send(browser, "half.txt", b"He walked to")

    assert answer.status_code == 422
    assert answer.json()["error"] == "IncompleteUpload"
    assert len(served.sources.list()) == 2


def test_too_much_is_refused_before_it_is_sent(served: relata.Databank, client: Client) -> None:
    """The limits are told, and a file beyond the largest is refused by its announced length."""
    browser = client("Omar")
    limits = browser.get("/api/intake").json()
    assert limits["document"] < limits["recording"]

    browser.headers["content-length"] = str(limits["recording"] + 1)
    answer = send(browser, "film.mp4", b"")

    assert answer.status_code == 413
    assert answer.json()["error"] == "TooMuch"


def test_nothing_readable_is_left_behind(
    served: relata.Databank, client: Client, tmp_path: Path
) -> None:
    """No file of the databank's folder holds a word of what was sent."""
    send(client("Omar"), "secret.txt", b"The zqxwyvern walked to the sea.")

    for file in served.folder.rglob("*"):
        if file.is_file():
            assert b"zqxwyvern" not in file.read_bytes(), file.name


def test_the_example_comes_in_the_language_asked_for(
    served: relata.Databank, client: Client
) -> None:
    """Each language of the workspace has its example, read as an interview with turns."""
    browser = client("Omar")
    for language in ("en", "it", "fr", "ar"):
        answer = browser.post("/api/sources/example", json={"language": language})
        (taken,) = answer.json()["taken"]
        assert (taken["kind"], taken["language"], taken["new"]) == ("interview", language, True)
        text = served.sources.text(taken["id"])
        assert len(text.turns) == 12, language


def test_a_reader_takes_nothing_in(served: relata.Databank, client: Client) -> None:
    """Whoever may not add sources is refused before anything is read."""
    answer = send(client("Rosa"), "one.txt", b"He walked to the sea.")

    assert answer.status_code == 403
    assert len(served.sources.list()) == 2
