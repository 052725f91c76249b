"""Starting: at once, from anywhere, with help that a newcomer can read."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import click
import pytest

from relata.cli.program import CHAPTERS, relata

HEAVY = (
    "sqlalchemy", "numpy", "polars", "scipy", "trafilatura", "lxml", "openpyxl", "docx",
    "cryptography", "rich", "yaml", "msgspec", "py3langid",
)  # fmt: skip


def walk() -> Iterator[tuple[str, click.Command]]:
    """Every command with its words, groups included."""
    context = click.Context(relata)
    for name in relata.list_commands(context):
        command = relata.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for below in command.commands.values():
                yield f"{name} {below.name}", below


COMMANDS = dict(walk())


def test_help_imports_nothing_heavy() -> None:
    """`relata --help` does not wait for databases, numbers or readers to load."""
    asked = (
        "import sys\nfrom relata.cli import main\nstatus = main(['--help'])\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\nsys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"
    assert "Begin:" in done.stdout


def test_help_answers_at_once() -> None:
    """As a whole process, help takes less than 0.3 s (the best of five: others use the machine)."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "relata", "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.3


def test_the_entry_point_is_the_module() -> None:
    """`relata` and `python -m relata` are the same program."""
    asked = [sys.executable, "-m", "relata", "--version"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"relata \d+\.\d+\.\d+\S*\n", done.stdout)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_what_it_does(words: str) -> None:
    """One whole line in the overview, uncut at 80 columns, and a help page of its own."""
    command = COMMANDS[words]
    line = command.get_short_help_str(64)
    assert line, "a command without a word of help"
    assert not line.endswith("..."), "its first sentence is too long for the overview"
    with relata.make_context(
        "relata", [*words.split(), "--help"], resilient_parsing=True
    ) as context:
        assert command.get_help(context)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_is_explained(words: str) -> None:
    """No option is left for the reader to guess."""
    for parameter in COMMANDS[words].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"{parameter.opts[0]} has no help"


def test_the_names_are_those_that_are_fixed() -> None:
    """The commands people learn do not change their names."""
    assert set(COMMANDS) == {
        "init", "demo", "open", "add", "sources", "show", "search", "codebook",
        "codebook import", "codebook export", "codebook show", "code", "cases", "case",
        "case new", "case show", "case set", "link", "find", "find motives", "find cross",
        "find codes", "history", "undo", "verify", "backup", "restore", "users", "users add",
        "users change", "passphrase", "passphrase change", "passphrase recovery-key", "serve",
    }  # fmt: skip
    named = [name for names in CHAPTERS.values() for name in names]
    assert len(named) == len(set(named)), "a command stands in two chapters"
