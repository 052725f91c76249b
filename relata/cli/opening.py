"""Which databank is opened, as whom, and with what passphrase."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relata.errors import RelataError

if TYPE_CHECKING:
    from relata.databank import Databank
    from relata.store.keys import Keys


class PassphraseNeeded(RelataError):
    """No passphrase was given, and there is no terminal to ask for one."""

    remedy = "Set RELATA_PASSPHRASE or use --passphrase-file FILE."


@dataclass(frozen=True)
class Opening:
    """What a person said of the databank to open; a gap is filled when it is opened."""

    databank: Path | None = None
    user: str | None = None
    passphrase_file: Path | None = None

    @property
    def root(self) -> Path:
        """The folder meant: the one named, or the nearest above where we are."""
        from relata.store.folder import find

        return find(self.databank or Path.cwd())

    def open(self, *, as_of: str | None = None) -> Databank:
        """Open the databank. Raises what the library raises, and PassphraseNeeded."""
        from relata.databank import open_databank

        root = self.root
        return open_databank(root, keys=self.unlock(root), as_of=as_of)

    def unlock(self, root: Path) -> Keys:
        """Derive the keys; asks on a terminal for what was not said."""
        from relata.databank import unlock
        from relata.store.keys import UserNeeded

        passphrase = self.passphrase(f"Passphrase of {root.name}")
        try:
            return unlock(root, passphrase, user=self.user)
        except UserNeeded:
            if not on_terminal():
                raise
            return unlock(root, passphrase, user=click.prompt("Your name in it", err=True))

    def passphrase(self, asking: str, *, new: bool = False) -> str:
        """The passphrase: from the file, from the environment, or asked for."""
        given = _from_file(self.passphrase_file) or os.environ.get("RELATA_PASSPHRASE")
        return given or asked(asking, new=new)


def asked(asking: str, *, new: bool = False, remedy: str | None = None) -> str:
    """Ask for a passphrase on the terminal, twice when it is new; it is not shown."""
    if not on_terminal():
        raise PassphraseNeeded("A passphrase is needed.", remedy=remedy)
    if new:
        click.echo("At least 10 characters; four or five random words are better.", err=True)
    answer: str = click.prompt(asking, hide_input=True, confirmation_prompt=new, err=True)
    return answer


def new_passphrase(file: Path | None, asking: str) -> str:
    """A further passphrase: from a file of its own, or asked for."""
    return _from_file(file) or asked(
        asking, new=True, remedy="Give it with --new-passphrase-file FILE."
    )


def on_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _from_file(file: Path | None) -> str | None:
    if file is None:
        return None
    if str(file) == "-":
        line = sys.stdin.readline()
    else:
        try:
            with file.open(encoding="utf-8-sig") as opened:
                line = opened.readline()
        except UnicodeDecodeError:
            raise PassphraseNeeded("The passphrase file is not text in UTF-8.") from None
    line = line.rstrip("\r\n")
    if not line:
        raise PassphraseNeeded("The first line of the passphrase file is empty.")
    return line
