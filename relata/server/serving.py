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


_PATIENCE = 3.0
"""Seconds that answers under way are given once the server is to stop."""


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
        """The address people open: by the name they know it by, where one was told."""
        if self.names:
            port = "" if self.behind_proxy or ":" in self.names[0] else f":{self.port}"
            return f"http{'s' if self.secure else ''}://{self.names[0]}{port}"
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
    from relata.server.live import Live

    door, live = Door(bank), Live(bank)
    app = application(
        door,
        hosts=address.hosts,
        secure=address.secure,
        behind_proxy=address.behind_proxy,
        live=live,
    )
    logging.getLogger("_granian").setLevel(logging.WARNING)
    server: Any = Server(
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
    stopping = asyncio.Event()

    def stop() -> None:
        # The server waits for answers that are under way; a stream would never end by itself.
        live.close()
        server.stop()
        stopping.set()

    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop)
    await _answering(address, running)
    ready(door.ticket())
    waiting = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    done, _ = await asyncio.wait({running}, timeout=_PATIENCE)
    for one in done:
        one.result()
    door.close()


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
