"""What passes between a databank and the process that reads for it: frames over two pipes.

A frame is its length (8 bytes, most significant first) and that many bytes: a message
in MessagePack. Long bytes follow their message as they are, so that they are never
packed. Every answer is decoded by its type: what reads hostile documents is not trusted
to keep to the form.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import IO

import msgspec

from relata.sources.model import Document, Limits, Refusal

_LENGTH = struct.Struct(">Q")
_PIECE = 1 << 20

Reading = Callable[[int], bytes]
"""Gives exactly so many bytes, or raises `BrokenOff`."""


class BrokenOff(Exception):
    """The other side is gone, or does not keep to the form."""


class Ask(msgspec.Struct, frozen=True):
    """What is asked: "read" a document, "walk" a container, "show" a page.

    `data` is the number of bytes that follow; None where `path` leads to them.
    """

    deed: str
    name: str
    origin: str
    size: int
    media_type: str | None
    metadata: dict[str, str]
    path: bytes | None
    data: int | None
    limits: Limits
    seconds: int


class Read(msgspec.Struct, frozen=True, tag=True):
    """The document that was read."""

    document: Document
    resident: int = 0


class Found(msgspec.Struct, frozen=True, tag=True):
    """A member of the container; `data` bytes follow."""

    name: str
    origin: str
    data: int
    media_type: str | None
    metadata: dict[str, str]


class Itself(msgspec.Struct, frozen=True, tag=True):
    """No container: the thing is to be taken as it is."""

    media_type: str | None


class LeftOut(msgspec.Struct, frozen=True, tag=True):
    """A member that is not taken in."""

    refusal: Refusal


class Shown(msgspec.Struct, frozen=True, tag=True):
    """A page to show; `data` bytes follow."""

    data: int
    resident: int = 0


class Refused(msgspec.Struct, frozen=True, tag=True):
    """It cannot be read: the reason and the remedy, which quote nothing."""

    message: str
    remedy: str
    resident: int = 0


class Exhausted(msgspec.Struct, frozen=True, tag=True):
    """There was not enough memory for it."""


class Done(msgspec.Struct, frozen=True, tag=True):
    """The container is at its end. `resident` is the memory in use now, in bytes."""

    resident: int = 0


Answer = Read | Found | Itself | LeftOut | Shown | Refused | Exhausted | Done

_answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_questions = msgspec.msgpack.Decoder(Ask)


def send(stream: IO[bytes], message: Ask | Answer, data: bytes | None = None) -> None:
    """Write one message, and the bytes that belong to it."""
    packed = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(packed)))
    stream.write(packed)
    if data is not None:
        stream.write(data)
    stream.flush()


def answer(read: Reading, most: int) -> Answer:
    """The next answer; none longer than `most` bytes is accepted."""
    try:
        return _answers.decode(read(_length(read, most)))
    except msgspec.MsgspecError:
        raise BrokenOff from None


def question(read: Reading) -> Ask:
    """The next question. Raises `BrokenOff` at the end of the stream."""
    return _questions.decode(read(_length(read, 1 << 40)))


def _length(read: Reading, most: int) -> int:
    (length,) = _LENGTH.unpack(read(_LENGTH.size))
    if length > most:
        raise BrokenOff
    return int(length)


def exactly(stream: IO[bytes], count: int) -> bytes:
    """So many bytes of a stream. Raises `BrokenOff` where it ends before."""
    pieces, left = [], count
    while left > 0:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            raise BrokenOff
        pieces.append(piece)
        left -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
