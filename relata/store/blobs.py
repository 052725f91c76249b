"""Blobs: the bytes as obtained and the texts read from them, sealed, in packs.

A pack is one file of `blobs/` holding the sealed blobs of one revision, written
and synced before the revision is. So a thousand sources cost a handful of file
syncs, and a crash leaves at worst a pack that nothing refers to.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import sqlalchemy as sa
import zstandard

from relata.errors import RelataError
from relata.store.ids import new_id
from relata.store.keys import sync_folder
from relata.store.schema import blob
from relata.store.sealing import (
    CHUNK,
    ContentKey,
    Readable,
    seal_stream,
    unseal_chunks,
    unseal_stream,
)

_RAW, _ZSTD = b"\x00", b"\x01"
_COMPRESS_UP_TO = 64 * 1024 * 1024


class BlobMissing(RelataError):
    """A sealed file is not where the databank put it."""

    remedy = "Restore the folder `blobs` from a backup; `relata verify` lists what is missing."


@dataclass(frozen=True)
class Sealed:
    """A blob as written: its id, and the SHA-256 of its sealed bytes."""

    id: bytes
    hash: bytes
    length: int


class PackWriter:
    """Writes the blobs of one revision into one pack."""

    def __init__(self, folder: Path, connection: sa.Connection) -> None:
        self._folder = folder
        self._connection = connection
        self._name = new_id().hex() + ".pack"
        self._file: IO[bytes] | None = None
        self._rows: list[dict[str, object]] = []
        self._press = zstandard.ZstdCompressor(level=1)
        self._last: tuple[bytes, bytes] = b"", b""

    def put(self, key: ContentKey, plain: bytes) -> Sealed:
        """Seal bytes, compressed when that makes them smaller."""
        pressed = self._pressed(plain) if len(plain) <= _COMPRESS_UP_TO else plain
        smaller = len(pressed) < len(plain)
        return self.put_stream(
            key, io.BytesIO(_ZSTD + pressed if smaller else _RAW + plain), marked=True
        )

    def _pressed(self, plain: bytes) -> bytes:
        """Compressed; the text of a plain file is its original once more."""
        if plain != self._last[0]:
            self._last = plain, self._press.compress(plain)
        return self._last[1]

    def put_stream(self, key: ContentKey, plain: Readable, *, marked: bool = False) -> Sealed:
        """Seal a stream chunk by chunk; it is never in memory whole."""
        file = self._open()
        start = file.tell()
        digest = hashlib.sha256()
        stream: Readable = plain if marked else _Marked(plain)
        for piece in seal_stream(key.secret, stream):
            digest.update(piece)
            file.write(piece)
        sealed = Sealed(new_id(), digest.digest(), file.tell() - start)
        self._rows.append(
            {"id": sealed.id, "pack": self._name, "start": start, "length": sealed.length}
        )
        return sealed

    def put_sealed(self, id: bytes, pieces: Iterator[bytes]) -> None:
        """Copy an already sealed blob in, under its own id (merging, restoring)."""
        file = self._open()
        start = file.tell()
        for piece in pieces:
            file.write(piece)
        self._rows.append(
            {"id": id, "pack": self._name, "start": start, "length": file.tell() - start}
        )

    @property
    def path(self) -> Path | None:
        """The pack that is being written; None when there is none."""
        return self._folder / self._name if self._file is not None else None

    def finish(self) -> None:
        """Make the pack durable and write down where its blobs lie."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            sync_folder(self._folder)
            self._connection.execute(blob.insert(), self._rows)
            self._file, self._rows = None, []

    def discard(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # what is still held back may find no room
                self._file.close()
            (self._folder / self._name).unlink(missing_ok=True)
            self._file, self._rows = None, []

    def _open(self) -> IO[bytes]:
        if self._file is None:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(self._folder / self._name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(handle, "w+b", buffering=1 << 20)
        return self._file


class _Marked:
    """A stream with the mark of an uncompressed blob before it."""

    def __init__(self, plain: Readable) -> None:
        self._plain = plain
        self._begun = False

    def read(self, size: int, /) -> bytes:
        if self._begun:
            return self._plain.read(size)
        self._begun = True
        return _RAW + self._plain.read(size - 1)


def read_blob(folder: Path, connection: sa.Connection, id: bytes, key: ContentKey) -> bytes:
    """The plain bytes of a blob. Raises BlobMissing, ContentDamaged."""
    pieces = b"".join(stream_blob(folder, connection, id, key))
    if pieces[:1] == _ZSTD:
        return zstandard.ZstdDecompressor().decompress(pieces[1:])
    return pieces[1:]


def stream_blob(
    folder: Path, connection: sa.Connection, id: bytes, key: ContentKey
) -> Iterator[bytes]:
    """The marked plain bytes of a blob, chunk by chunk."""
    path, start, length = _place(folder, connection, id)
    with path.open("rb") as file:
        file.seek(start)
        yield from unseal_stream(key.secret, file, length)


def read_part(
    folder: Path, connection: sa.Connection, id: bytes, key: ContentKey, start: int, end: int
) -> bytes:
    """The plain bytes of a blob from `start` up to, not including, `end`.

    Of a blob that is not compressed only the chunks that hold them are read, and the
    first, which says so; of a compressed one, all up to there. Each chunk is verified.
    What lies beyond the blob is not there: the answer is shorter.
    """
    if end <= start:
        return b""
    path, place, length = _place(folder, connection, id)
    with path.open("rb") as file:
        file.seek(place)
        mark = next(unseal_chunks(key.secret, file, length, 0, 1), b"")[:1]
        file.seek(place)
        if mark == _ZSTD:
            return _pressed_part(unseal_stream(key.secret, file, length), start, end)
        # The mark stands before the first byte.
        first, last = (start + 1) // CHUNK, end // CHUNK
        found = b"".join(unseal_chunks(key.secret, file, length, first, last + 1))
    return found[start + 1 - first * CHUNK : end + 1 - first * CHUNK]


def _pressed_part(pieces: Iterator[bytes], start: int, end: int) -> bytes:
    """A part of what was compressed, holding no more than the part and a piece."""
    loosened = zstandard.ZstdDecompressor().decompressobj()
    kept, reached = [], 0
    for number, piece in enumerate(pieces):
        plain = loosened.decompress(piece[1:] if number == 0 else piece)
        if reached + len(plain) > start:
            kept.append(plain[max(0, start - reached) : end - reached])
        reached += len(plain)
        if reached >= end:
            break
    return b"".join(kept)


def sealed_pieces(folder: Path, connection: sa.Connection, id: bytes) -> Iterator[bytes]:
    """The sealed bytes of a blob as they lie in the pack."""
    path, start, length = _place(folder, connection, id)
    with path.open("rb") as file:
        file.seek(start)
        while length > 0:
            piece = file.read(min(length, 1 << 20))
            if not piece:
                raise BlobMissing("A sealed file is shorter than it was.")
            length -= len(piece)
            yield piece


def _place(folder: Path, connection: sa.Connection, id: bytes) -> tuple[Path, int, int]:
    row = connection.execute(
        sa.select(blob.c.pack, blob.c.start, blob.c.length).where(blob.c.id == id)
    ).first()
    if row is None or not (folder / row.pack).is_file():
        raise BlobMissing("A sealed file of this databank is missing.")
    return folder / row.pack, row.start, row.length
