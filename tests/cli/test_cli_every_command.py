"""What all commands have in common, walked through one by one: JSON, --as-of, errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from relata.cli.program import relata

LISTS: dict[str, list[str]] = {
    "add": ["add", "../new.txt"],
    "sources": ["sources"],
    "search": ["search", "disertore"],
    "codebook show": ["codebook", "show"],
    "code": ["code", "interview.txt", "0:10", "boredom"],
    "cases": ["cases"],
    "find motives": ["find", "motives"],
    "find cross": ["find", "cross", "sex", "boredom"],
    "find codes": ["find", "codes", "boredom OR hardship"],
    "history": ["history"],
    "users": ["users"],
}
"""Commands whose JSON is a list, and how to call each."""

RESULTS: dict[str, list[str]] = {
    "init": ["init", "../fresh", "--no-recovery-key"],
    "open": ["open"],
    "show": ["show", "winter.txt"],
    "codebook import": ["codebook", "import", "reasons-for-joining"],
    "codebook export": ["codebook", "export", "../codebook.yaml"],
    "case new": ["case", "new"],
    "case show": ["case", "show", "P-1"],
    "case set": ["case", "set", "P-1", "sex", "female"],
    "link": ["link", "P-1", "winter.txt"],
    "undo": ["undo"],
    "verify": ["verify"],
    "backup": ["backup", "../backup.relata"],
    "restore": ["restore", "../backup.relata", "../restored"],
    "users add": ["users", "add", "Ada", "coder", "--new-passphrase-file", "../new.txt"],
    "users change": ["users", "change", "Lena", "--name", "Lena M"],
    "passphrase change": ["passphrase", "change", "--new-passphrase-file", "../new.txt"],
    "passphrase recovery-key": ["passphrase", "recovery-key"],
}
"""Commands whose JSON is one object with the revision."""

ELSEWHERE = {"demo", "serve"}
"""Commands with tests of their own (one is long, the other does not end by itself)."""

LOOKING = {
    "open", "sources", "show", "search", "codebook export", "codebook show", "cases", "case show",
    "find motives", "find cross", "find codes", "history", "users",
}  # fmt: skip
"""Commands that look and change nothing: they take --as-of."""


def leaves() -> dict[str, click.Command]:
    """Every command that does something by itself, by its words."""
    found: dict[str, click.Command] = {}
    context = click.Context(relata)
    for name in relata.list_commands(context):
        command = relata.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": each for below, each in command.commands.items()}
        if not isinstance(command, click.Group) or command.invoke_without_command:
            found[name] = command
    return found


COMMANDS = leaves()


@pytest.fixture
def ready(folder: Path, run: Callable[..., Any]) -> Callable[..., Any]:
    """Runs commands that need a file or a backup beside the databank."""
    (folder.parent / "new.txt").write_text("five quite new random words\n", "utf-8")
    return run


def test_every_command_is_walked_through() -> None:
    """A new command must say here whether it lists or reports, and is then held to it."""
    assert set(COMMANDS) == set(LISTS) | set(RESULTS) | ELSEWHERE


@pytest.mark.parametrize("words", sorted({*COMMANDS} - {"serve"}))
def test_every_command_speaks_json(words: str) -> None:
    """Whatever is listed or reported can be read by a program."""
    assert "--json" in {flag for option in COMMANDS[words].params for flag in option.opts}


@pytest.mark.parametrize("words", LISTS)
def test_a_list_is_items_and_a_revision(words: str, ready: Callable[..., Any]) -> None:
    """Every list has the same shape, and its items are objects."""
    ran = ready(*LISTS[words], "--json")

    assert ran.status == 0, ran.err
    assert len(ran.told["revision"]) == 64
    assert ran.told["items"]
    assert all(isinstance(item, dict) for item in ran.told["items"])
    assert ran.err == ""


@pytest.mark.parametrize("words", RESULTS)
def test_a_result_is_one_object_with_its_revision(words: str, ready: Callable[..., Any]) -> None:
    """Every report names the revision it speaks of."""
    if words == "restore":
        ready("backup", "../backup.relata")
    ran = ready(*RESULTS[words], "--json")

    assert ran.status == 0, ran.err
    assert len(ran.told["revision"]) == 64
    assert "items" not in ran.told
    assert ran.err == ""


@pytest.mark.parametrize("words", sorted({*LISTS, *RESULTS}))
def test_words_for_people_are_not_json(words: str, ready: Callable[..., Any]) -> None:
    """Without --json a person is told something, in plain letters without colours."""
    if words == "restore":
        ready("backup", "../backup.relata")
    ran = ready(*{**LISTS, **RESULTS}[words])

    assert ran.status == 0, ran.err
    assert ran.out.strip()
    assert not ran.out.startswith("{")
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("words", COMMANDS)
def test_what_looks_can_look_back(words: str) -> None:
    """--as-of stands on every command that changes nothing, and on no other but a search."""
    has = "--as-of" in {flag for option in COMMANDS[words].params for flag in option.opts}
    assert has == (words in LOOKING)


@pytest.mark.parametrize("words", sorted(LOOKING - {"search", "codebook export", "find cross"}))
def test_the_past_is_shown_as_it_was(words: str, ready: Callable[..., Any]) -> None:
    """As of a revision, later changes are not seen, and the revision named is the one asked for."""
    calls = {**LISTS, **RESULTS}[words]
    before = ready(*calls, "--json").told
    then = before["revision"]
    ready("case", "new", "P-3", "--source", "winter.txt")
    ready("code", "interview.txt", "0:10", "hardship")
    ready("case", "set", "P-1", "sex", "female")
    if words == "users":
        ready("users", "change", "Lena", "--name", "Lena M")

    assert ready(*calls, "--as-of", then[:10], "--json").told == before
    if words not in ("show", "sources", "codebook show"):
        assert ready(*calls, "--json").told != before


@pytest.mark.parametrize("words", sorted(LOOKING))
def test_a_past_that_never_was_is_refused(words: str, ready: Callable[..., Any]) -> None:
    """A day before the databank, or letters of no revision, is said to be so."""
    calls = {**LISTS, **RESULTS}[words]
    for told in ("1999-12-31", "ffffffffffff"):
        ran = ready(*calls, "--as-of", told)
        assert ran.status == 1
        assert ran.out == ""
        assert "relata history" in ran.err


@pytest.mark.parametrize("words", sorted({*LISTS, *RESULTS} - {"init", "restore"}))
def test_without_a_databank_nothing_is_done(
    words: str, ready: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Outside of any databank each command says so in one sentence and what to do."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.delenv("RELATA_PASSPHRASE")
    ran = ready(*{**LISTS, **RESULTS}[words])
    assert ran.status == 1
    assert ran.out == ""
    assert "There is no databank here." in ran.err
    assert "relata init DIR" in ran.err
