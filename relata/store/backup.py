"""Backups: the log and the sealed blobs in one file, the content keys in another.

A backup holds what the databank was told, not what was made from it: revisions,
sealed changes, sealed blobs, key slots. It is sealed as a whole under the archive
key. The content keys go into a small file of their own beside it. So an old backup
cannot bring erased content back as long as only the newest key file is kept: its
tombstones are replayed when a backup is restored.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec
import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import engines, folder
from relata.store.blobs import PackWriter, sealed_pieces
from relata.store.keys import Keys, sync_folder, unlock
from relata.store.replay import Replay, told_by
from relata.store.schema import (
    ROOM_TABLES,
    blob,
    change,
    content_key,
    parent,
    revision,
    tombstone,
)
from relata.store.sealing import ContentDamaged, seal_stream, unseal_stream
from relata.store.store import Store, connect, create, discard

_MAGIC = b"RELATA BACKUP 1\n"
_PIECE = 1 << 20
_encode = msgspec.msgpack.Encoder().encode


class NotABackup(RelataError):
    """A file is not a backup of a databank, or is cut short."""

    remedy = "Name the file ending in .relata that `relata backup` wrote, or an older one."


class KeysMissing(RelataError):
    """The file with the content keys is not beside the backup."""

    remedy = "Put the newest .keys file beside it, or name it (--keys FILE)."


@dataclass(frozen=True)
class Backup:
    """What was written where."""

    file: Path
    keys: Path
    revision: str
    revisions: int
    blobs: int
    bytes: int
    damaged: int
    """Sealed files that are not as they were written; they went in as they are."""


@dataclass(frozen=True)
class Restored:
    """What a restored databank holds; `erased` counts changes that stay unreadable."""

    folder: Path
    revision: str
    revisions: int
    blobs: int
    erased: int


def back_up(store: Store, file: Path) -> Backup:
    """Write a backup, whole or not at all, and its keys file beside it."""
    keys_file = file.with_suffix(".keys")
    if file.exists() or keys_file.exists() or file == keys_file:
        raise folder.FolderInUse("There is a file of that name already.", remedy="Choose another.")
    if not file.parent.is_dir():
        raise folder.NoSuchFolder("The folder for the backup does not exist.")
    counts = {"revision": 0, "blob": 0, "damaged": 0}
    with engines.refusing(), store.reading() as reading:
        connection = reading.connection
        head = {
            "id": store.layout.id,
            "slots": {
                p.name: p.read_text("utf-8") for p in sorted(store.layout.keys.glob("*.json"))
            },
        }
        frames = _Frames(_frames(store, connection, counts))
        _write(file, head, seal_stream(store.keys.derive("backup"), frames))
        held = {
            "keys": [
                [bytes(k.id), bytes(k.owner), k.purpose, bytes(k.wrapped)]
                for k in connection.execute(sa.select(content_key))
            ],
            "tombstones": [
                [bytes(t.owner), t.kind] for t in connection.execute(sa.select(tombstone))
            ],
        }
        sealed = seal_stream(store.keys.derive("backup keys"), io.BytesIO(_encode(held)))
        _write(keys_file, {"id": store.layout.id}, sealed)
        return Backup(
            file,
            keys_file,
            reading.revision,
            counts["revision"],
            counts["blob"],
            file.stat().st_size,
            counts["damaged"],
        )


def restore(
    file: Path,
    into: Path,
    passphrase: str,
    *,
    keys_file: Path | None = None,
    user: str | None = None,
    url: str | None = None,
) -> Restored:
    """Make a databank from a backup, in a new folder. A failed attempt leaves nothing behind."""
    import shutil

    if not file.is_file():
        raise NotABackup("There is no such file.")
    keys_file = keys_file or file.with_suffix(".keys")
    if not keys_file.is_file():
        raise KeysMissing("The content keys are not beside the backup.")
    with file.open("rb") as archive, keys_file.open("rb") as held_file:
        head = _read_head(archive)
        if _read_head(held_file)["id"] != head["id"]:
            raise KeysMissing("The keys file belongs to another databank.")
        draft = into.parent / f".{into.name}.slots"
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True, mode=0o700)
            for name, slot in head["slots"].items():
                (draft / Path(name).name).write_text(slot, "utf-8")
            keys = unlock(draft, passphrase, user=user)
            held = _opened(held_file, keys.derive("backup keys"))
            layout = create(into, id=head["id"], keys=keys, url=url)
            try:
                for slot_file in draft.iterdir():
                    shutil.move(slot_file, layout.keys / slot_file.name)
                return _fill(layout, keys, archive, msgspec.msgpack.decode(b"".join(held)))
            except BaseException:
                discard(layout, keys)
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _fill(layout: folder.Layout, keys: Keys, archive: IO[bytes], held: dict[str, Any]) -> Restored:
    store = Store(layout, keys, connect(layout, keys))
    try:
        with engines.refusing():
            return _replayed(store, archive, held)
    finally:
        store.close()


def _replayed(store: Store, archive: IO[bytes], held: dict[str, Any]) -> Restored:
    frames = _decoded(_opened(archive, store.keys.derive("backup")))
    revisions = blobs = 0
    erased = {bytes(owner) for owner, _ in held["tombstones"]}
    with store.engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            rows = [
                {"id": k[0], "owner": k[1], "purpose": k[2], "wrapped": k[3]}
                for k in held["keys"]
                if k[1] not in erased
            ]
            if rows:
                connection.execute(content_key.insert(), rows)
            ring = store.ring(connection)
            ring.load_all()
            replay = Replay(connection, ring)
            packs = PackWriter(store.layout.blobs, connection)
            for kind, *told in frames:
                if kind == "revision":
                    row, parents, payloads = told
                    replay.apply(told_by(row, parents, payloads))
                    revisions += 1
                elif kind == "blob":
                    packs.put_sealed(told[0], _pieces_of(frames, told[1]))
                    blobs += 1
            replay.finish()
            packs.finish()
            present = {bytes(o) for o in connection.scalars(sa.select(tombstone.c.owner))}
            stones = [
                {"owner": o, "kind": kind, "revision": None}
                for o, kind in held["tombstones"]
                if o not in present
            ]
            if stones:
                connection.execute(tombstone.insert(), stones)
            latest = store.latest(connection)
    return Restored(store.layout.root, latest, revisions, blobs, replay.unreadable)


def _frames(store: Store, connection: sa.Connection, counts: dict[str, int]) -> Iterator[bytes]:
    for row in connection.execute(sa.select(revision).order_by(revision.c.no)).all():
        parents = list(
            connection.scalars(sa.select(parent.c.parent).where(parent.c.revision == row.no))
        )
        payloads = list(
            connection.scalars(
                sa.select(change.c.payload)
                .where(change.c.revision == row.no)
                .order_by(change.c.place)
            )
        )
        told = {c: _plain(v) for c, v in row._mapping.items() if c != "no"}
        yield _encode(["revision", told, [bytes(p) for p in parents], [bytes(p) for p in payloads]])
        counts["revision"] += 1
    written = _hashes(connection)
    for row in connection.execute(sa.select(blob.c.id, blob.c.length)).all():
        yield _encode(["blob", bytes(row.id), row.length])
        digest = hashlib.sha256()
        for piece in sealed_pieces(store.layout.blobs, connection, row.id):
            digest.update(piece)
            yield _encode(piece)
        counts["damaged"] += digest.digest() != written.get(bytes(row.id), digest.digest())
        counts["blob"] += 1
    yield _encode(["end"])


def _hashes(connection: sa.Connection) -> dict[bytes, bytes]:
    """What each sealed file's SHA-256 was when it was written."""
    return {
        bytes(id): bytes(hash)
        for table in ROOM_TABLES.values()
        if "blob" in table.c
        for id, hash in connection.execute(
            sa.select(table.c.blob, table.c.blob_hash).where(table.c.blob.is_not(None))
        )
    }


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _pieces_of(frames: Iterator[Any], length: int) -> Iterator[bytes]:
    while length > 0:
        piece = next(frames)
        length -= len(piece)
        yield piece


class _Frames:
    """Encoded frames as a stream that can be read in chunks."""

    def __init__(self, frames: Iterator[bytes]) -> None:
        self._frames = frames
        self._held = bytearray()

    def read(self, size: int) -> bytes:
        while len(self._held) < size:
            frame = next(self._frames, None)
            if frame is None:
                break
            self._held += len(frame).to_bytes(8, "big") + frame
        piece = bytes(self._held[:size])
        del self._held[:size]
        return piece


def _decoded(pieces: Iterator[bytes]) -> Iterator[Any]:
    for frame in _unframed(pieces):
        told = msgspec.msgpack.decode(frame)
        if told == ["end"]:
            return
        yield told
    raise NotABackup("The backup is cut short.")


def _unframed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= 8:
            length = int.from_bytes(held[:8], "big")
            if len(held) < 8 + length:
                break
            yield bytes(held[8 : 8 + length])
            del held[: 8 + length]


def _opened(file: IO[bytes], secret: bytes) -> Iterator[bytes]:
    start = file.tell()
    length = os.fstat(file.fileno()).st_size - start
    try:
        yield from unseal_stream(secret, file, length)
    except ContentDamaged:
        raise NotABackup("The backup is damaged or cut short.") from None


def _write(file: Path, head: dict[str, Any], pieces: Iterator[bytes]) -> None:
    draft = file.with_name(file.name + ".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            packed = base64.b64encode(msgspec.json.encode(head))
            out.write(_MAGIC + packed + b"\n")
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
        sync_folder(file.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _read_head(file: IO[bytes]) -> dict[str, Any]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise NotABackup("This is not a backup of a databank.")
    try:
        line = file.readline(1 << 20)
        return dict(msgspec.json.decode(base64.b64decode(line)))
    except (ValueError, msgspec.DecodeError):
        raise NotABackup("The beginning of the backup is damaged.") from None
