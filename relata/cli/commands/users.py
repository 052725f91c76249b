"""`relata users`: who works here, as what."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, records, screen
from relata.cli.opening import Opening, new_passphrase

ROLES = ("reader", "coder", "lead", "guardian")


@click.group("users", invoke_without_command=True)
@options.as_of
@options.as_json
@options.opening
def command(opening: Opening, as_of: str | None, as_json: bool) -> None:
    """List who works here; `add` and `change` people.

    `relata users` alone lists them."""
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        context.obj = opening
        return
    with opening.open(as_of=as_of) as bank:
        found = bank.team.list()
        revision = bank.revision
    if as_json:
        screen.put_list(map(records.user, found), revision)
    else:
        screen.put_table(
            ("name", "role", "account"),
            [(u.name, u.role, "active" if u.active else "deactivated") for u in found],
        )


@command.command("add")
@click.argument("name", metavar="NAME")
@click.argument("role", metavar="ROLE", type=click.Choice(ROLES))
@options.new_passphrase_file
@options.as_json
@options.opening
def add(
    opening: Opening, name: str, role: str, new_passphrase_file: Path | None, as_json: bool
) -> None:
    """Add a person as reader, coder, lead or guardian.

    The person types a passphrase of their own, here and now; `relata passphrase
    change` gives it another later.
    """
    with opening.open() as bank:
        passphrase = new_passphrase(new_passphrase_file, f"A passphrase for {name}")
        made = bank.team.add(name, role, passphrase)
        revision = bank.revision
    if as_json:
        screen.put_json(records.user(made) | {"revision": revision})
    else:
        screen.say(f"{made.name} works here now, as {made.role}.")
        screen.say("From now on say who opens the databank: --user NAME or RELATA_USER.")


@command.command("change")
@click.argument("name", metavar="NAME")
@click.option("--role", type=click.Choice(ROLES), help="Another role.")
@click.option("--name", "new_name", metavar="NAME", help="Another name.")
@click.option("--active/--deactivate", default=None, help="Let the person in again, or no more.")
@options.as_json
@options.opening
def change(
    opening: Opening,
    name: str,
    role: str | None,
    new_name: str | None,
    active: bool | None,
    as_json: bool,
) -> None:
    """Change a person's role or name, or deactivate the account.

    Nobody is deleted: what a person did stays theirs.
    """
    if role is None and new_name is None and active is None:
        raise click.UsageError("Say what changes: --role, --name, --active or --deactivate.")
    with opening.open() as bank:
        made = bank.team.change(name, role=role, new_name=new_name, active=active)
        revision = bank.revision
    if as_json:
        screen.put_json(records.user(made) | {"revision": revision})
    else:
        state = "" if made.active else ", deactivated"
        screen.say(f"{made.name} is {made.role}{state}.")
