"""Originals read a part at a time, as a player asks for them."""

from __future__ import annotations

import random
import tracemalloc

import pytest
import sqlalchemy as sa

from relata.archive.media import OutsideOriginal
from relata.archive.tables import source
from relata.store.schema import blob
from relata.store.sealing import CHUNK, ContentDamaged

SIZE = 5 * CHUNK + 1234


def recording(size: int = SIZE) -> bytes:
    return b"ID3\x04\x00" + random.Random(7).randbytes(size - 5)


@pytest.fixture
def talk(bank):
    data = recording()
    return bank, bank.sources.add_bytes("talk.mp3", data, apart=False).taken[0].id, data


PLACES = [0, 1, CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK - 1, SIZE - 1, SIZE]


def test_every_part_is_that_of_the_whole(talk):
    """Wherever a part begins and ends, around every border, it is what a slice would be."""
    bank, id, data = talk
    for start in PLACES[:-1]:
        for end in PLACES:
            if start <= end:
                assert bank.sources.original_part(id, start, end) == data[start:end]
    assert bank.sources.original_part(id, 10, SIZE * 9) == data[10:]
    assert bank.sources.original(id) == data
    assert bank.sources.get(id).size == SIZE


@pytest.mark.parametrize("size", [1, CHUNK - 2, CHUNK - 1, CHUNK, 2 * CHUNK - 1])
def test_a_last_chunk_of_any_length_is_read(bank, size):
    """Recordings that end just at, before or after a border are whole."""
    data = recording(size + 5)
    id = bank.sources.add_bytes("talk.mp3", data, apart=False).taken[0].id

    assert bank.sources.original_part(id, 0, size + 5) == data
    assert bank.sources.original_part(id, size + 4, size + 5) == data[-1:]


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4), (SIZE, SIZE + 1), (SIZE + 9, SIZE)])
def test_a_part_that_does_not_begin_inside_is_refused(talk, start, end):
    """There is no part before the beginning or after the end."""
    bank, id, _ = talk

    with pytest.raises(OutsideOriginal):
        bank.sources.original_part(id, start, end)


def test_a_part_of_a_compressed_original_is_read_too(bank):
    """Texts are kept compressed; their parts are the same all the same."""
    data = "".join(f"{n} times we left the town at night.\n" for n in range(20_000)).encode()
    id = bank.sources.add_bytes("notes.txt", data, apart=False).taken[0].id
    for start, end in ((0, 10), (5, 5), (300_000, 300_500), (len(data) - 7, len(data) + 7)):
        assert bank.sources.original_part(id, start, end) == data[start:end]


def place(bank, id):
    """The pack of an original, and where its sealed bytes begin."""
    with bank._desk.store.reading() as moment:
        row = moment.connection.execute(
            sa.select(blob).join(source, source.c.blob == blob.c.id)
        ).one()
    return bank._desk.store.layout.blobs / row.pack, row.start


def test_each_chunk_is_verified(talk):
    """One changed bit is noticed in the part that holds it, and does not spoil the others."""
    bank, id, data = talk
    path, start = place(bank, id)
    packed = bytearray(path.read_bytes())
    packed[start + 16 + 3 * (CHUNK + 16) + 500] ^= 1
    path.chmod(0o600)
    path.write_bytes(packed)

    with pytest.raises(ContentDamaged):
        bank.sources.original_part(id, 3 * CHUNK, 3 * CHUNK + 10)
    assert bank.sources.original_part(id, CHUNK, CHUNK + 10) == data[CHUNK : CHUNK + 10]


def test_chunks_cannot_change_places(talk):
    """Each chunk proves that it stands where it was put."""
    bank, id, _ = talk
    path, start = place(bank, id)
    packed = bytearray(path.read_bytes())
    size = CHUNK + 16
    one, two = start + 16 + size, start + 16 + 2 * size
    packed[one : one + size], packed[two : two + size] = (
        packed[two : two + size],
        packed[one : one + size],
    )
    path.write_bytes(packed)

    with pytest.raises(ContentDamaged):
        bank.sources.original_part(id, CHUNK, CHUNK + 10)


def test_a_part_costs_what_it_holds(bank, tmp_path):
    """A player that asks for a second of a long film does not have the film loaded."""
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(60_000_000)
    tracemalloc.start()
    id = bank.sources.add(path, searchable=False).taken[0].id
    _, peak_in = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    part = bank.sources.original_part(id, 50_000_000, 50_200_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert part == bytes(200_000)
    assert peak_in < 30_000_000
    assert peak - before < 3_000_000
