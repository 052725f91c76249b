"""`relata link`: say which sources tell of a case."""

from __future__ import annotations

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening


@click.command("link")
@click.argument("case", metavar="CASE")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@options.as_json
@options.opening
def command(opening: Opening, case: str, sources: tuple[str, ...], as_json: bool) -> None:
    """Say that sources tell of a case.

    Codings of a source that tells of one case only are then about that case."""
    with opening.open() as bank:
        linked = bank.cases.link(case, *sources)
        revision = bank.revision
    if as_json:
        screen.put_json(records.case(linked) | {"revision": revision})
    else:
        screen.say(f"{screen.counted(linked.sources, 'source')} told of {linked.pseudonym}.")
