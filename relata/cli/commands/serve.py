"""`relata serve`: the workspace in the browser, for one person or a team."""

from __future__ import annotations

from pathlib import Path

import click

from relata.cli import options, screen
from relata.cli.opening import Opening

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    default=8620,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen at.",
)
@click.option("--certificate", type=_FILE, help="A TLS certificate (PEM), with --key.")
@click.option("--key", type=_FILE, help="Its private key (PEM).")
@click.option("--behind-proxy", is_flag=True, help="A proxy does TLS and passes requests on.")
@click.option(
    "--address", multiple=True, metavar="NAME", help="A name people open it by; may be repeated."
)
@click.option(
    "--browser/--no-browser", default=True, help="Open the browser here.  [default: open]"
)
@options.opening
def command(
    opening: Opening,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    address: tuple[str, ...],
    browser: bool,
) -> None:
    """Serve the workspace until Ctrl+C.

    It listens on this machine alone unless --host says otherwise, which needs TLS. The
    address printed signs you in once, and only you; everybody else signs in by name and
    passphrase.
    """
    from relata.server import Address, serve

    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate and --key go together.")
    where = Address(host, port, certificate, key, behind_proxy, address)
    where.check()

    def ready(ticket: str) -> None:
        entrance = f"{where.url}/#enter={ticket}"
        screen.say(f"The workspace is at {where.url}")
        screen.say(f"Sign in once with   {entrance}")
        screen.say("Stop it with Ctrl+C.")
        if browser:
            click.launch(entrance)

    with opening.open() as bank:
        serve(bank, where, ready=ready)
