"""`relata verify`: check a databank for damage."""

from __future__ import annotations

import click

from relata.cli import options, records, screen
from relata.cli.failing import REFUSED
from relata.cli.opening import Opening


@click.command("verify")
@options.as_json
@options.opening
@click.pass_context
def command(context: click.Context, opening: Opening, as_json: bool) -> None:
    """Check the whole databank for damage.

    Revisions, rows, sealed files, offsets, references: ends with status 1 when
    anything is damaged, and names it.
    """
    with opening.open() as bank:
        found = bank.verify()
    if as_json:
        screen.put_json(records.plain(found) | {"sound": found.sound})
    else:
        looked = (
            f"{screen.counted(found.revisions, 'revision')}, {screen.counted(found.rows, 'row')}, "
            f"{screen.counted(found.blobs, 'sealed file')}"
        )
        if found.sound:
            screen.say(f"Sound: {looked}.")
        else:
            screen.say(f"{screen.counted(len(found.damages), 'damage')} in {looked}:")
            for damage in found.damages:
                screen.say(f"  {damage}")
    if not found.sound:
        screen.warn("relata: The databank is damaged. Restore it from a backup.")
        context.exit(REFUSED)
