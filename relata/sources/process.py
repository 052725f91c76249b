"""One process that reads, as the databank's process sees it: started, asked, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import IO

from relata.sources.frames import (
    Answer,
    Ask,
    BrokenOff,
    Exhausted,
    Found,
    Itself,
    LeftOut,
    Refused,
    answer,
    exactly,
    send,
)
from relata.sources.model import Item, Limits, Unreadable


class ReadTooLong(Unreadable):
    """Reading a document took longer than it may."""

    remedy = "Divide it into parts, or save it in a simpler format."


class ReadTooLarge(Unreadable):
    """Reading a document took more memory than it may."""

    remedy = "Divide it into parts, or save it in a simpler format."


class ReadBrokeOff(Unreadable):
    """A document brought its reader down."""

    remedy = "Save it in another format; if it opens elsewhere, please report this."


@dataclass(frozen=True)
class Bounds:
    """What reading one document may take: bytes of memory, seconds on the clock.

    The seconds bound the processor time too. A process whose memory stays above
    `grown` bytes after a document reads no other.
    """

    memory: int = 1 << 30
    seconds: int = 60
    grown: int = 320 << 20


class Process:
    """One process that reads, as its databank sees it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._process = _started(bounds)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        self._clock = Lock()
        self._busy = self._overrun = False
        self.answered = True
        self.resident = 0
        self.rested = 0.0

    def lives(self) -> bool:
        return self._process.poll() is None

    def fit(self) -> bool:
        """Whether it has said all, has not grown, and can be asked again."""
        return self.answered and not self._overrun and self.resident <= self._bounds.grown

    def ask(self, deed: str, item: Item, limits: Limits) -> Answer:
        """Put a question; the first answer."""
        asked = Ask(
            deed,
            item.name,
            item.origin,
            item.size,
            item.media_type,
            dict(item.metadata),
            os.fsencode(item.path.absolute()) if item.path is not None else None,
            len(item.data) if item.data is not None else None,
            limits,
            self._bounds.seconds,
        )
        self.answered = False
        with self._in_time():
            send(self._to, asked, item.data)
            return self._answer()

    def next(self) -> Answer:
        """The next answer to the same question."""
        with self._in_time():
            return self._answer()

    def bytes(self, count: int) -> bytes:
        """Bytes that belong to the last answer."""
        if count > self._bounds.memory:
            raise BrokenOff
        with self._in_time():
            return exactly(self._from, count)

    def why_it_ended(self) -> Unreadable:
        """The refusal of what was being read."""
        self._process.kill()
        code = self._process.wait()
        if self._overrun or code == -getattr(signal, "SIGXCPU", 0):
            return ReadTooLong(f"Reading it took longer than {self._bounds.seconds} seconds.")
        return ReadBrokeOff("It brought its reader down.")

    def end(self) -> None:
        """End the process; nothing of it stays."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):
                pipe.close()

    def _answer(self) -> Answer:
        found = answer(lambda count: exactly(self._from, count), self._bounds.memory)
        if isinstance(found, Exhausted):
            raise ReadTooLarge(f"Reading it took more than {self._bounds.memory >> 20} MiB.")
        if not isinstance(found, Found | Itself | LeftOut):
            self.answered, self.resident = True, found.resident
        if isinstance(found, Refused):
            raise Unreadable(found.message, remedy=found.remedy)
        return found

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """Kill the process if it takes too long; whoever waits for it then wakes."""
        timer = Timer(self._bounds.seconds, self._run_over)
        timer.daemon = True
        with self._clock:
            self._busy = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._clock:
                self._busy = False
        if self._overrun:
            raise BrokenOff

    def _run_over(self) -> None:
        with self._clock:
            if self._busy:
                self._overrun = True
                self._process.kill()


_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


def _started(bounds: Bounds) -> subprocess.Popen[bytes]:
    """A new process. It is given no passphrase, no descriptor, no terminal."""
    known = {name: os.environ[name] for name in _KEPT if name in os.environ}
    package = str(Path(__file__).absolute().parents[2])
    paths = [path for path in sys.path if path]
    if package not in paths:
        paths.append(package)
    surroundings = {
        **known,
        "PYTHONPATH": os.pathsep.join(paths),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }
    command = [sys.executable, "-P", "-B", "-m", "relata.sources.apart"]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*command, str(bounds.memory), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
        )

    return _starter().submit(start).result()


_starters: dict[int, ThreadPoolExecutor] = {}


def _starter() -> ThreadPoolExecutor:
    """The thread that starts the processes. It lives as long as this process does: the
    system ends a child with the thread that started it, not with the process."""
    return _starters.setdefault(
        os.getpid(), ThreadPoolExecutor(1, thread_name_prefix="relata-apart")
    )
