"""`relata add`: take sources in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relata.cli import options, records, screen
from relata.cli.failing import REFUSED
from relata.cli.opening import Opening
from relata.cli.progress import counting

if TYPE_CHECKING:
    from relata.sources.intake import Added

_LISTED = 20


@click.command("add")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--kind", metavar="KIND", help="Call them all this: news, interview, document...")
@click.option("--language", metavar="CODE", help="They are all in this language: it, en, fr, ar...")
@options.as_json
@options.opening
@click.pass_context
def command(
    context: click.Context,
    opening: Opening,
    paths: tuple[Path, ...],
    kind: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Take files, folders, archives and spreadsheets in.

    The same bytes twice are one source. What cannot be read is left out and listed on
    standard error with the reason; the rest comes in.
    """
    with opening.open() as bank, counting("Taking in") as progress:
        added = bank.sources.add(*paths, kind=kind, language=language, progress=progress)
    if as_json:
        screen.put_list(
            map(records.plain, added.taken),
            added.revision,
            refused=records.plain(added.refused),
        )
    else:
        _tell(added)
    for refused in added.refused:
        screen.warn(f"Left out {refused.name}: {refused.reason} {refused.remedy}".rstrip())
    if added.refused and not added.taken:
        context.exit(REFUSED)


def _tell(added: Added) -> None:
    new = [taken for taken in added.taken if taken.new]
    if new:
        screen.put_table(
            ("source", "kind", "language", "name"),
            [(records.short(t.id), t.kind, t.language, t.name) for t in new[:_LISTED]],
        )
        if len(new) > _LISTED:
            screen.say(f"and {len(new) - _LISTED:,} more (`relata sources` lists all)")
        screen.say()
    here = len(added.taken) - len(new)
    parts = [f"{screen.counted(len(new), 'source')} came in"]
    if here:
        parts.append(f"{here:,} {'was' if here == 1 else 'were'} here already")
    if added.refused:
        parts.append(f"{len(added.refused):,} left out")
    screen.say(", ".join(parts) + ".")
    for taken in added.taken:
        for note in taken.notes:
            screen.say(f"Note on {screen.shown(taken.name)}: {note}")
