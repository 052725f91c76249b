"""`relata undo`: take a revision back."""

from __future__ import annotations

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening


@click.command("undo")
@click.argument("revision", metavar="[REVISION]", required=False)
@click.option("--with-later", is_flag=True, help="Take along later work that rests on it.")
@options.reason
@options.as_json
@options.opening
def command(
    opening: Opening, revision: str | None, with_later: bool, reason: str | None, as_json: bool
) -> None:
    """Take a revision back, your own latest or the one named.

    It is taken back by a new revision, so an undo can be undone. Later work that
    rests on the revision is counted and not touched unless you say --with-later.
    """
    with opening.open() as bank:
        made = bank.undo(revision, with_later=with_later, reason=reason)
        (entry,) = bank.history(limit=1)
    undone = entry.undoes if entry.revision == made.hash else None
    if as_json:
        screen.put_json({"undoes": undone, "revision": made.hash})
    else:
        name = records.short(made.hash)
        what = f" {records.short(undone)}" if undone else ""
        screen.say(f"Undid{what}. Revision {name}; `relata undo {name}` brings it back.")
