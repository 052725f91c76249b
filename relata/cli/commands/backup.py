"""`relata backup`: write a backup."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening


@click.command("backup")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@options.as_json
@options.opening
def command(opening: Opening, file: Path, as_json: bool) -> None:
    """Write a sealed backup, and its keys beside it.

    Of the .keys files keep only the newest: then no old backup can bring back what
    was erased.
    """
    with opening.open() as bank:
        made = bank.backup(file)
    if as_json:
        screen.put_json(records.plain(made))
    else:
        screen.say(
            f"Wrote {made.file}: {screen.counted(made.revisions, 'revision')}, "
            f"{screen.counted(made.blobs, 'sealed file')}, {made.bytes:,} bytes."
        )
        screen.say(f"Wrote {made.keys}: the content keys. Keep the newest of these only,")
        screen.say("apart from the backups; a backup opens with both and your passphrase.")
    if made.damaged:
        screen.warn(
            f"{screen.counted(made.damaged, 'sealed file')} of this databank is damaged and went "
            "in as it is: keep the older backups, and run `relata verify`."
        )
