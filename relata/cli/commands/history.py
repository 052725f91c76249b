"""`relata history`: what was changed, when, by whom, what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening

if TYPE_CHECKING:
    from relata.team import Entry

_DEEDS = {"add": "+", "withdraw": "-", "erase": "erased "}


@click.command("history")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", default=30, help="How many, newest first. [30]"
)
@click.option("--all", "everything", is_flag=True, help="All of them.")
@options.as_of
@options.as_json
@options.opening
def command(
    opening: Opening, limit: int, everything: bool, as_of: str | None, as_json: bool
) -> None:
    """List what was changed, newest first.

    Each change is a revision; nothing is ever overwritten."""
    with opening.open(as_of=as_of) as bank:
        found = bank.history(limit=None if everything else limit)
        revision = bank.revision
    if as_json:
        screen.put_list(map(records.entry, found), revision)
    else:
        screen.put_table(
            ("revision", "when (UTC)", "who", "what", "changes"),
            [
                (
                    records.short(e.revision),
                    records.moment(e.at)[:16].replace("T", " "),
                    e.author,
                    _what(e),
                    _changes(e),
                )
                for e in found
            ],
        )


def _what(entry: Entry) -> str:
    return f"undo of {records.short(entry.undoes)}" if entry.undoes else entry.action


def _changes(entry: Entry) -> str:
    """Counts of what was added and withdrawn, and the reason given."""
    told = [
        f"{_DEEDS.get(deed, deed + ' ')}{number} {table.replace('_', ' ')}"
        for deed, tables in entry.rows.items()
        for table, number in tables.items()
    ]
    return ", ".join(told) + (f"  ({entry.reason})" if entry.reason else "")
