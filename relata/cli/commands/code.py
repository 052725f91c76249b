"""`relata code`: code passages of a source."""

from __future__ import annotations

import click

from relata.cli import options
from relata.cli.coded import put_coded
from relata.cli.opening import Opening
from relata.cli.places import quoted, span


@click.command("code")
@click.argument("source", metavar="SOURCE")
@click.argument("spans", metavar="START:END...", nargs=-1, type=span)
@click.argument("code", metavar="CODE")
@click.option("--case", metavar="CASE", help="The case it is about. [the source's only case]")
@click.option(
    "--quote",
    "quotations",
    metavar="WORDS",
    multiple=True,
    help="Find the passage by its words instead; they must stand there once.",
)
@options.as_json
@options.opening
def command(
    opening: Opening,
    source: str,
    spans: tuple[tuple[int, int], ...],
    code: str,
    case: str | None,
    quotations: tuple[str, ...],
    as_json: bool,
) -> None:
    """Code one passage of a source, or several.

    `relata show SOURCE --paragraphs` shows the offsets of the paragraphs.
    """
    if not spans and not quotations:
        raise click.UsageError("Say which passage: START:END, or --quote WORDS.")
    with opening.open() as bank:
        places = list(spans)
        if quotations:
            content = bank.sources.text(source).content
            found = (quoted(content, words) for words in quotations)
            places += [(passage.start, passage.end) for passage in found]
        done = bank.coding.code(source, *places, code=code, case=case)
        put_coded(done, bank.revision, as_json=as_json)
