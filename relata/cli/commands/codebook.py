"""`relata codebook`: bring the codebook in, write it out, show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening
from relata.errors import RelataError

if TYPE_CHECKING:
    from relata.codebook import CodebookEntry

STARTERS = ("reasons-for-leaving", "reasons-for-joining", "a-persons-way")


class FileExists(RelataError):
    """A file would be written over."""

    remedy = "Name another file, or say --overwrite."


@click.group("codebook")
def command() -> None:
    """Bring the codebook in, write it out, show it."""


@command.command("import")
@click.argument("told", metavar="FILE|STARTER")
@click.option(
    "--replace",
    is_flag=True,
    help="Withdraw what the file does not name; refused while anything rests on it.",
)
@options.reason
@options.as_json
@options.opening
def bring_in(opening: Opening, told: str, replace: bool, reason: str | None, as_json: bool) -> None:
    """Bring in a codebook: a .yaml, .xlsx or .csv file, or a starter.

    \b
    The starters: reasons-for-leaving, reasons-for-joining, a-persons-way.
    Several may be brought in, one after the other.
    """
    with opening.open() as bank:
        found = bank.codebook.load(told, reason=reason, replace=replace)
        revision = bank.revision
    if as_json:
        screen.put_json({"changes": list(found.summary()), "revision": revision})
        return
    if found.nothing:
        screen.say("The codebook says all of that already; nothing was changed.")
        return
    for line in found.summary():
        screen.say(line)
    screen.say()
    screen.say(
        f"{screen.counted(len(found.codes_added), 'code')} and "
        f"{screen.counted(len(found.variables_added), 'variable')} added."
    )


@command.command("export")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Write over a file of that name.")
@options.as_of
@options.as_json
@options.opening
def write_out(
    opening: Opening, file: Path, overwrite: bool, as_of: str | None, as_json: bool
) -> None:
    """Write the codebook to a file.

    The ending of its name says what it is: .yaml, .xlsx or .csv.
    """
    from relata.codebook import write_codebook

    with opening.open(as_of=as_of) as bank:
        if file.exists() and not overwrite:
            raise FileExists("There is a file of that name already.")
        entry = bank.codebook.show()
        write_codebook(entry, file)
        revision = bank.revision
    if as_json:
        screen.put_json(
            {
                "file": str(file),
                "codes": len(entry.codes),
                "variables": len(entry.variables),
                "revision": revision,
            }
        )
    else:
        screen.say(
            f"Wrote {screen.counted(len(entry.codes), 'code')} and "
            f"{screen.counted(len(entry.variables), 'variable')} to {file}."
        )


@command.command("show")
@click.option("--long", "at_length", is_flag=True, help="With definitions and when to use them.")
@options.as_of
@options.as_json
@options.opening
def show(opening: Opening, at_length: bool, as_of: str | None, as_json: bool) -> None:
    """Show the tree of codes, and the variables kept of each case."""
    with opening.open(as_of=as_of) as bank:
        entry = bank.codebook.show()
        revision = bank.revision
    if as_json:
        screen.put_list(
            map(records.plain, entry.codes),
            revision,
            title=entry.title,
            variables=records.plain(entry.variables),
        )
    elif not entry.codes and not entry.variables:
        screen.say("The codebook is empty. `relata codebook import reasons-for-leaving` begins it.")
    else:
        _tree(entry, at_length=at_length)


def _tree(entry: CodebookEntry, *, at_length: bool) -> None:
    if entry.title:
        screen.say(screen.shown(entry.title))
        screen.say()
    longest = max((2 * code.depth + len(code.name) for code in entry.codes), default=0)
    for code in entry.codes:
        indent = "  " * code.depth
        gathers = "" if code.codable else "  (gathers others)"
        name = f"{indent}{code.name}".ljust(longest)
        screen.say(screen.shown(f"{name}  {code.label}{gathers}"))
        if at_length:
            for heading, told in (
                ("", code.definition),
                ("when: ", code.when_to_use),
                ("when not: ", code.when_not),
            ):
                if told:
                    screen.say(screen.shown(f"{indent}    {heading}{' '.join(told.split())}"))
    if entry.variables:
        screen.say()
        screen.put_table(
            ("variable", "kind", "values"),
            [
                (v.name, v.kind, ", ".join(c.name for c in v.choices) or v.unit)
                for v in entry.variables
            ],
        )
