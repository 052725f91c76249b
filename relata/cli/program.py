"""The program `relata`: its global options, and where each command lies."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from relata.cli.opening import Opening

CHAPTERS: dict[str, tuple[str, ...]] = {
    "Begin": ("init", "demo", "open"),
    "Sources": ("add", "sources", "show", "search"),
    "Workspace": ("serve",),
    "Coding": ("codebook", "code"),
    "Cases": ("cases", "case", "link"),
    "Findings": ("find",),
    "Keeping": ("history", "undo", "verify", "backup", "restore"),
    "Team": ("users", "passphrase"),
}
"""All commands, in the order a newcomer meets them.

A command lies in `relata.cli.commands`, in the file of its name, and is called `command`.
"""


class Chapters(click.Group):
    """A group whose commands are imported when they are called, and listed by chapter."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for names in CHAPTERS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"relata.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as fault:
            if args[0].startswith("-"):
                raise
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]}.{meant}", ctx) from fault

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        longest = max(len(name) for name in self.list_commands(ctx))
        for chapter, names in CHAPTERS.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                assert command is not None
                told = command.get_short_help_str(formatter.width - longest - 6)
                rows.append((name.ljust(longest), told))
            with formatter.section(chapter):
                formatter.write_dl(rows)


@click.command(
    cls=Chapters,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`relata COMMAND --help` tells more of a command. Lists and results take --json.",
)
@click.option(
    "--databank",
    metavar="DIR",
    envvar="RELATA_DATABANK",
    type=click.Path(path_type=Path),
    help="The databank to work in. [RELATA_DATABANK; else the nearest above the current folder]",
)
@click.option(
    "--user",
    metavar="NAME",
    envvar="RELATA_USER",
    help="Who opens it, when several people can. [RELATA_USER]",
)
@click.option(
    "--passphrase-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Take the passphrase from the first line of a file. [else RELATA_PASSPHRASE; else asked]",
)
@click.version_option(package_name="relata", message="relata %(version)s")
@click.pass_context
def relata(
    context: click.Context,
    databank: Path | None,
    user: str | None,
    passphrase_file: Path | None,
) -> None:
    """A testimony databank: sources in, passages coded, every figure opens.

    Make one with `relata init DIR`, or look around in `relata demo DIR`.
    """
    context.obj = Opening(databank, user, passphrase_file)
