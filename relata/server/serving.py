"""Serving: which address, under which conditions, until it is stopped."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relata.errors import RelataError

if TYPE_CHECKING:
    from relata.databank.bank import Databank


class NotSafeToServe(RelataError):
    """The workspace would be reachable from other machines without protection."""

    remedy = (
        "Give --certificate and --key for TLS, or say --behind-proxy if a proxy on this "
        "machine does TLS and passes requests on."
    )


class AddressTaken(RelataError):
    """Another program listens there."""

    remedy = "Choose another port with --port."


@dataclass(frozen=True)
class Address:
    """Where the server listens, and the names under which it may be asked for."""

    host: str = "127.0.0.1"
    port: int = 8620
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    names: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        return self.certificate is not None or self.behind_proxy

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.certificate else ''}://{host}:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """What the Host header of an honest request may say."""
        own = [self.host, *(("localhost", "127.0.0.1", "[::1]") if _is_loopback(self.host) else ())]
        told = [f"{name}:{self.port}" for name in own]
        for name in self.names:
            told += [name, f"{name}:{self.port}"]
        return told

    def check(self) -> None:
        """Raises NotSafeToServe, AddressTaken."""
        if not _is_loopback(self.host) and not self.secure:
            raise NotSafeToServe(f"{self.host} can be reached from other machines, without TLS.")
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as fault:
                raise AddressTaken(f"Nothing can listen at {self.host}:{self.port}.") from fault


def serve(bank: Databank, address: Address, *, ready: Callable[[str], None]) -> None:
    """Serve one opened databank until the process is told to stop.

    `ready` is called with the one-time way in for whoever opened the databank, once
    requests are answered.
    """
    address.check()
    asyncio.run(_serve(bank, address, ready))


async def _serve(bank: Databank, address: Address, ready: Callable[[str], None]) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    from relata.databank.door import Door
    from relata.server.app import application

    door = Door(bank)
    app = application(
        door, hosts=address.hosts, secure=address.secure, behind_proxy=address.behind_proxy
    )
    logging.getLogger("_granian").setLevel(logging.WARNING)
    server = Server(
        app,
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        websockets=False,
        log_enabled=False,
        ssl_cert=address.certificate,
        ssl_key=address.key,
    )
    running = asyncio.ensure_future(server.serve())
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, server.stop)
    await _answering(address, running)
    ready(door.ticket())
    await running


async def _answering(address: Address, running: asyncio.Future[Any]) -> None:
    """Wait until the port takes connections."""
    while not running.done():
        try:
            _, writer = await asyncio.open_connection(address.host, address.port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            return


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
