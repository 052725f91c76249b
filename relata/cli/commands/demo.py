"""`relata demo`: write the fictional demonstration databank."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, screen
from relata.cli.progress import measuring

WORD = "tornare"
"""A word that the invented people say in many inflections."""


@click.command("demo")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--passphrase", is_flag=True, help="Print the demonstration's passphrase, no more.")
@options.as_json
def command(folder: Path | None, passphrase: bool, as_json: bool) -> None:
    """Write the demonstration databank, all of it fictional.

    Invented people, sources, coders and findings; so its passphrase is no secret.
    """
    if folder is None and not passphrase:
        raise click.UsageError("Name the folder to write it in, such as `relata demo departures`.")
    from relata.demo.write import PASSPHRASE, write

    root = revision = None
    if folder is not None:
        with measuring() as progress, write(folder, progress=progress) as bank:
            root, revision = str(bank.folder), bank.revision
    if as_json:
        screen.put_json({"folder": root, "passphrase": PASSPHRASE, "revision": revision})
    elif folder is None or passphrase:
        screen.say(PASSPHRASE)
    else:
        _tell(folder, PASSPHRASE)


def _tell(folder: Path, passphrase: str) -> None:
    screen.say(f"Wrote the demonstration databank in {folder}. Its passphrase is: {passphrase}")
    screen.say(
        "What is true of its people, for checking, lies in the file beside it (-truth.json)."
    )
    screen.say()
    screen.say("Look around:")
    screen.say(f"  cd {folder}")
    screen.say(f'  export RELATA_PASSPHRASE="{passphrase}"')
    screen.say("  relata open                  what it holds")
    screen.say("  relata find motives          why they left, and how many")
    screen.say(f"  relata search {WORD}        any inflection of the word, in any text")
    screen.say("  relata history               who changed what")
