"""`relata find`: motives, tables of two variables, places where codes meet."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import click

from relata.cli import options, screen
from relata.cli.opened import put_figure, put_hits
from relata.cli.opening import Opening

if TYPE_CHECKING:
    from relata.findings import Finding

STANDINGS = ("yes", "no", "contradicted", "unknown")

coder_option = click.option(
    "--coder", metavar="NAME", help="Only what this coder coded and entered. [everybody]"
)
level_option = click.option(
    "--level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    metavar="P",
    default=0.95,
    help="How often the intervals should cover the true share. [0.95]",
)


@click.group("find")
def command() -> None:
    """Count and open: motives, tables, codes that meet.

    Every number opens to the cases and the sentences it rests on (--open).
    """


@command.command("motives")
@click.option("--under", metavar="CODE", help="Only this code and those below it.")
@coder_option
@click.option(
    "--by",
    metavar="SCHEME",
    default="code",
    help="Count by code, axis (push, pull), side, or a published scheme. [code]",
)
@click.option(
    "--interval",
    type=click.Choice(["wilson", "clopper-pearson"]),
    default="wilson",
    help="Whose interval a share gets. [wilson]",
)
@level_option
@click.option("--open", "opened", metavar="CODE", help="Open one motive to cases and sentences.")
@click.option(
    "--standing",
    type=click.Choice(STANDINGS),
    help="With --open: which of its numbers. [yes]",
)
@options.as_of
@options.as_json
@options.opening
def motives(
    opening: Opening,
    under: str | None,
    coder: str | None,
    by: str,
    interval: str,
    level: float,
    opened: str | None,
    standing: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """How many cases tell of each motive, with unknown apart from no."""
    if standing is not None and opened is None:
        raise click.UsageError("--standing goes with --open.")
    with opening.open(as_of=as_of) as bank:
        found = bank.findings.motives(
            under=under,
            coder=coder,
            by=by,
            interval=interval,  # type: ignore[arg-type]
            level=level,
        )
        if opened is None:
            _put(found, as_json=as_json)
        else:
            figure = found.open(opened, standing=standing or "yes")  # type: ignore[arg-type]
            put_figure(bank, figure, as_json=as_json)


@command.command("cross")
@click.argument("rows", metavar="ROWS")
@click.argument("columns", metavar="COLUMNS")
@coder_option
@level_option
@click.option(
    "--breaks",
    metavar="VARIABLE=N,N...",
    multiple=True,
    help="Where to cut a number into classes: age=18,25,40. May be given for both sides.",
)
@click.option(
    "--small",
    type=click.IntRange(1),
    metavar="N",
    default=5,
    help="Mark counts from 1 to one under it: few people are easily recognised. [5]",
)
@click.option(
    "--open",
    "opened",
    metavar="ROW COLUMN",
    nargs=2,
    help="Open one cell to cases and sentences; `all` stands for a total.",
)
@options.as_of
@options.as_json
@options.opening
def cross(
    opening: Opening,
    rows: str,
    columns: str,
    coder: str | None,
    level: float,
    breaks: tuple[str, ...],
    small: int,
    opened: tuple[str, str] | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Cases by two variables or codes, with a test.

    ROWS and COLUMNS are names of variables or codes; CODE/* takes the codes below one.
    """
    cuts = dict(map(_cut, breaks))
    with opening.open(as_of=as_of) as bank:
        found = bank.findings.cross(
            rows, columns, coder=coder, level=level, breaks=cuts or None, small=small
        )
        if opened is None:
            _put(found, as_json=as_json)
        else:
            row, column = (None if at.casefold() == "all" else at for at in opened)
            put_figure(bank, found.open(row, column), as_json=as_json)


@command.command("codes")
@click.argument("expression", metavar="EXPRESSION")
@click.option(
    "--where",
    metavar="CONDITION",
    multiple=True,
    help="Only within cases of which it holds: 'sex = female', 'age >= 20'. All must hold.",
)
@coder_option
@click.option("--open", "opened", is_flag=True, help="Print the words of every hit.")
@options.as_of
@options.as_json
@options.opening
def codes(
    opening: Opening,
    expression: str,
    where: tuple[str, ...],
    coder: str | None,
    opened: bool,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Find the passages where codes meet.

    \b
    'hardship AND boredom'           passages that overlap
    'hardship NOT boredom'           that overlap none
    'hardship NEAR boredom'          in one paragraph; NEAR/120 within 120 characters
    'hardship OR boredom'            either; (parentheses) group
    """
    with opening.open(as_of=as_of) as bank:
        found = bank.findings.codes(_within(expression, where), coder=coder)
        if opened:
            put_hits(bank, found, as_json=as_json)
        else:
            _put(found, as_json=as_json)


def _put(found: Finding, *, as_json: bool) -> None:
    if as_json:
        screen.put_json(found.to_dict())
    else:
        screen.say(screen.shown(found.to_text(width=shutil.get_terminal_size((120, 24)).columns)))


def _within(expression: str, where: tuple[str, ...]) -> str:
    """The expression with the conditions on cases said in its own language."""
    if not where:
        return expression
    joined = " AND " if re.search(r"\bWITHIN\b", expression) else " WITHIN cases WHERE "
    return expression + joined + " AND ".join(where)


def _cut(told: str) -> tuple[str, tuple[float, ...]]:
    variable, _, numbers = told.rpartition("=")
    try:
        cuts = tuple(float(number) for number in numbers.split(","))
    except ValueError:
        cuts = ()
    if not variable or not cuts:
        raise click.BadParameter(
            "breaks are written VARIABLE=N,N, such as age=18,25.", param_hint="'--breaks'"
        )
    return variable.strip(), cuts
