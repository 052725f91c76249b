"""Options that many commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from relata.cli.opening import Opening

Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, complete and for programs."
)

as_of = click.option(
    "--as-of",
    metavar="REVISION|DATE",
    help="Look at the databank as it was at a revision, or at the end of a day (2026-03-31).",
)

reason = click.option("--reason", metavar="TEXT", help="What it is for; kept in the history.")

new_passphrase_file = click.option(
    "--new-passphrase-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Take the new passphrase from the first line of a file instead of asking.",
)


def filters(command: Command) -> Command:
    """Add --language, --kind, --since and --until, passed on under these names."""
    for option in (
        click.option("--until", metavar="DATE", help="Only sources dated up to it."),
        click.option(
            "--since", metavar="DATE", help="Only sources dated from it; 2015 or 2015-03 will do."
        ),
        click.option("--kind", metavar="KIND", help="Only this kind: news, interview, document..."),
        click.option(
            "--language", metavar="CODE", help="Only sources in this language: it, en, fr, ar..."
        ),
    ):
        command = option(command)
    return command


def opening(command: Command) -> Command:
    """Pass an `Opening` first; the global options may stand after the command too."""

    @wraps(command)
    def with_opening(*args: Any, **kwargs: Any) -> Any:
        context = click.get_current_context()
        told: Opening = context.obj or Opening()
        own = {
            "databank": kwargs.pop("_databank"),
            "user": kwargs.pop("_user"),
            "passphrase_file": kwargs.pop("_passphrase_file"),
        }
        told = replace(told, **{name: value for name, value in own.items() if value is not None})
        return command(told, *args, **kwargs)

    found: Any = with_opening
    for flags, kind in (
        (("--databank", "_databank"), click.Path(path_type=Path)),
        (("--user", "_user"), click.STRING),
        (
            ("--passphrase-file", "_passphrase_file"),
            click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
        ),
    ):
        found = click.option(*flags, type=kind, hidden=True)(found)
    done: Command = found
    return done
