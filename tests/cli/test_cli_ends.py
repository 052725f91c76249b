"""How commands end: done, refused, wrongly used, broken; and what is never said then."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from relata.cli.failing import guarded

Run = Callable[..., Any]
SECRET = "Yusuf told it in tears"


def test_a_refusal_is_one_sentence_and_what_to_do(run: Run) -> None:
    """Status 1, nothing on standard output, reason and remedy on standard error."""
    ran = run("show", "no-such-source")
    assert ran.status == 1
    assert ran.out == ""
    assert ran.err.startswith("relata: There is no such source. `relata sources` lists them")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["serach", "word"],
        ["search"],
        ["sources", "--colour", "red"],
        ["--colour", "red"],
        ["code", "interview.txt", "boredom"],
        ["code", "interview.txt", "10-12", "boredom"],
        ["code", "interview.txt", "12:10", "boredom"],
        ["search", "bread", "--extent", "match"],
        ["search", "bread", "--code", "boredom", "--limit", "3"],
        ["search", "bread", "--limit", "0"],
        ["case", "set", "P-1", "sex", "male", "--evidence", "interview.txt"],
        ["case", "set", "P-1", "sex", "male", "--status", "perhaps"],
        ["find"],
        ["find", "cross", "sex"],
        ["find", "cross", "sex", "boredom", "--breaks", "age"],
        ["find", "motives", "--level", "95"],
        ["find", "motives", "--standing", "no"],
        ["users", "change", "Lena"],
        ["users", "add", "Ada", "boss"],
        ["show", "winter.txt", "--original", "x", "--json"],
        ["restore", "no-such-file", "x"],
        ["--passphrase-file", "no-such-file", "sources"],
        ["demo"],
        [],
    ],
)
def test_wrong_use_is_status_2(run: Run, words: list[str]) -> None:
    """What cannot be meant is told apart from what is refused, and nothing is done."""
    before = run("history", "--json").told["revision"]
    ran = run(*words)
    assert ran.status == 2
    assert ran.out == ""
    assert "Usage: relata" in ran.err
    assert run("history", "--json").told["revision"] == before


def test_a_slip_is_answered_with_what_was_meant(run: Run) -> None:
    """A command mistyped by a letter or two is guessed."""
    assert "Did you mean search?" in run("serach", "bread").err


@click.command()
def breaking() -> None:
    raise ValueError(SECRET)


@click.command()
def full() -> None:
    raise OSError(28, "No space left on device", f"/evidence/{SECRET}")


def test_an_unforeseen_error_quotes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind and place are enough to report it; the message, which might quote, stays unsaid."""
    monkeypatch.delenv("RELATA_DEBUG", raising=False)
    assert guarded(breaking, []) == 1
    told = capsys.readouterr()
    assert "ValueError" in told.err
    assert "Traceback" not in told.err
    assert SECRET not in told.out + told.err
    assert told.err.count("\n") == 1


def test_an_unforeseen_error_is_told_whole_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """RELATA_DEBUG=1 is for whoever mends the program."""
    monkeypatch.setenv("RELATA_DEBUG", "1")
    assert guarded(breaking, []) == 1
    assert SECRET in capsys.readouterr().err


def test_what_the_system_refuses_is_told_without_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file's name may be a person's: the system's reason is given without it."""
    assert guarded(full, []) == 1
    told = capsys.readouterr().err
    assert told == "relata: The system refused: No space left on device.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written_is_no_success(folder: Path) -> None:
    """When the disk that takes the output is full, the status says so."""
    with Path("/dev/full").open("w") as nowhere:
        done = subprocess.run(
            [sys.executable, "-m", "relata", "sources"],
            cwd=folder, stdout=nowhere, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_reader_who_leaves_early_is_no_error(folder: Path) -> None:
    """`relata ... | head -1` ends quietly however much was left to say."""
    ours, theirs = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "relata", "codebook", "show", "--json"],
        cwd=folder, stdout=theirs, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(theirs)
    assert os.read(ours, 1) == b"{"
    os.close(ours)
    assert child.stderr is not None
    assert child.stderr.read() == ""
    assert child.wait(timeout=60) == 0


def test_no_error_quotes_testimony(run: Run) -> None:
    """Refused on a text, a command says counts and places, never its words."""
    for words in (
        ["code", "interview.txt", "--quote", "INTERVIEWER:", "boredom"],
        ["code", "interview.txt", "0:99999", "boredom"],
        ["code", "interview.txt", "0:10", "no-such-code"],
        ["show", "interview.txt", "500:600"],
        ["case", "set", "P-1", "sex", "the witness was bored"],
        ["search", '"bread'],
        ["find", "codes", "bread AND"],
    ):
        ran = run(*words)
        assert ran.status == 1
        for word in ("INTERVIEWER", "WITNESS", "bread", "bored ", "beatings"):
            assert word not in ran.err
