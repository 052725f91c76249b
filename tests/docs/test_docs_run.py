"""Every command and every example in the README and the docs is typed and run.

A page is one session in a fresh folder that holds `samples/`. Console blocks are typed
line by line, with what `cd` and `export` leave behind; Python blocks share their names,
as in a notebook; a YAML block marked `file=NAME` is saved under that name first.
What a page shows as printed is held against what is printed. A server is started, entered
by the address it prints, and stopped as a reader stops it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = {"console", "python", "output", "yaml", "text"}
STORE = "postgresql://relata@db.example/study"
"""The address that stands in the pages for a PostgreSQL of one's own."""

SETS_UP = re.compile(r"(make|git|pip|source|cd relata)\b")
"""Lines that set the program itself up; continuous integration runs these in a fresh clone."""

DEMO = "make demo"
MADE = "test -d Departures || relata demo Departures"
"""The one of these that leaves something behind, and what it leaves."""

SERVES = re.compile(r"\brelata (--[\w-]+ \S+ )*serve\b(?!.*# refused)")
"""Commands that do not end by themselves."""

USUAL_PORT = 8620

CHEAPLY = """
from relata.store import keys
keys.STANDARD_COST = keys.Cost(memory_kib=1024, passes=1, lanes=1)
"""
"""Key stretching cheap enough for a hundred commands; the README is typed without it."""

COMMAND = f"""#!{sys.executable}
import sys
{CHEAPLY}
from relata.cli import main
sys.exit(main())
"""

DRIVER = """
import contextlib, io, json, os, sys, traceback
names = {"__name__": "__main__"}
for line in sys.stdin:
    told = json.loads(line)
    os.chdir(told["cwd"])
    out, fault = io.StringIO(), ""
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(told["code"], "example", "exec"), names)
        except BaseException:
            fault = traceback.format_exc()
    print(json.dumps({"printed": out.getvalue(), "fault": fault}), flush=True)
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its kind, what stands beside the kind, and its lines."""

    kind: str
    beside: str
    body: str

    @property
    def file(self) -> str | None:
        found = re.search(r"\bfile=(\S+)", self.beside)
        return found[1] if found else None


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    return [Block(*found) for found in FENCE.findall(page.read_text("utf-8"))]


def runs(page: Path) -> bool:
    """Whether a page holds anything to type."""
    return any(block.kind in ("console", "python") for block in blocks(page))


@dataclass
class Session:
    """One reader at one machine: a folder, an environment, and Python's names."""

    folder: Path
    environment: dict[str, str]
    cheaply: bool = True
    cwd: Path = field(init=False)
    python: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        self.cwd = self.folder

    def type(self, line: str) -> str:
        """Type a line of a console block; returns all that is printed."""
        state = self.folder / ".state"
        script = f'{line}\nstatus=$?\n{{ pwd; env -0; }} > "{state}"\nexit $status\n'
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.cwd,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        wanted = 1 if line.endswith("# refused") else 0
        assert done.returncode == wanted, f"$ {line}\nended with {done.returncode}\n{done.stdout}"
        where, _, kept = state.read_text("utf-8").partition("\n")
        self.cwd = Path(where)
        self.environment = dict(pair.split("=", 1) for pair in kept.split("\0") if "=" in pair)
        return done.stdout

    def serve(self, line: str) -> str:
        """Type a line that serves, come in as it says, and stop it with Ctrl+C.

        A free port takes the place of the usual one, so that pages can be followed side by
        side; no browser is opened. Whoever serves the demonstration types its passphrase.
        """
        from relata.demo.write import PASSPHRASE

        port = free_port()
        demo = {"RELATA_PASSPHRASE": PASSPHRASE} if "Departures" in line else {}
        running = subprocess.Popen(
            ["bash", "-c", f"{line} --no-browser --port {port}"],
            cwd=self.cwd,
            env={**self.environment, **demo, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert running.stdout is not None
        printed = ""
        try:
            for told in running.stdout:
                printed += told
                if told.startswith("Stop it with"):
                    break
            named = re.search(r"--address (\S+)", line)
            come_in(port, named[1] if named else f"127.0.0.1:{port}", printed)
            os.killpg(running.pid, signal.SIGINT)
            assert running.wait(20) == 0, f"$ {line}\nended with {running.returncode}\n{printed}"
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            running.stdout.close()
            running.wait()
        return printed.replace(f":{port}", f":{USUAL_PORT}")

    def run(self, code: str) -> str:
        """Run a Python block among the names of those before it; returns what it prints."""
        if self.python is None:
            self.python = subprocess.Popen(
                [sys.executable, "-c", (CHEAPLY if self.cheaply else "") + DRIVER],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.python.stdin is not None
        assert self.python.stdout is not None
        self.python.stdin.write(json.dumps({"code": code, "cwd": str(self.cwd)}) + "\n")
        self.python.stdin.flush()
        told = json.loads(self.python.stdout.readline())
        assert not told["fault"], f"{code}\n{told['fault']}"
        return str(told["printed"])


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def come_in(port: int, host: str, printed: str) -> None:
    """Ask a server for its first page, come in by the address it printed, and ask who one is."""
    entrance = re.search(r"#enter=(\S+)", printed)
    assert entrance, f"no way in was printed:\n{printed}"
    server = HTTPConnection("127.0.0.1", port, timeout=20)
    site = {"Host": host, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    server.request("GET", "/", headers=site)
    page = server.getresponse()
    told = page.read().decode("utf-8")
    built = (ROOT / "relata" / "server" / "static" / "index.html").is_file()
    assert (page.status, "Relata" in told) == (200 if built else 503, True)
    server.request("POST", "/api/enter", json.dumps({"ticket": entrance[1]}), site)
    entered = server.getresponse()
    assert entered.status == 204, entered.read()
    entered.read()
    cookie = str(entered.getheader("Set-Cookie")).partition(";")[0]
    server.request("GET", "/api/me", headers={**site, "Cookie": cookie})
    me = server.getresponse()
    assert me.status == 200, me.read()
    assert json.loads(me.read())["name"]
    server.close()


@contextmanager
def session(folder: Path, *, cheaply: bool = True) -> Iterator[Session]:
    """A fresh folder with the samples in it, and an environment that names no databank."""
    shutil.copytree(ROOT / "docs" / "samples", folder / "samples")
    programs = [str(Path(sys.executable).parent), os.environ["PATH"]]
    if cheaply:
        (folder / ".programs").mkdir()
        (folder / ".programs" / "relata").write_text(COMMAND, "utf-8")
        (folder / ".programs" / "relata").chmod(0o700)
        programs.insert(0, str(folder / ".programs"))
    kept = {name: told for name, told in os.environ.items() if not name.startswith("RELATA_")}
    reader = Session(
        folder,
        {
            **kept,
            "RELATA_PASSPHRASE": "correct horse battery",
            "HOME": str(folder),
            "PATH": os.pathsep.join(programs),
            "COLUMNS": "100",
        },
        cheaply,
    )
    try:
        yield reader
    finally:
        if reader.python is not None:
            reader.python.kill()
            reader.python.communicate()


def commands(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines it is shown to print."""
    found: list[tuple[str, list[str]]] = []
    for line in body.replace("\\\n", "").splitlines():
        if line.startswith("$ "):
            found.append((line[2:].strip(), []))
        elif line.strip():
            assert found, f"a line is shown before any command: {line}"
            found[-1][1].append(line)
    return found


def says(shown: list[str], printed: str) -> bool:
    """Whether the lines shown are what was printed, empty lines and spaces at ends apart.

    "..." within a line stands for anything on that line, and its columns may lie otherwise;
    alone it stands for any number of lines.
    """
    pattern = "".join(_line(line.rstrip()) for line in shown)
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def _line(shown: str) -> str:
    """The regular expression of one line shown."""
    if shown.strip() == "...":
        return r"(?:.*\n)*"
    if "..." not in shown:
        return re.escape(shown) + r"\n"
    parts = (re.sub(r"(\\ )+", r"\\s+", re.escape(part)) for part in shown.split("..."))
    return ".*".join(parts) + r"\n"


@pytest.mark.parametrize(
    "page", [p for p in PAGES if runs(p)], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_page_can_be_followed_from_its_first_line_to_its_last(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A reader who types what the page says gets what the page says."""
    store = STORE
    if STORE in page.read_text("utf-8"):
        store = request.getfixturevalue("postgres_url")
    printed = ""
    with session(tmp_path, cheaply=page.parent != ROOT) as reader:
        for block in blocks(page):
            body = block.body.replace(STORE, store)
            if block.file:
                (reader.cwd / block.file).write_text(body, "utf-8")
            elif block.kind == "python":
                printed = reader.run(body)
            elif block.kind == "output":
                shown = [line for line in body.splitlines() if line.strip()]
                assert says(shown, printed), f"shown:\n{body}\nprinted:\n{printed}"
            elif block.kind == "console":
                for line, shown in commands(body):
                    if SETS_UP.match(line) and line != DEMO:
                        continue
                    if SERVES.search(line):
                        told = reader.serve(line)
                    else:
                        told = reader.type(MADE if line == DEMO else line)
                    if shown:
                        wanted = "\n".join(shown)
                        assert says(shown, told), f"$ {line}\nshown:\n{wanted}\nprinted:\n{told}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_example_escapes_being_run(page: Path) -> None:
    """A block is of a kind that is known, an output follows Python, a YAML block is a file."""
    text = page.read_text("utf-8")
    found = blocks(page)
    assert text.count("```") == 2 * len(found), "a fence is indented, nested or left open"
    for place, block in enumerate(found):
        assert block.kind in KINDS, f"no block is run as {block.kind!r}"
        assert block.kind != "yaml" or block.file, "a YAML block names its file"
        if block.kind == "output":
            assert place
            assert found[place - 1].kind == "python"
        if block.kind == "text":
            assert not re.search(r"^\$ ", block.body, re.MULTILINE), "a command stands in text"


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["4 sources came in."], "4 sources came in.\n", True),
        (["4 sources came in."], "5 sources came in.\n", False),
        (["Undid ... brings it back."], "\nUndid 3f. It brings it back.\n", True),
        (["first", "...", "last"], "first\na\nb\nlast\n", True),
        (["first", "last"], "first\nbetween\nlast\n", False),
        (["first"], "first\nand more\n", False),
        (["1.5 (a)"], "1x5 (a)\n", False),
        (["...  news  it"], "3fa92b10c4      news  it\n", True),
        (["...  news  it"], "3fa92b10c4      news  en\n", False),
    ],
)
def test_what_is_shown_must_be_what_is_printed(shown: list[str], printed: str, same: bool) -> None:
    """A page that shows another number, or leaves a line out, is found out."""
    assert says(shown, printed) is same


def test_a_server_that_cannot_be_entered_as_it_says_is_found_out(tmp_path: Path) -> None:
    """A page that types `relata serve` shows a server that opens, and that Ctrl+C ends."""
    with session(tmp_path) as reader:
        reader.type("relata init study --no-recovery-key --name Lena")
        told = reader.serve("relata --databank study serve")
        assert told.startswith(f"The workspace is at http://127.0.0.1:{USUAL_PORT}\n")
        with pytest.raises(AssertionError, match="no way in was printed"):
            reader.serve("relata --databank nowhere serve")
    with pytest.raises(OSError):
        come_in(free_port(), "127.0.0.1", "#enter=nobody")


def test_a_command_that_ends_otherwise_than_shown_is_found_out(tmp_path: Path) -> None:
    """A refusal must be marked as one, and what is marked must be refused."""
    with session(tmp_path) as reader:
        assert reader.type("export GREETING=hello; cd samples") == ""
        assert reader.type("echo $GREETING; ls rientri.html") == "hello\nrientri.html\n"
        with pytest.raises(AssertionError, match="ended with 1"):
            reader.type("false")
        with pytest.raises(AssertionError, match="ended with 0"):
            reader.type("true # refused")
        reader.run("x = 6")
        assert reader.run("print(x * 7)") == "42\n"
        with pytest.raises(AssertionError, match="ZeroDivisionError"):
            reader.run("x / 0")
