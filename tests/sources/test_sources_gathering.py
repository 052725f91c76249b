"""From paths to items: what is taken in, what is left out and said so."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import time
from pathlib import Path

import pytest

from relata.sources import Item, Limits, Refusal, Unreadable, items, read


def taken(path, **how):
    return [found for found in items(path, **how) if isinstance(found, Item)]


def refused(path, **how):
    return [found for found in items(path, **how) if isinstance(found, Refusal)]


def test_a_folder_gives_its_files_in_order(tmp_path):
    """Files come by name, folders within included, each with its own origin."""
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/d.txt"):
        (tmp_path / name).write_text("We left.")

    found = taken(tmp_path)

    assert [one.name for one in found] == ["a.txt", "d.txt", "c.txt"]
    assert found[1].origin.endswith("/b/d.txt")
    assert all(one.data is None and one.size == 8 for one in found)


def test_hidden_files_and_links_are_left_out_and_said_so(tmp_path):
    """Neither a hidden file nor a link that leads out comes in, and each is listed."""
    outside = tmp_path / "outside.txt"
    outside.write_text("elsewhere")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "away.txt").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "plain.txt").write_text("here")

    assert [one.name for one in taken(folder)] == ["plain.txt"]
    assert [one.name.rsplit("/", 1)[1] for one in refused(folder)] == [
        ".hidden.txt",
        "away.txt",
        "loop",
    ]


def test_a_link_named_by_the_person_is_followed(tmp_path):
    """What a person names is meant, link or not."""
    (tmp_path / "real.txt").write_text("here")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")

    assert len(taken(tmp_path / "link.txt")) == 1


def test_devices_pipes_and_sockets_are_never_opened(tmp_path):
    """A device, a pipe and a socket are refused at once; none of them blocks."""
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.txt"))
        began = time.monotonic()
        reasons = [one.reason for one in refused(tmp_path)]
        reasons += [one.reason for one in refused("/dev/zero")]

    assert [reason.split(",")[0] for reason in reasons] == [
        "It is a pipe",
        "It is a socket",
        "It is a device",
    ]
    assert time.monotonic() - began < 1


def test_what_is_not_there_costs_one_refusal(tmp_path):
    """A wrong path does not stop a batch."""
    (found,) = items(tmp_path / "nowhere.txt")

    assert isinstance(found, Refusal)
    assert found.reason == "It is not there."


@pytest.fixture
def as_anyone():
    """A folder of this test's own, looked at by a user without special rights."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)

        @contextlib.contextmanager
        def looking():
            if root:
                os.seteuid(65534)
            try:
                yield
            finally:
                if root:
                    os.seteuid(0)

        yield Path(folder), looking


def test_what_may_not_be_read_is_said(as_anyone):
    """A file or folder without permission is refused in one sentence; the rest comes in."""
    folder, looking = as_anyone
    (folder / "locked.txt").write_text("secret")
    (folder / "locked.txt").chmod(0)
    (folder / "shut").mkdir(mode=0)
    (folder / "well.txt").write_text("We left.")

    with looking():
        found = list(items(folder))

    assert [one.reason for one in found if isinstance(one, Refusal)] == [
        "This user may not read it.",
        "This user may not read it.",
    ]
    assert [one.name for one in found if isinstance(one, Item)] == ["well.txt"]


def test_an_empty_file_is_refused(tmp_path):
    """A file of no bytes holds no text."""
    (tmp_path / "empty.txt").touch()

    (found,) = refused(tmp_path)

    assert "holds no text" in found.reason


def test_a_sparse_file_of_two_gigabytes_is_refused_at_once(tmp_path):
    """A huge empty file costs neither memory nor time, under its limit or over."""
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3)
    began = time.monotonic()

    (over,) = refused(huge)
    (under,) = taken(huge, limits=Limits(file_bytes=10**12))
    with pytest.raises(Unreadable, match="binary data"):
        read(under, limits=Limits(file_bytes=10**12))

    assert over.reason.startswith("It has 2.1 GB; 2 GB is the most")
    assert time.monotonic() - began < 1


def test_a_recording_has_no_limit(tmp_path):
    """A recording larger than any document comes in by its path, unread."""
    film = tmp_path / "interview.mp4"
    with film.open("wb") as file:
        file.write(b"\0\0\0\x20ftypisom")
        file.truncate(3 * 1024**3)

    (found,) = taken(film)

    assert read(found).kind == "media"
    assert found.data is None


def test_a_file_that_goes_away_in_between_is_refused(tmp_path):
    """What was there when the folder was walked and is gone when read is unreadable."""
    path = tmp_path / "a.txt"
    path.write_text("here")
    (found,) = taken(path)
    path.unlink()

    with pytest.raises(Unreadable, match="not there"):
        read(found)


def test_a_name_that_is_no_text_comes_in_with_one_that_is(tmp_path):
    """File names the system keeps as bytes become names that can be stored."""
    path = os.fsencode(tmp_path) + b"/na\xefve.txt"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"here")

    (found,) = taken(tmp_path)

    assert found.name.encode("utf-8")
    assert read(found, recognise=lambda text: None).text == "here"
