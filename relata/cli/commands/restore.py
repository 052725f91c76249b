"""`relata restore`: make a databank from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening


@click.command("restore")
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The content keys, when they do not lie beside the backup.",
)
@click.option("--store", metavar="URL", help="Keep the rows on PostgreSQL.")
@options.as_json
@options.opening
def command(
    opening: Opening, file: Path, folder: Path, keys: Path | None, store: str | None, as_json: bool
) -> None:
    """Make a databank from a backup, in a new folder.

    The passphrase is the one it had when the backup was written.
    """
    import relata

    done = relata.restore(
        file,
        folder,
        opening.passphrase("Passphrase of the backup"),
        keys_file=keys,
        user=opening.user,
        url=store,
    )
    if as_json:
        screen.put_json(records.plain(done))
        return
    screen.say(
        f"Restored {screen.counted(done.revisions, 'revision')} and "
        f"{screen.counted(done.blobs, 'sealed file')} into {done.folder}."
    )
    if done.erased:
        screen.say(f"Still erased, as it should be: {screen.counted(done.erased, 'change')}.")
