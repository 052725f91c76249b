"""What a stranger's program sends: a name to be distrusted, and bytes as they arrive.

A long upload waits in a nameless file beside the databank, sealed under a key that is
in this process's memory alone: whatever happens, nothing readable is left behind.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from relata.sources.model import Limits
from relata.sources.opening import too_large
from relata.sources.seeming import HEAD, is_media, seems
from relata.store.sealing import Readable, seal_stream, unseal_stream

LONGEST_NAME = 160
"""A name has no more characters than this."""

_HELD = 32_000_000
_NAMELESS = "upload"
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SUFFIX = re.compile(r"\.\w{1,10}\Z")


def plain_name(name: str) -> str:
    r"""A name as it may be kept and shown: the last part alone, on one line, not too long.

    Control characters, halves of characters and marks that turn the direction of
    writing go; the ending stays.

    >>> plain_name("..\\..\\etc/pass\u202ewd\n.txt")
    'passwd.txt'
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    plain = " ".join(unicodedata.normalize("NFC", _STEERING.sub("", kept)).split()).strip()
    if not plain.strip(". "):
        return _NAMELESS
    if len(plain) > LONGEST_NAME:
        ending = _SUFFIX.search(plain)
        tail = ending.group() if ending else ""
        plain = plain[: LONGEST_NAME - len(tail)].rstrip() + tail
    return plain.lstrip(".") or _NAMELESS


@dataclass(frozen=True)
class Received:
    """An upload: its first bytes, its size and hash, and the way to all of it.

    `data` is None for what is too long to hold; `open` reads it from its beginning,
    as often as asked.
    """

    head: bytes
    size: int
    sha256: str
    data: bytes | None
    open: Callable[[], Readable]


def received(name: str, sent: bytes | Readable, folder: Path, limits: Limits) -> Received:
    """Take an upload to its end. Raises `Unreadable` for one that is too large.

    Recordings may have any length; anything else is read whole, so that
    `limits.text_bytes` is the most.
    """
    stream: Readable = sent if not isinstance(sent, bytes) else _Pieces(iter([sent]))
    begun = _filled(stream, _HELD + 1)
    head = begun[:HEAD]
    if len(begun) <= _HELD:
        return _whole(head, begun)
    media = is_media(seems(head, name))
    digest, size = hashlib.sha256(), 0

    def passing() -> Iterator[bytes]:
        nonlocal size
        piece = begun
        while piece:
            digest.update(piece)
            size += len(piece)
            if not media and size > limits.text_bytes:
                raise too_large(size, limits.text_bytes)
            yield piece
            piece = stream.read(1 << 20)

    if not media:
        return _whole(head, b"".join(passing()))
    secret = os.urandom(32)
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with what is received
    for sealed in seal_stream(secret, _Pieces(passing())):
        file.write(sealed)
    length = file.tell()

    def opened() -> Readable:
        file.seek(0)
        return _Pieces(unseal_stream(secret, file, length))

    return Received(head, size, digest.hexdigest(), None, opened)


def _whole(head: bytes, data: bytes) -> Received:
    return Received(
        head, len(data), hashlib.sha256(data).hexdigest(), data, lambda: _Pieces(iter([data]))
    )


def _filled(stream: Readable, count: int) -> bytes:
    """So many bytes, or all there are: a network gives them as they come."""
    pieces, left = [], count
    while left > 0:
        piece = stream.read(min(left, 1 << 20))
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


class _Pieces:
    """Pieces of any length, read as a stream that gives exactly what is asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held: memoryview = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        given, left = [], size
        while left > 0:
            if not self._held:
                piece = next(self._pieces, b"")
                if not piece:
                    break
                self._held = memoryview(piece)
            given.append(self._held[:left])
            self._held = self._held[left:]
            left -= len(given[-1])
        return b"".join(given)
