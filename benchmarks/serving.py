"""`relata serve` as a process of its own, and a small HTTP client that costs little itself."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ENTRANCE = re.compile(r"(http://127\.0\.0\.1:\d+)/#enter=(\S+)")


@dataclass
class Served:
    """A running server: where it is, the one-time way in, and how long it took to answer."""

    url: str
    ticket: str
    pid: int
    seconds: float

    @property
    def megabytes(self) -> float:
        """Resident memory of the server process."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * 4096 / 1e6


@contextmanager
def served(
    folder: Path, passphrase: str, *, port: int, user: str | None = None
) -> Iterator[Served]:
    """Serve a databank on this machine alone; stopped by its pid at the end."""
    command = [sys.executable, "-m", "relata", "--databank", str(folder)]
    command += ["--user", user] if user else []
    command += ["serve", "--no-browser", "--port", str(port)]
    environment = {**os.environ, "RELATA_PASSPHRASE": passphrase, "PYTHONUNBUFFERED": "1"}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := _ENTRANCE.search(line):
                spent = time.perf_counter() - begun
                yield Served(found[1], found[2], process.pid, spent)
                return
        raise RuntimeError("the server did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


class Client:
    """One browser's connection: keeps it open, carries the session's cookie."""

    def __init__(self, url: str) -> None:
        self._host, port = url.removeprefix("http://").split(":")
        self._port = int(port)
        self._cookie = ""

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)

    async def call(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """One request and its answer, packed as it came."""
        payload = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            "Accept-Encoding: zstd\r\nSec-Fetch-Site: same-origin\r\n"
            f"{self._cookie}Content-Type: application/json\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n"
        )
        self._writer.write(head.encode() + payload)
        status = int((await self._reader.readline()).split()[1])
        length = 0
        while (line := await self._reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "set-cookie":
                self._cookie = f"Cookie: {value.strip().split(';')[0]}\r\n"
        return status, await self._reader.readexactly(length) if length else b""

    async def sign_in(self, name: str, passphrase: str) -> None:
        status, body = await self.call(
            "POST", "/api/sign-in", {"name": name, "passphrase": passphrase}
        )
        if status != 204:
            raise RuntimeError(f"signing in: {status} {body.decode()}")

    async def enter(self, ticket: str) -> None:
        await self.call("POST", "/api/enter", {"ticket": ticket})

    def close(self) -> None:
        self._writer.close()
