"""Zip files: members one by one, hostile ones refused without harm to the rest."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from relata.sources import Item, Limits, Refusal, items


@pytest.fixture
def found(tmp_path):
    def look(data, name="return.zip", **how):
        path = tmp_path / name
        path.write_bytes(data)
        everything = list(items(path, **how))
        return (
            [one for one in everything if isinstance(one, Item)],
            [one for one in everything if isinstance(one, Refusal)],
        )

    return look


def test_members_come_with_their_origin(found, zipped):
    """Each member is an item of its own that says which archive it came from."""
    taken, refused = found(zipped({"march/12.txt": "We left.", "13.txt": "We came."}))

    assert [one.name for one in taken] == ["12.txt", "13.txt"]
    assert taken[0].origin.endswith("return.zip, march/12.txt")
    assert taken[0].data == b"We left."
    assert not refused


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "C:\\out.txt", "..\\out.txt"]
)
def test_a_name_that_leads_out_is_refused_alone(found, zipped, name):
    """A member whose name climbs out is left out; its neighbour comes in."""
    taken, refused = found(zipped({name: "bad", "good.txt": "good"}))

    assert [one.name for one in taken] == ["good.txt"]
    assert "leads out" in refused[0].reason


def test_links_and_hidden_members_are_left_out(found):
    """A link in an archive is not followed, and what systems hide is not a source."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("__MACOSX/._a.txt", "x")
        archive.writestr("a.txt", "here")

    taken, refused = found(stream.getvalue())

    assert [one.name for one in taken] == ["a.txt"]
    assert [one.reason for one in refused] == ["It is a link, not a file.", "It is a hidden file."]


def test_nested_archives_open_to_the_second_depth(found, zipped):
    """An archive in an archive is opened, one deeper is refused by name."""
    third = zipped({"deep.txt": "deep"})
    second = zipped({"third.zip": third, "middle.txt": "middle"})

    taken, refused = found(zipped({"second.zip": second}))

    assert [one.name for one in taken] == ["middle.txt"]
    assert refused[0].name.endswith("second.zip, third.zip")


def test_a_bomb_is_refused_by_its_ratio(found, zipped):
    """A member that would grow beyond all measure is not unpacked."""
    taken, refused = found(zipped({"bomb.txt": bytes(20_000_000), "good.txt": "good"}))

    assert [one.name for one in taken] == ["good.txt"]
    assert "grow" in refused[0].reason


def test_an_archive_that_declares_too_much_is_refused_whole(found, zipped):
    """The sum of what members declare has a limit."""
    data = zipped({f"{n}.txt": "x" * 600 for n in range(4)})

    taken, refused = found(data, limits=Limits(unpacked_bytes=2000))

    assert not taken
    assert refused[0].reason == "It unpacks to 2.4 kB; 2 kB is the most."


def test_a_member_that_lies_about_its_size_is_caught(found):
    """A member that declares ten bytes and holds a million never unpacks to a million."""
    packed = zlib.compressobj(wbits=-15)
    body = packed.compress(b"w" * 1_000_000) + packed.flush()
    name = b"liar.txt"
    crc = zlib.crc32(b"w" * 1_000_000)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(body), 10, len(name), 0)
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(body), 10, len(name), *[0] * 6
    )
    start = len(local) + len(name) + len(body)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), start, 0)

    taken, refused = found(local + name + body + central + name + end)

    assert not taken
    assert "damaged" in refused[0].reason


def test_members_are_counted_before_the_directory_is_loaded(found, zipped):
    """An archive of too many members is refused by the count in its end record."""
    data = zipped({f"{n}.txt": "x" for n in range(30)})

    taken, refused = found(data, limits=Limits(members=20))

    assert not taken
    assert "30 members; 20 is the most" in refused[0].reason


def test_the_count_holds_across_nested_archives(found, zipped):
    """Archives within an archive share its bounds; what came before them is kept."""
    inner = zipped({f"{n}.txt": "x" for n in range(8)})
    data = zipped({"a.zip": inner, "b.zip": inner})

    taken, refused = found(data, limits=Limits(members=12))

    assert len(taken) == 10
    assert "more than is unpacked" in refused[-1].reason


def test_an_encrypted_member_is_named(found, zipped):
    """A member under a password is named, and the rest comes in."""
    data = bytearray(zipped({"secret.txt": "x", "open.txt": "y"}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1

    taken, refused = found(bytes(data))

    assert [one.name for one in taken] == ["open.txt"]
    assert (refused[0].name.rsplit(", ")[1], refused[0].reason) == (
        "secret.txt",
        "It is encrypted.",
    )


@pytest.mark.parametrize("keep", [30, 200, -10])
def test_a_cut_archive_is_one_refusal(found, zipped, keep):
    """An archive that was cut short anywhere costs one sentence."""
    data = zipped({f"{n}.txt": "words " * 50 for n in range(9)})

    taken, refused = found(data[:keep])

    assert not taken
    assert "zip file, but it is cut short or damaged" in refused[0].reason


def test_damage_inside_one_member_spares_the_others(found, zipped):
    """A member whose check sum fails is left out alone."""
    data = bytearray(zipped({"a.txt": "first words", "b.txt": "second"}, zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 1

    taken, refused = found(bytes(data))

    assert [one.name for one in taken] == ["b.txt"]
    assert "first" not in refused[0].reason


def test_a_word_document_called_zip_is_one_document(found, docx):
    """A packed document is not taken for an archive of its parts."""
    taken, refused = found(docx, "statement.zip")

    assert len(taken) == 1
    assert not refused
    assert taken[0].media_type.endswith("wordprocessingml.document")


def test_a_sheet_in_an_archive_gives_its_rows(found, zipped):
    """Rows are sources wherever the sheet lies."""
    taken, _ = found(zipped({"s.csv": "title,text\nA,one\nB,two\n"}))

    assert [one.name for one in taken] == ["s.csv, row 2", "s.csv, row 3"]
