"""`relata serve` as a process: it starts, is silent about people, and ends when it is told to."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.banks import put

import relata
from relata.store.keys import Cost

PASSPHRASE = "correct horse battery staple"
PLANTED = "Quetzalcoatlus"
_QUICK = Cost(memory_kib=1024, passes=1, lanes=1)
HEAVY = ("pandas", "polars", "scipy", "altair", "pyarrow", "openpyxl", "trafilatura", "daft")

Start = Callable[..., "Served"]


class Served:
    """A running `relata serve`, asked over its port."""

    def __init__(self, process: subprocess.Popen[str], port: int, ticket: str, told: str) -> None:
        self.process, self.port, self.ticket, self.told = process, port, ticket, told
        self.cookie = ""

    def ask(self, method: str, path: str, body: Any = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, headers | {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = answer.getheader("set-cookie")
        if told:
            self.cookie = told.split(";")[0]
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command on a small databank; ends it after the test."""
    begun: list[subprocess.Popen[str]] = []
    with relata.init(tmp_path / "bank", passphrase=PASSPHRASE, name="Lenamarie", cost=_QUICK) as b:
        put(b, f"He said {PLANTED} left at night.", title=f"Talk {PLANTED}")

    def run(*options: str) -> Served:
        port = free_port()
        where = ("--databank", str(tmp_path / "bank"), "--port", str(port))
        program = "import sys; from relata.cli import main; sys.exit(main())"
        process = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--no-browser", *where, *options],
            env={**os.environ, "RELATA_PASSPHRASE": PASSPHRASE, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        begun.append(process)
        assert process.stdout is not None
        told, ticket = "", ""
        for line in process.stdout:
            told += line
            found = re.search(r"#enter=([\w-]+)", line)
            ticket = found[1] if found else ticket
            if "Ctrl+C" in line:
                break
        return Served(process, port, ticket, told)

    yield run
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_it_serves_and_ends_in_time_with_a_stream_open(start: Start) -> None:
    """SIGTERM ends the process cleanly within five seconds, though somebody is listening live."""
    served = start()
    assert served.ask("POST", "/api/enter", {"ticket": served.ticket}).status == 204
    stream = served.ask("GET", "/api/live")
    assert stream.status == 200
    assert stream.fp.readline()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(5) == 0


def test_what_it_prints_holds_no_testimony_and_no_names(start: Start) -> None:
    """Reading, failing to sign in, and refusals leave no word of a text, no name."""
    served = start()
    served.ask("POST", "/api/enter", {"ticket": served.ticket})
    (source,) = json.loads(served.ask("GET", "/api/sources").read())["sources"]
    assert PLANTED.encode() in served.ask("GET", f"/api/sources/{source['id']}/text").read()
    served.ask("GET", f"/api/search?words={PLANTED}").read()
    served.ask("POST", "/api/sign-in", {"name": "Zanzibar", "passphrase": PLANTED}).read()
    served.ask("POST", "/api/sign-in", {"name": [PLANTED]}).read()
    served.ask("POST", f"/api/sources/{PLANTED}/look", {"state": PLANTED}).read()
    served.process.send_signal(signal.SIGTERM)
    rest, _ = served.process.communicate(timeout=10)
    for word in (PLANTED, "Lenamarie", "Zanzibar", PASSPHRASE):
        assert word not in served.told + rest


def test_it_takes_little_memory(start: Start) -> None:
    """Before any finding is asked the process keeps to 150 MB, and has loaded no data frames."""
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("the memory of a process is read from /proc")
    served = start()
    served.ask("POST", "/api/enter", {"ticket": served.ticket})
    served.ask("GET", "/api/me").read()
    proc = Path(f"/proc/{served.process.pid}")
    kilobytes = re.search(r"VmRSS:\s+(\d+)", (proc / "status").read_text())
    assert kilobytes is not None
    assert int(kilobytes[1]) < 150_000
    loaded = (proc / "maps").read_text()
    assert [name for name in HEAVY if f"/{name}/" in loaded] == []


def test_it_does_not_load_what_only_findings_and_reading_need() -> None:
    """Whatever takes long to load waits until it is asked for."""
    program = (
        "import sys, relata.databank.door, relata.server.serving, relata.server.app\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_machines_are_served_by_tls_alone(start: Start, host: str) -> None:
    """Without a certificate, or a proxy that has one, it listens on this machine only."""
    served = start("--host", host)
    assert served.process.wait(30) == 1
    assert "TLS" in served.told
    assert served.ticket == ""
