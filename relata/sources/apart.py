"""Reading in a process apart, so that no document can harm or hold up the databank.

What a document is read by are large libraries, and what a stranger uploads may be made
to break them. `Apart` reads in processes that hold no key and no databank: bounded in
memory and time, without network, replaced when they die, run over or have grown. A
document that is too much is one refusal, and the next is read.

    with Apart() as apart:
        document = apart.read(item)
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore, Timer
from types import TracebackType

from relata.sources.frames import BrokenOff, Found, Itself, LeftOut, Read, Shown
from relata.sources.gathering import contents
from relata.sources.model import Document, Item, Limits, Refusal, Unreadable
from relata.sources.opening import beginning
from relata.sources.packages import ZIP
from relata.sources.process import Bounds, Process, ReadBrokeOff, ReadTooLarge, ReadTooLong
from relata.sources.reading import read
from relata.sources.rows import SHEETS
from relata.sources.seeming import is_media, seems


class Apart:
    """Processes that read; started when needed, kept for the next document.

    At most `most` documents are read at once, whoever asks; others wait for their
    turn. Containers are opened by processes beside those that read, so that what is
    in them never waits for itself. A process that nobody asked for `patience` seconds
    ends.
    """

    def __init__(
        self, bounds: Bounds | None = None, *, most: int = 2, patience: float = 300
    ) -> None:
        self.bounds = bounds or Bounds()
        self._patience = patience
        self._timer: Timer | None = None
        self._most = most
        self._reading, self._walking = Semaphore(most), Semaphore(most)
        self._idle: list[Process] = []
        self._lock = Lock()
        self._owner = os.getpid()

    def read(self, item: Item, *, limits: Limits | None = None) -> Document:
        """What `relata.sources.read` gives, read apart.

        Raises `Unreadable` as that does, and its kinds `ReadTooLong`, `ReadTooLarge` and
        `ReadBrokeOff`.
        """
        if is_media(seems(beginning(item), item.name)):
            return read(item, limits=limits)  # there is nothing to read
        with self._child(self._reading) as child:
            found = child.ask("read", item, limits or Limits())
            if not isinstance(found, Read) or not _lies_within(found.document):
                raise BrokenOff
            return found.document

    def safe_html(self, item: Item, *, limits: Limits | None = None) -> bytes:
        """What `relata.sources.safe_html` gives, made apart."""
        with self._child(self._reading) as child:
            found = child.ask("show", item, limits or Limits())
            if not isinstance(found, Shown):
                raise BrokenOff
            return child.bytes(found.data)

    def contents(self, item: Item, *, limits: Limits) -> Iterator[Item | Refusal]:
        """What `gathering.contents` gives: containers and sheets are opened apart."""
        if seems(beginning(item), item.name) not in (ZIP, *SHEETS):
            yield from contents(item, limits=limits)
            return
        try:
            with self._child(self._walking) as child:
                found = child.ask("walk", item, limits)
                while isinstance(found, Found | Itself | LeftOut):
                    yield _offered(found, item, child.bytes)
                    found = child.next()
        except Unreadable as refused:
            yield Refusal(item.origin, refused.args[0], refused.remedy)

    def _look_again(self) -> None:
        """Have the processes that wait looked at when the first has waited long enough."""
        if self._timer is None and self._idle:
            self._timer = Timer(self._patience, self._end_the_idle)
            self._timer.daemon = True
            self._timer.start()

    def _end_the_idle(self) -> None:
        since = time.monotonic() - self._patience
        with self._lock:
            ending = [child for child in self._idle if child.rested <= since]
            self._idle = [child for child in self._idle if child.rested > since]
            self._timer = None
            self._look_again()
        for child in ending:
            child.end()

    def close(self) -> None:
        """End the processes that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if self._owner == os.getpid():
            for child in idle:
                child.end()

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _child(self, turn: Semaphore) -> Iterator[Process]:
        """A process for one question; it comes back only if it is fit for another."""
        with turn:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None or not child.lives():
                child = Process(self.bounds)
            fit = False
            try:
                yield child
                fit = child.fit()
            except (BrokenOff, BrokenPipeError):
                raise child.why_it_ended() from None
            except Unreadable:
                fit = child.fit()
                raise
            finally:
                with self._lock:
                    fit = fit and len(self._idle) < self._most
                    if fit:
                        child.rested = time.monotonic()
                        self._idle.append(child)
                        self._look_again()
                if not fit:
                    child.end()


def _offered(
    found: Found | Itself | LeftOut, item: Item, more: Callable[[int], bytes]
) -> Item | Refusal:
    if isinstance(found, LeftOut):
        return found.refusal
    if isinstance(found, Itself):
        return Item(
            item.name, item.origin, item.data, item.path, item.size, found.media_type, item.metadata
        )
    data = more(found.data)
    return Item(
        found.name,
        found.origin,
        data=data,
        size=len(data),
        media_type=found.media_type,
        metadata=found.metadata,
    )


def _lies_within(document: Document) -> bool:
    """Whether turns and pages lie in the text, and the text is one that can be kept."""
    length = len(document.text)
    return all(0 <= part.start <= part.end <= length for part in document.turns) and all(
        0 <= part.start <= part.end <= length for part in document.pages
    )


_shared: Apart | None = None
_sharing = Lock()


def shared() -> Apart:
    """The readers that all of this process share; they end with it."""
    global _shared
    with _sharing:
        if _shared is None or _shared._owner != os.getpid():
            _shared = Apart()
            atexit.register(_shared.close)
        return _shared


__all__ = ["Apart", "Bounds", "ReadBrokeOff", "ReadTooLarge", "ReadTooLong", "shared"]

if __name__ == "__main__":
    from relata.sources.confined import serve

    serve(int(sys.argv[1]), int(sys.argv[2]))
