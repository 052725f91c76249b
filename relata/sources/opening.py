"""Getting at an item's bytes: whole and bounded, or as a stream to seek in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from relata.sources.model import Item, Unreadable
from relata.sources.seeming import HEAD


def beginning(item: Item) -> bytes:
    """The first bytes, enough to tell what the item is."""
    if item.data is not None:
        return item.data[:HEAD]
    with opened(item) as stream:
        return stream.read(HEAD)


def whole(item: Item, most: int) -> bytes:
    """All bytes of an item.

    Raises `Unreadable` where there are more than `most`, before they are read.
    """
    if item.data is not None:
        data = item.data
        if len(data) > most:
            raise too_large(len(data), most)
        return data
    with opened(item) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise too_large(max(item.size, len(data)), most)
    return data


@contextmanager
def opened(item: Item) -> Iterator[IO[bytes]]:
    """The item as a stream. Raises `Unreadable` where the system does not let it be read."""
    if item.data is not None:
        yield BytesIO(item.data)
        return
    if item.path is None:
        raise Unreadable("It has neither bytes nor a path.")
    try:
        stream = item.path.open("rb")
    except OSError as error:
        raise Unreadable(why_not(error), remedy="Check that it is there and may be read.") from None
    with stream:
        yield stream


def why_not(error: OSError) -> str:
    """One sentence about a refusal of the system, without the path."""
    if isinstance(error, PermissionError):
        return "This user may not read it."
    if isinstance(error, FileNotFoundError):
        return "It is not there."
    return f"The system cannot read it ({(error.strerror or 'input error').lower()})."


def too_large(size: int, most: int) -> Unreadable:
    """The refusal of something beyond a limit; both in bytes."""
    return Unreadable(
        f"It has {in_words(size)}; {in_words(most)} is the most that is read of its kind.",
        remedy="Divide it into parts.",
    )


def in_words(size: int) -> str:
    """A size as people say it.

    >>> in_words(2_147_483_648)
    '2.1 GB'
    """
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"
