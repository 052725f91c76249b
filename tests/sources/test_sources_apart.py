"""Reading in a process apart: the same documents, and nothing a document does spreads."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relata.sources import Item, Limits, Refusal, Unreadable, items, read
from relata.sources.apart import Apart, Bounds, ReadBrokeOff, ReadTooLarge, ReadTooLong

SECRET = "quetzalnight"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux kernel")


@pytest.fixture(scope="module")
def apart():
    with Apart() as readers:
        yield readers


@pytest.fixture
def every_format(docx, pdf, zipped):
    """One document of each format, under a name a person would give it."""
    page = "<html lang='en'><title>The ferry</title><body><article>" + (
        "<p>We took the ferry on the third day, and nobody asked where we went.</p>" * 8
    )
    odt = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<text xmlns='urn:x'><p>We left at night.</p></text>",
    }
    mail = b"From: a@b.org\nTo: c@d.org\nSubject: News\nMIME-Version: 1.0\n\nWe left at night.\n"
    saved = (
        b"MIME-Version: 1.0\nSnapshot-Content-Location: https://a.org/x\nSubject: x\n"
        b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
        + page.encode()
        + b"\n--b--\n"
    )
    talk = "Q: Where were you?\n\nA: On the ferry.\n\nQ: And then?\n\nA: In the town.\n"
    return {
        "notes.txt": talk.encode(),
        "notes.md": b"# The ferry\n\nWe left *at night*.\n",
        "page.html": page.encode(),
        "report.pdf": pdf([["We left at night."], None, ["Nobody asked."]]),
        "report.docx": docx,
        "report.odt": zipped(odt),
        "report.rtf": rb"{\rtf1\ansi We left at night.\par Nobody asked.}",
        "letter.eml": mail,
        "saved.mhtml": saved,
        "talk.srt": b"1\n00:00:01,000 --> 00:00:02,500\nWe left.\n",
        "talk.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.500\n<v Anna>We left.\n",
        "report.xml": b"<?xml version='1.0'?><a><b>We left at night.</b></a>",
        "voice.mp3": b"ID3\x04\x00" + bytes(300),
        "arabic.txt": "خرجنا من المدينة ليلا.\n\nلم يسألنا أحد.\n".encode("cp1256"),
        "empty.txt": b"   \n",
        "binary.bin": bytes(range(256)) * 20,
        "broken.pdf": b"%PDF-1.4\n%%EOF",
        "broken.docx": b"PK\x03\x04" + b"x" * 99,
    }


def outcome(reader, item):
    try:
        return reader(item)
    except Unreadable as refused:
        return refused.args[0], refused.remedy


def test_every_format_is_read_the_same_apart(apart, item, every_format):
    """A document read apart is the one read here, to the last turn, page and note."""
    for name, data in every_format.items():
        here, there = (outcome(reader, item(data, name)) for reader in (read, apart.read))

        assert there == here, name


def test_a_document_is_read_from_its_path_too(apart, item, every_format, tmp_path):
    """A file is opened by the process that reads it."""
    for name, data in every_format.items():
        path = tmp_path / name
        path.write_bytes(data)
        found = Item(name, name, path=path, size=len(data))

        assert outcome(apart.read, found) == outcome(read, item(data, name)), name
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    odd.write_bytes(b"We left.")

    assert apart.read(Item("caf.txt", "caf.txt", path=odd, size=8)).text == "We left."


def test_containers_are_opened_the_same_apart(apart, zipped, every_format, tmp_path):
    """Archives, archives within them and sheets give the same things, and the same refusals."""
    inner = zipped({"deep.txt": "We left.", "../out.txt": "no", "b.csv": "text\nfirst\nsecond\n"})
    (tmp_path / "all.zip").write_bytes(zipped({**every_format, "inner.zip": inner}))
    (tmp_path / "sheet.csv").write_text("title,text\na,We left.\nb,She stayed.\n")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04" + b"x" * 40)
    (tmp_path / "plain.txt").write_text("We left.")

    here = list(items(tmp_path))
    there = list(items(tmp_path, opening=lambda i, limits: apart.contents(i, limits=limits)))

    assert len(here) > len(every_format) + 5
    assert [(type(a), a.name) for a in there] == [(type(a), a.name) for a in here]
    for found, expected in zip(there, here, strict=True):
        assert found == expected


def test_one_process_reads_many_documents(apart, item):
    """A process is kept for the next document, which then costs almost nothing."""
    apart.read(item(b"We left."))
    pid = apart._idle[0]._process.pid
    began = time.monotonic()
    for number in range(50):
        apart.read(item(b"We left the town %d times." % number))

    assert [child._process.pid for child in apart._idle] == [pid]
    assert time.monotonic() - began < 2


def test_a_document_that_takes_too_long_is_refused_and_the_next_is_read(item):
    """Time is bounded on the clock; the process that ran over is gone."""
    with Apart(Bounds(seconds=4)) as readers:
        readers.read(item(b"We left."))
        pid = readers._idle[0]._process.pid
        began = time.monotonic()
        os.kill(pid, signal.SIGSTOP)  # as if it never came back
        with pytest.raises(ReadTooLong) as refused:
            readers.read(item(b"Nobody asked. " * 100_000))

        assert time.monotonic() - began < 15
        assert "Nobody" not in str(refused.value)
        assert not alive(pid)
        assert readers.read(item(b"She stayed.")).text == "She stayed."


@LINUX
def test_a_document_that_takes_too_much_memory_is_refused_and_the_next_is_read(item):
    """Memory is bounded by the system: what asks for more is one refusal."""
    with Apart(Bounds(memory=400 << 20)) as readers:
        with pytest.raises(ReadTooLarge) as refused:
            readers.read(item((SECRET + " ").encode() * 14_000_000))

        assert SECRET not in str(refused.value)
        assert readers.read(item(b"She stayed.")).text == "She stayed."


@LINUX
def test_processor_time_is_bounded_by_the_system_too():
    """A process that would not be noticed on the clock is ended by the system."""
    code = (
        "import os\n"
        "from relata.sources.confined import _confine, _processor_time\n"
        "_confine(1 << 30, os.getppid())\n"
        "_processor_time(0)\n"
        "while True: pass\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], timeout=30, check=False)

    assert ended.returncode == -signal.SIGXCPU


@LINUX
def test_a_process_that_has_grown_reads_no_other_document(item):
    """Memory that a document leaves behind does not pile up."""
    with Apart(Bounds(grown=1)) as readers:
        readers.read(item(b"We left."))

        assert readers._idle == []


def test_a_process_that_nobody_asks_ends(item):
    """Waiting costs memory: it has an end, and the next document starts another process."""
    with Apart(patience=0.2) as readers:
        readers.read(item(b"We left."))
        pid = readers._idle[0]._process.pid

        assert gone(pid)
        assert readers.read(item(b"She stayed.")).text == "She stayed."


def test_a_process_that_dies_is_one_refusal(item):
    """A reader brought down by its document takes nothing else with it."""
    with Apart() as readers:
        readers.read(item(b"We left."))
        child = readers._idle[0]
        lives, child.lives = child.lives, lambda: True
        child._process.kill()
        child._process.wait()
        with pytest.raises(ReadBrokeOff):
            readers.read(item(b"Another one."))
        child.lives = lives

        assert readers.read(item(b"She stayed.")).text == "She stayed."


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> bool:
    ends = time.monotonic() + 5
    while alive(pid) and time.monotonic() < ends:
        time.sleep(0.02)
    return not alive(pid)


PARENT = """
import sys, time
from relata.sources import Item
from relata.sources.apart import shared
shared().read(Item("a", "a", data=b"We left.", size=8))
print(shared()._idle[0]._process.pid, flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["", "import os; os._exit(3)", "time.sleep(60)"])
def test_no_process_outlives_the_databanks(end):
    """At its end, in a crash or killed, the process that asked leaves none behind."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(end=end)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    if "sleep" in end:
        parent.kill()
    parent.wait(20)
    parent.stdout.close()

    assert gone(pid)


@LINUX
def test_a_busy_process_dies_with_the_databanks(tmp_path):
    """One that is in the middle of a document, and looks at no pipe, goes too."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, signal\n"
            "from relata.sources.process import Bounds, Process\n"
            "child = Process(Bounds())\n"
            "import time; time.sleep(1.5)\n"
            "pid = child._process.pid\n"
            "os.kill(pid, signal.SIGSTOP)\n"
            "print(pid, flush=True)\n"
            "os._exit(3)",
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert gone(int(told.stdout))


CONFINED = """
import os, subprocess, socket, sys
from relata.sources.confined import _confine
import tempfile
tempfile.gettempdir()
_confine(1 << 30, os.getppid())
def tried(act):
    try: act()
    except OSError: return "refused"
    return "done"
print(tried(lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)),
      tried(lambda: socket.getaddrinfo("example.org", 80)),
      tried(lambda: subprocess.run(["true"])),
      tried(lambda: os.system("true")),
      tried(lambda: open({file!r}, "w")),
      tried(lambda: os.open({file!r}, os.O_WRONLY | os.O_CREAT)),
      tried(lambda: os.remove({kept!r})),
      tried(lambda: open({kept!r})))
"""


@LINUX
def test_the_process_gives_up_network_writing_and_programs(tmp_path):
    """What reads may open a file to read it, and nothing else."""
    kept = tmp_path / "kept.txt"
    kept.write_text("here")
    code = CONFINED.format(file=str(tmp_path / "new.txt"), kept=str(kept))
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert told == ["refused"] * 7 + ["done"]
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@LINUX
def test_the_process_is_given_no_passphrase_and_no_descriptor(monkeypatch, item, tmp_path):
    """The surroundings of the databank's process stay with it."""
    monkeypatch.setenv("RELATA_PASSPHRASE", SECRET)
    with (tmp_path / "open.txt").open("w") as held, Apart() as readers:
        os.set_inheritable(held.fileno(), True)
        readers.read(item(b"We left."))
        process = Path(f"/proc/{readers._idle[0]._process.pid}")
        surroundings = (process / "environ").read_bytes()
        opened = {str(found.readlink()) for found in (process / "fd").iterdir()}

    assert SECRET.encode() not in surroundings
    assert str(tmp_path / "open.txt") not in opened


def test_what_a_process_answers_is_not_believed(item):
    """An answer out of form, or spans outside the text, are a refusal."""
    from relata.sources import frames
    from relata.sources.apart import _lies_within
    from relata.sources.model import Document, Turn

    def of(data):
        stream = iter([data[:8], data[8:]])
        return lambda count: next(stream)

    for hostile in (
        (1 << 40).to_bytes(8, "big"),
        (3).to_bytes(8, "big") + b"\x81\xa1a",
        (1).to_bytes(8, "big") + b"\xc0",
    ):
        with pytest.raises(frames.BrokenOff):
            frames.answer(of(hostile), 1 << 20)
    outside = Document("short", "text/1", "text/plain", "document", turns=(Turn(2, 900),))
    assert not _lies_within(outside)


def test_a_bank_takes_the_same_in_apart(make_bank, every_format, zipped, tmp_path):
    """`add(apart=True)` keeps what `add` keeps, and refuses what it refuses."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    for name, data in every_format.items():
        (folder / name).write_bytes(data)
    (folder / "more.zip").write_bytes(zipped({"a.txt": "A letter.", "b.csv": "text\nA row.\n"}))
    told = []
    for apart in (False, True):
        bank = make_bank(f"bank-{apart}")
        added = bank.sources.add(folder, apart=apart)
        texts = [bank.sources.text(s.id).content for s in bank.sources.list() if s.text]
        told.append(([(t.name, t.kind, t.language, t.notes) for t in added.taken], texts))
        told[-1] += (sorted((r.name, r.reason) for r in added.refused),)

    assert told[0] == told[1]
    assert all(isinstance(r, Refusal) for r in added.refused)


def test_many_threads_share_the_processes(item):
    """More readers than processes wait for their turn; each gets its own document."""
    from concurrent.futures import ThreadPoolExecutor

    with Apart(most=2) as readers, ThreadPoolExecutor(8) as pool:
        texts = [f"We left the town {n} times." for n in range(60)]
        found = list(pool.map(lambda t: readers.read(item(t.encode())).text, texts))
        with contextlib.suppress(IndexError):
            assert len(readers._idle) <= 2

    assert found == texts


def test_limits_hold_apart_too(apart, item):
    """The limits given are those the process keeps to."""
    with pytest.raises(Unreadable, match="most"):
        apart.read(item(b"We left. " * 100), limits=Limits(text_bytes=100))
