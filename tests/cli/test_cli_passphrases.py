"""Whose passphrase it is, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import relata
from relata.store.keys import Cost

PASSPHRASE = "correct horse battery"
QUICK = Cost(memory_kib=1024, passes=1, lanes=1)
Run = Callable[..., Any]
ADAS = "a passphrase of her own"


@pytest.fixture
def two(folder: Path) -> Path:
    """The databank with a second person, Ada, who only reads."""
    with relata.open(folder, passphrase=PASSPHRASE) as bank:
        bank.team.add("Ada", "reader", ADAS, cost=QUICK)
    return folder


def test_from_the_environment(run: Run) -> None:
    """RELATA_PASSPHRASE opens."""
    assert run("sources").status == 0


def test_from_the_first_line_of_a_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file goes before the environment; its line end and further lines do not count."""
    monkeypatch.setenv("RELATA_PASSPHRASE", "not this one at all")
    file = tmp_path / "passphrase"
    file.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\nanother line\n")
    assert run("--passphrase-file", file, "sources").status == 0
    assert run("sources", "--passphrase-file", file).status == 0
    assert run("sources").status == 1


@pytest.mark.parametrize("content", [b"", b"\n" + PASSPHRASE.encode(), b"\xff\xfe\x00"])
def test_a_file_without_a_passphrase_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    """An empty first line or a file that is no text is said to be so."""
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    ran = run("--passphrase-file", file, "sources")
    assert ran.status == 1
    assert "passphrase file" in ran.err


def test_from_standard_input(process: Run) -> None:
    """A dash takes it from a pipe, as from a password manager."""
    env = {"RELATA_PASSPHRASE": ""}
    ran = process("--passphrase-file", "-", "sources", env=env, typed=PASSPHRASE + "\n")
    assert ran.status == 0, ran.err


def test_without_a_terminal_nobody_is_asked(process: Run) -> None:
    """A script without a passphrase is refused at once instead of waiting for ever."""
    ran = process("sources", env={"RELATA_PASSPHRASE": ""})
    assert ran.status == 1
    assert ran.err == (
        "relata: A passphrase is needed. Set RELATA_PASSPHRASE or use --passphrase-file FILE.\n"
    )


def test_on_a_terminal_it_is_asked_and_not_shown(terminal: Run) -> None:
    """Typed at the prompt, the passphrase opens, and does not stay on the screen."""
    ran = terminal("cases", env={"RELATA_PASSPHRASE": ""}, answers=(PASSPHRASE,))
    assert ran.status == 0, ran.out
    assert "Passphrase of bank:" in ran.out
    assert PASSPHRASE not in ran.out
    assert "P-1" in ran.out


def test_a_wrong_one_says_no_more_than_that(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear sentence, whichever passphrase was tried."""
    monkeypatch.setenv("RELATA_PASSPHRASE", "wrong horse battery")
    ran = run("sources")
    assert ran.status == 1
    assert ran.err.startswith("relata: Wrong passphrase. ")
    assert "horse" not in ran.err


def test_of_several_people_one_must_be_named(
    two: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--user before or after the command, or RELATA_USER, says who opens; nobody is guessed."""
    ran = run("cases")
    assert ran.status == 1
    assert "--user NAME" in ran.err
    assert run("--user", "Lena", "cases").status == 0
    assert run("cases", "--user", "lena").status == 0
    monkeypatch.setenv("RELATA_USER", "Lena")
    assert run("cases").status == 0
    assert run("cases", "--user", "Ada").status == 1, "Lena's passphrase is not Ada's"


def test_on_a_terminal_the_name_is_asked_too(two: Path, terminal: Run) -> None:
    """Where several can open it, a person at the terminal is asked who they are."""
    ran = terminal("open", env={"RELATA_PASSPHRASE": ""}, answers=(ADAS, "Ada"))
    assert ran.status == 0, ran.out
    assert "opened by Ada (reader)" in ran.out


def test_a_reader_is_not_shown_sources(
    two: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the library keeps from a role the command line keeps too, with status 1."""
    monkeypatch.setenv("RELATA_PASSPHRASE", ADAS)
    monkeypatch.setenv("RELATA_USER", "Ada")
    for words in (["sources"], ["search", "bread"], ["show", "interview.txt"], ["history"]):
        ran = run(*words)
        assert ran.status == 1
        assert ran.out == ""
        assert "reader" in ran.err
    told = run("open", "--json").told
    assert told["role"] == "reader"
    assert "sources" not in told["counts"]


def test_changed_the_old_one_opens_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change only the new passphrase opens."""
    file = tmp_path / "new"
    file.write_text("four new random words\n", "utf-8")
    assert run("passphrase", "change", "--new-passphrase-file", file).status == 0
    assert run("sources").status == 1
    monkeypatch.setenv("RELATA_PASSPHRASE", "four new random words")
    assert run("sources").status == 0


def test_a_new_one_is_typed_twice(terminal: Run) -> None:
    """A slip of the finger does not lock anybody out: both must be the same."""
    ran = terminal(
        "passphrase", "change",
        answers=("four new random words", "four new random worts", "five more of them, so",
                 "five more of them, so"),
    )  # fmt: skip
    assert ran.status == 0, ran.out
    assert "do not match" in ran.out
    ran = terminal("cases", env={"RELATA_PASSPHRASE": "five more of them, so"})
    assert ran.status == 0, ran.out


def test_without_a_terminal_the_new_one_needs_its_file(process: Run) -> None:
    """The passphrase in the environment is never silently taken for the new one."""
    for words in (["passphrase", "change"], ["users", "add", "Ada", "coder"]):
        ran = process(*words)
        assert ran.status == 1
        assert "--new-passphrase-file" in ran.err


def test_a_weak_one_is_refused(run: Run, tmp_path: Path) -> None:
    """Nine characters protect nobody, and the old passphrase goes on opening."""
    file = tmp_path / "new"
    file.write_text("too short\n", "utf-8")
    ran = run("passphrase", "change", "--new-passphrase-file", file)
    assert ran.status == 1
    assert "10 characters" in ran.err
    assert run("sources").status == 0


def test_a_recovery_key_opens(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed once on paper opens where the passphrase is asked, whatever its capitals."""
    key = run("passphrase", "recovery-key", "--json").told["recovery_key"]
    monkeypatch.setenv("RELATA_PASSPHRASE", key.lower())
    assert run("sources").status == 0


def test_a_recovery_key_is_printed_with_what_to_do(run: Run) -> None:
    """The key stands alone on its line, and a person is told where to keep it."""
    ran = run("passphrase", "recovery-key")
    assert any(line.strip().startswith("RELATA-") for line in ran.out.splitlines())
    assert "Write it on paper" in ran.out


def test_whoever_joins_opens_with_their_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person added can open the databank at once, and no more after being deactivated."""
    file = tmp_path / "new"
    file.write_text(ADAS + "\n", "utf-8")
    assert run("users", "add", "Ada", "coder", "--new-passphrase-file", file).status == 0
    monkeypatch.setenv("RELATA_USER", "Ada")
    monkeypatch.setenv("RELATA_PASSPHRASE", ADAS)
    assert run("sources").status == 0
    assert run("users", "change", "Lena", "--role", "reader").status == 1, "a coder changes nobody"
    monkeypatch.setenv("RELATA_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("RELATA_USER", "Lena")
    assert run("users", "change", "Ada", "--deactivate").status == 0
    assert "deactivated" in run("users").out
    monkeypatch.setenv("RELATA_USER", "Ada")
    monkeypatch.setenv("RELATA_PASSPHRASE", ADAS)
    ran = run("sources")
    assert ran.status == 1
    assert "Wrong passphrase" in ran.err


def test_the_nearest_databank_is_found(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From any folder below it; --databank goes before RELATA_DATABANK, that before the nearest."""
    below = folder / "notes" / "march"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run("open", "--json").told["folder"] == str(folder)
    monkeypatch.chdir(tmp_path)
    assert run("cases").status == 1
    assert run("--databank", "bank", "cases").status == 0
    assert run("cases", "--databank", folder).status == 0
    assert run("open", "bank").status == 0
    monkeypatch.setenv("RELATA_DATABANK", str(folder))
    assert run("cases").status == 0
    assert run("--databank", tmp_path / "elsewhere", "cases").status == 1
