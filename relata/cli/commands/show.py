"""`relata show`: one source, its text, its codings, its original."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relata.cli import options, records, screen
from relata.cli.margin import margin
from relata.cli.opening import Opening
from relata.cli.places import span
from relata.errors import RelataError
from relata.text.spans import as_passage

if TYPE_CHECKING:
    from relata.archive import Source, Text
    from relata.coding import Coding


class FileExists(RelataError):
    """A file would be written over."""

    remedy = "Name another file."


@click.command("show")
@click.argument("source", metavar="SOURCE")
@click.argument("spans", metavar="[START:END]...", nargs=-1, type=span)
@click.option("--paragraphs", is_flag=True, help="Print each paragraph under its START:END.")
@click.option("--codings", is_flag=True, help="Print the codings under the paragraph they lie in.")
@click.option("--plain", is_flag=True, help="Print the text alone, exactly as it is kept.")
@click.option(
    "--original",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the bytes as obtained to a new file (- for standard output) and print nothing.",
)
@options.as_of
@options.as_json
@options.opening
def command(
    opening: Opening,
    source: str,
    spans: tuple[tuple[int, int], ...],
    paragraphs: bool,
    codings: bool,
    plain: bool,
    original: Path | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Show a source: what it is, and its text.

    With START:END, only these passages of it.

    Offsets count characters from 0, the end left out: 0:5 is the first five.
    """
    if original is not None and (spans or paragraphs or codings or plain or as_json):
        raise click.UsageError("--original stands alone.")
    with opening.open(as_of=as_of) as bank:
        of = bank.sources.get(source)
        if original is not None:
            _write(bank.sources.original(of.id), original)
            return
        text = bank.sources.text(of.id)
        coded = bank.coding.list(source=of.id) if codings else []
        revision = bank.revision
    places = [as_passage(start, end, len(text.content)) for start, end in spans]
    if as_json:
        told = _told(of, text, coded if codings else None)
        if places:
            told["passages"] = [
                {"start": p.start, "end": p.end, "content": p.of(text.content)} for p in places
            ]
        screen.put_json(told | {"revision": revision})
    elif plain:
        for place in places:
            screen.say(screen.shown(place.of(text.content)))
        if not places:
            click.echo(screen.shown(text.content), nl=not text.content.endswith("\n"))
    else:
        _print(of, text, places, coded, by_paragraph=paragraphs or codings)


def _print(
    of: Source, text: Text, places: list[Any], coded: list[Coding], *, by_paragraph: bool
) -> None:
    _head(of, text)
    for place in places:
        screen.say()
        screen.say(f"{place.start}:{place.end}")
        screen.say(screen.shown(place.of(text.content)))
    if places:
        return
    screen.say()
    if by_paragraph:
        margin(text, coded)
    else:
        screen.say(screen.shown(text.content))


def _head(of: Source, text: Text) -> None:
    screen.say(screen.shown(of.title))
    made = [of.author, of.publisher, of.date]
    if any(made):
        screen.say(screen.shown(", ".join(part for part in made if part)))
    screen.say(
        f"{of.kind}, {of.language or 'language unknown'}, "
        f"{screen.counted(of.characters, 'character')} read by {of.reader}"
    )
    screen.say(f"{of.media_type}, {of.size:,} bytes, obtained {records.moment(of.obtained)}")
    screen.say(f"from {screen.shown(of.origin)}")
    screen.say(f"source {of.id}")
    for note in text.notes:
        screen.say(f"Note: {note}")


def _told(of: Source, text: Text, coded: list[Coding] | None) -> dict[str, Any]:
    told = records.source(of) | {
        "content": text.content,
        "paragraphs": [{"start": p.start, "end": p.end} for p in text.paragraphs],
        "turns": [
            {
                "start": t.start,
                "end": t.end,
                "speaker": t.speaker,
                "begins_ms": t.begins_ms,
                "ends_ms": t.ends_ms,
            }
            for t in text.turns
        ],
        "pages": [
            {"start": p.start, "end": p.end, "number": p.number, "scanned": p.scanned}
            for p in text.pages
        ],
        "notes": list(text.notes),
    }
    if coded is not None:
        told["codings"] = [records.coding(c) for c in coded]
    return told


def _write(data: bytes, file: Path) -> None:
    if str(file) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        with file.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise FileExists("There is a file of that name already.") from None
