"""The indexer as a process of its own: indexes behind a long intake, on the second core.

    python -m relata.archive.indexer

It is told on standard input which databank, with which key (one line of JSON; keys
never stand in arguments or the environment), indexes what is pending, and goes on
until its input is closed and nothing is left.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from relata.archive.search.index import catch_up
from relata.store import Store, open_store
from relata.store.keys import Keys

_PAUSE = 0.05


class Behind:
    """Runs the indexer behind an intake; after the block all is searchable, if that is wanted."""

    def __init__(self, store: Store, *, searchable: bool = True) -> None:
        self._store = store
        self.searchable = searchable
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process, once."""
        if self._process is not None:
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", "relata.archive.indexer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        told = {
            "folder": str(self._store.layout.root),
            "archive": self._store.keys.archive.hex(),
            "user": self._store.keys.user.hex(),
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told).encode("utf-8") + b"\n")
        self._process.stdin.flush()

    def __enter__(self) -> Behind:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        if fault is None and self.searchable:
            # Small intakes are indexed here; of a long one, this process takes the end.
            catch_up(self._store, from_the_end=self._process is not None)
        if self._process is not None:
            self._process.wait()
        if fault is None and self.searchable:
            catch_up(self._store)


def main() -> None:
    told = json.loads(sys.stdin.buffer.readline())
    keys = Keys(bytes.fromhex(told["archive"]), bytes.fromhex(told["user"]), "indexer")
    ended = threading.Event()
    threading.Thread(target=_await_end, args=(ended,), daemon=True).start()
    store = open_store(Path(told["folder"]), keys)
    try:
        while True:
            last = ended.wait(_PAUSE)
            catch_up(store)
            if last:
                return
    finally:
        store.close()


def _await_end(ended: threading.Event) -> None:
    """Notice that nothing more will come: the intake closed its end, or is gone."""
    sys.stdin.buffer.read()
    ended.set()


if __name__ == "__main__":
    main()
