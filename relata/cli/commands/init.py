"""`relata init`: make a new databank."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, screen
from relata.cli.opening import Opening


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Your name in it. [else your login name]")
@click.option(
    "--store",
    metavar="URL",
    help="Keep the rows on PostgreSQL (postgresql://...) instead of in the folder.",
)
@click.option("--no-recovery-key", is_flag=True, help="Make no recovery key.")
@options.as_json
@options.opening
def command(
    opening: Opening,
    folder: Path,
    name: str | None,
    store: str | None,
    no_recovery_key: bool,
    as_json: bool,
) -> None:
    """Make a new databank in a folder; you become its guardian.

    A recovery key is printed once: it opens the databank when the passphrase is lost.
    """
    import getpass

    import relata

    own_name = name or opening.user or getpass.getuser()
    passphrase = opening.passphrase("A passphrase for it", new=True)
    with relata.init(folder, passphrase=passphrase, name=own_name, url=store) as bank:
        recovery = None if no_recovery_key else bank.team.new_recovery_key()
        if as_json:
            screen.put_json(
                {
                    "folder": str(bank.folder),
                    "user": bank.viewer.name,
                    "role": bank.viewer.role,
                    "recovery_key": recovery,
                    "revision": bank.revision,
                }
            )
            return
        screen.say(f"Made a databank in {bank.folder}.")
        screen.say(f"You are {bank.viewer.name}, its {bank.viewer.role}.")
    if recovery:
        show_recovery_key(recovery)
    screen.say()
    screen.say("Next:")
    screen.say(f"  cd {folder}")
    screen.say("  relata codebook import reasons-for-leaving    codes to begin with")
    screen.say("  relata add FILE...                            take sources in")


def show_recovery_key(key: str) -> None:
    """Print a recovery key with what to do with it."""
    screen.say()
    screen.say("Recovery key, shown this once and kept nowhere:")
    screen.say()
    screen.say(f"  {key}")
    screen.say()
    screen.say("Write it on paper and lock it away, not on this machine. It opens the")
    screen.say("databank when the passphrase is lost: type it where the passphrase is asked.")
