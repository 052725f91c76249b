"""`relata cases`: list them."""

from __future__ import annotations

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening


@click.command("cases")
@options.as_of
@options.as_json
@options.opening
def command(opening: Opening, as_of: str | None, as_json: bool) -> None:
    """List the cases, with how many sources tell of each."""
    with opening.open(as_of=as_of) as bank:
        found = bank.cases.list()
        revision = bank.revision
    if as_json:
        screen.put_list(map(records.case, found), revision)
    elif found:
        screen.put_table(
            ("case", "sources", "values"),
            [(c.pseudonym, c.sources, c.values) for c in found],
            numbers=("sources", "values"),
        )
    else:
        screen.say("There are no cases yet. `relata case new --source SOURCE` makes one.")
