"""`relata sources`: list them."""

from __future__ import annotations

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening


@click.command("sources")
@options.filters
@options.as_of
@options.as_json
@options.opening
def command(
    opening: Opening,
    language: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """List the sources, in the order they came in.

    Other commands take a source by the first letters of its id, its title, or its file name.
    """
    with opening.open(as_of=as_of) as bank:
        found = bank.sources.list(language=language, kind=kind, since=since, until=until)
        revision = bank.revision
    if as_json:
        screen.put_list(map(records.source, found), revision)
    elif found:
        screen.put_table(
            ("source", "date", "language", "kind", "characters", "title"),
            [
                (records.short(s.id), s.date, s.language, s.kind, s.characters, s.title)
                for s in found
            ],
            numbers=("characters",),
        )
    elif any((language, kind, since, until)):
        screen.say("No source passes these filters.")
    else:
        screen.say("There are no sources yet. `relata add PATH...` takes some in.")
