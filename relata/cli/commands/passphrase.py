"""`relata passphrase`: your own key slot."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, screen
from relata.cli.commands.init import show_recovery_key
from relata.cli.opening import Opening, new_passphrase


@click.group("passphrase")
def command() -> None:
    """Change your passphrase, or make a recovery key."""


@command.command("change")
@options.new_passphrase_file
@options.as_json
@options.opening
def change(opening: Opening, new_passphrase_file: Path | None, as_json: bool) -> None:
    """Give yourself a new passphrase.

    The old one opens nothing any more, save that backups written before
    still open with it.
    """
    with opening.open() as bank:
        bank.team.change_passphrase(new_passphrase(new_passphrase_file, "Your new passphrase"))
        name, revision = bank.viewer.name, bank.revision
    if as_json:
        screen.put_json({"user": name, "revision": revision})
    else:
        screen.say(f"The passphrase of {name} was changed.")


@command.command("recovery-key")
@options.as_json
@options.opening
def recovery_key(opening: Opening, as_json: bool) -> None:
    """Make another recovery key, shown once.

    Earlier ones keep working.
    """
    with opening.open() as bank:
        key = bank.team.new_recovery_key()
        name, revision = bank.viewer.name, bank.revision
    if as_json:
        screen.put_json({"user": name, "recovery_key": key, "revision": revision})
    else:
        show_recovery_key(key)
