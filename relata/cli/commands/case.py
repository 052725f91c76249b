"""`relata case`: make a case, show it, set its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from relata.cli import options, records, screen
from relata.cli.opened import WITHOUT_WORDS, Quoting
from relata.cli.opening import Opening
from relata.cli.places import place

if TYPE_CHECKING:
    from relata.cases import CaseSheet, Value

STATUSES = ("stated", "stated as absent", "not stated", "contradicted", "withheld")


@click.group("case")
def command() -> None:
    """Make a case, show it, set its values."""


@command.command("new")
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--source", "sources", metavar="SOURCE", multiple=True, help="A source that tells of it."
)
@options.as_json
@options.opening
def make(opening: Opening, name: str | None, sources: tuple[str, ...], as_json: bool) -> None:
    """Make a case, the record of one person.

    It goes by a pseudonym, never a name. Without NAME it gets the next free number: P-001, P-002...
    """
    with opening.open() as bank:
        made = bank.cases.new(name, sources=sources)
        revision = bank.revision
    if as_json:
        screen.put_json(records.case(made) | {"revision": revision})
    else:
        linked = f", linked to {screen.counted(made.sources, 'source')}" if made.sources else ""
        screen.say(f"Made case {made.pseudonym}{linked}.")


@command.command("show")
@click.argument("case", metavar="CASE")
@click.option("--open", "opened", is_flag=True, help="Print the words of the passages too.")
@options.as_of
@options.as_json
@options.opening
def show(opening: Opening, case: str, opened: bool, as_of: str | None, as_json: bool) -> None:
    """Show all that is held of a case.

    Each value stands with its coder and the passages it rests on.
    """
    with opening.open(as_of=as_of) as bank:
        sheet = bank.cases.sheet(case)
        quoting = Quoting(bank) if opened else None
        if as_json:
            screen.put_json(_told(sheet, quoting))
        else:
            _print(sheet, quoting)


@command.command("set")
@click.argument("case", metavar="CASE")
@click.argument("about", metavar="VARIABLE")
@click.argument("told", metavar="[VALUE]", required=False)
@click.option(
    "--evidence",
    metavar="SOURCE:START:END",
    multiple=True,
    type=place,
    help="A passage it rests on; may be given several times.",
)
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    default="stated",
    show_default=True,
    help="Unknown is not no: say which.",
)
@click.option("--missing", metavar="REASON", help="Why there is no value, in the variable's words.")
@click.option("--note", metavar="TEXT", help="A remark of yours on it.")
@click.option("--beside", is_flag=True, help="Keep your earlier value standing beside this one.")
@options.as_json
@options.opening
def set_(
    opening: Opening,
    case: str,
    about: str,
    told: str | None,
    evidence: tuple[tuple[str, int, int], ...],
    status: str,
    missing: str | None,
    note: str | None,
    beside: bool,
    as_json: bool,
) -> None:
    """Set a value of a case, as you judge it.

    Other coders' values stand beside yours. VARIABLE may be a code: then VALUE is yes,
    no or unknown.
    """
    with opening.open() as bank:
        value = bank.cases.set(
            case,
            about,
            told,
            status=status,
            evidence=evidence,
            missing=missing,
            note=note,
            beside=beside,
        )
        revision = bank.revision
    if as_json:
        screen.put_json(records.value(value) | {"revision": revision})
    else:
        rests = screen.counted(len(value.evidence), "passage") if value.evidence else "no passage"
        screen.say(f"Set {value.about} of the case: {_said(value)}. It rests on {rests}.")


def _told(sheet: CaseSheet, quoting: Quoting | None) -> dict[str, Any]:
    values = [records.value(value) for value in sheet.values]
    if quoting is not None:
        for value in values:
            for passage in value["evidence"]:
                passage["quotation"] = quoting.words(
                    passage["source"], passage["start"], passage["end"]
                )
    return {
        "case": records.case(sheet.case),
        "sources": list(sheet.sources),
        "values": values,
        "revision": sheet.revision,
    }


def _print(sheet: CaseSheet, quoting: Quoting | None) -> None:
    screen.say(f"Case {screen.shown(sheet.case.pseudonym)}")
    screen.say(f"told of in {screen.counted(len(sheet.sources), 'source')}:")
    for source in sheet.sources:
        screen.say(f"  {records.short(source)}")
    if not sheet.values:
        screen.say("No values yet. `relata case set CASE VARIABLE VALUE` sets one.")
    about = None
    for value in sorted(sheet.values, key=lambda v: v.about):
        if value.about != about:
            screen.say()
            screen.say(value.about)
            about = value.about
        screen.say(f"  {screen.shown(_said(value))}  ({value.coder})")
        if value.note:
            screen.say(f"    note: {screen.shown(' '.join(value.note.split()))}")
        for passage in value.evidence:
            screen.say(f"    {records.short(passage.source)}:{passage.start}:{passage.end}")
            words = quoting.words(passage.source, passage.start, passage.end) if quoting else None
            if words is not None:
                screen.say(screen.shown(words))
    if quoting is not None and not quoting.allowed:
        screen.say()
        screen.say(WITHOUT_WORDS)


def _said(value: Value) -> str:
    """What a value says, in a few words."""
    if value.told is None:
        return f"{value.status} ({value.missing})" if value.missing else value.status
    return value.told if value.status == "stated" else f"{value.told} ({value.status})"
