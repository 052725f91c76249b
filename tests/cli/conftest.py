"""A small real databank for the command line, and ways to run it: in this process, in a
process of its own, and on a terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import relata
from relata.cli import main
from relata.store.keys import Cost

PASSPHRASE = "correct horse battery"
QUICK = Cost(memory_kib=1024, passes=1, lanes=1)

ITALIAN = """I disertori sono tornati a casa dopo la guerra. Nessuno li ha fermati.

Il fiume era alto. La prigione stava oltre il fiume.

I disertori parlavano poco.
"""
ENGLISH = """INTERVIEWER: Why did you leave?

WITNESS: I could not bear the beatings. I was bored, and the commanders kept the bread.

INTERVIEWER: When was that?

WITNESS: In the spring of 2015.
"""
ARABIC = """قال المنشق إنه هرب في الشتاء لأن القادة أخذوا الطحين.

كان الطريق طويلا.
"""


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The databank all tests of this room copy: three sources, two cases, four codings."""
    place = tmp_path_factory.mktemp("cli")
    files = {"ritorni.txt": ITALIAN, "interview.txt": ENGLISH, "winter.txt": ARABIC}
    for name, content in files.items():
        (place / name).write_text(content, "utf-8")
    with relata.init(place / "bank", passphrase=PASSPHRASE, name="Lena", cost=QUICK) as bank:
        bank.codebook.load("reasons-for-leaving")
        bank.codebook.load("a-persons-way")
        bank.sources.add(*(place / name for name in files))
        bank.cases.new("P-1", sources=["interview.txt"])
        bank.cases.new("P-2", sources=["ritorni.txt"])
        for words, code in (
            ("I was bored", "boredom"),
            ("the commanders kept the bread", "corrupt-leaders"),
        ):
            start = ENGLISH.index(words)
            bank.coding.code("interview.txt", (start, start + len(words)), code=code)
        bank.coding.code("ritorni.txt", (126, 153), code="boredom")
        bank.coding.code("winter.txt", (0, 10), code="hardship")
        start = ENGLISH.index("spring")
        bank.cases.set("P-1", "sex", "male", evidence=[("interview.txt", start, start + 6)])
        bank.cases.set("P-2", "sex", "female", note="by the grammar of it")
    return place / "bank"


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the databank, in which the test stands; its files lie in the folder above."""
    copied = tmp_path / "bank"
    shutil.copytree(made, copied)
    for file in made.parent.glob("*.txt"):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(copied)
    monkeypatch.setenv("RELATA_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("RELATA_USER", raising=False)
    return copied


Run = Callable[..., Ran]


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, in the databank's folder."""

    def ran(*words: object) -> Ran:
        capfd.readouterr()
        status = main([str(word) for word in words])
        printed = capfd.readouterr()
        return Ran(status, printed.out, printed.err)

    return ran


@pytest.fixture
def process(folder: Path) -> Run:
    """Runs a command in a process of its own, piped; `env` is laid over the environment."""

    def ran(*words: object, env: dict[str, str] | None = None, typed: str | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "relata", *map(str, words)],
            cwd=folder,
            env=_without_gaps({**os.environ, **(env or {})}),
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return ran


@pytest.fixture
def terminal(folder: Path) -> Run:
    """Runs a command on a terminal 80 columns wide; `answers` are typed at each prompt."""

    def ran(
        *words: object, env: dict[str, str] | None = None, answers: tuple[str, ...] = ()
    ) -> Ran:
        ours, theirs = pty.openpty()
        given = {**os.environ, "COLUMNS": "80", "TERM": "xterm", **(env or {})}
        child = subprocess.Popen(
            [sys.executable, "-m", "relata", *map(str, words)],
            cwd=folder,
            env=_without_gaps(given),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        seen = _converse(ours, list(answers))
        os.close(ours)
        return Ran(child.wait(timeout=60), seen.replace("\r\n", "\n"), "")

    return ran


def _converse(screen: int, answers: list[str]) -> str:
    """Read a terminal to its end; type the next answer whenever a prompt waits."""
    seen = b""
    answered = 0
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([screen], [], [], 1)[0]:
            continue
        try:
            piece = os.read(screen, 65536)
        except OSError:  # Linux says so when the other side has closed
            break
        if not piece:
            break
        seen += piece
        if answers and seen[answered:].rstrip(b"\x1b[0m").endswith(b": "):
            answered = len(seen)
            os.write(screen, answers.pop(0).encode() + b"\n")
    return seen.decode("utf-8")


def _without_gaps(env: dict[str, str]) -> dict[str, str]:
    """The environment without the variables that were set to nothing."""
    return {name: told for name, told in env.items() if told}
