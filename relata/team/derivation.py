"""One passphrase at a time: stretching takes 256 MiB, and a process must bear the rest.

Whoever comes while another's passphrase is being stretched waits; when too many wait, the
next is asked to come back, so that nobody can fill the memory or the threads by trying.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from relata.errors import RelataError

PLACES = 12
"""How many may be there at once: one whose turn it is, the others waiting."""

_turn = Lock()
_places = BoundedSemaphore(PLACES)


class TooBusy(RelataError):
    """Too many passphrases wait to be tried at this moment; `wait` is in seconds."""

    remedy = "Try again in a few seconds."
    wait = 5.0

    def __init__(self) -> None:
        super().__init__(f"{PLACES} people are signing in at this moment.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the turn to stretch a passphrase. Raises TooBusy."""
    if not _places.acquire(blocking=False):
        raise TooBusy
    try:
        with _turn:
            yield
    finally:
        _places.release()
