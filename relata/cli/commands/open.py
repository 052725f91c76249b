"""`relata open`: sign in, and see what a databank holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening

if TYPE_CHECKING:
    from relata.databank import Databank
    from relata.store.keys import Keys


@click.command("open")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--upgrade",
    is_flag=True,
    help="Bring a shared store's tables up to this program; a folder's are brought up anyway.",
)
@options.as_of
@options.as_json
@options.opening
def command(
    opening: Opening, folder: Path | None, upgrade: bool, as_of: str | None, as_json: bool
) -> None:
    """Sign in to a databank and tell what it holds.

    The passphrase is not kept: every command asks for it, unless RELATA_PASSPHRASE or
    --passphrase-file gives it.
    """
    from relata.databank import open_databank

    told = replace(opening, databank=folder) if folder is not None else opening
    root = told.root
    keys = told.unlock(root)
    if upgrade:
        _bring_up(root, keys)
    with open_databank(root, keys=keys, as_of=as_of) as bank:
        summary = _summary(bank)
    if as_json:
        screen.put_json(summary)
        return
    screen.say(f"{summary['folder']}, opened by {summary['user']} ({summary['role']})")
    for name, number in summary["counts"].items():
        screen.say(f"  {name:<10} {number:>7,}")
    screen.say(f"Revision {records.short(summary['revision'])}")


def _summary(bank: Databank) -> dict[str, Any]:
    from relata.team import may

    counts = {}
    if may(bank.viewer.role, "sources.read"):
        counts["sources"] = len(bank.sources.list())
    counts["codes"] = len(bank.codebook.codes())
    counts["variables"] = len(bank.codebook.variables())
    counts["cases"] = len(bank.cases.list())
    counts["people"] = len(bank.team.list())
    return {
        "folder": str(bank.folder),
        "user": bank.viewer.name,
        "role": bank.viewer.role,
        "counts": counts,
        "revision": bank.revision,
    }


def _bring_up(root: Path, keys: Keys) -> None:
    from relata.store.folder import read
    from relata.store.migrations import bring_up
    from relata.store.store import connect

    layout = read(root)
    engine = connect(layout, keys)
    try:
        bring_up(engine, layout, on_purpose=True)
    finally:
        engine.dispose()
