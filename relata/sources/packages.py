"""Zip files, before anything inside them is trusted.

Word, OpenDocument, EPUB and Excel files are zip files too: what a package is, is
told from what it contains, and all of them pass the same checks before a library
sees them. A member is unpacked in small steps and never beyond its bounds,
whatever it declares.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from relata.sources.model import Limits, Unreadable
from relata.sources.opening import in_words

_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = _OOXML + "wordprocessingml.document"
XLSX = _OOXML + "spreadsheetml.sheet"
PPTX = _OOXML + "presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
EPUB = "application/epub+zip"
ZIP = "application/zip"

_CALLED = {
    DOCX: "Word document",
    XLSX: "Excel workbook",
    ODT: "OpenDocument text",
    EPUB: "e-book",
    ZIP: "zip file",
}
_STEP = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, struct.error, OverflowError)


@contextmanager
def package(stream: IO[bytes], limits: Limits, *, name: str = "") -> Iterator[zipfile.ZipFile]:
    """A zip file whose directory is whole and within the limits of count.

    Raises `Unreadable`, naming what it seems to be, when it is cut short or damaged.
    """
    if _declared_members(stream) > limits.members:
        raise _too_many(_declared_members(stream), limits)
    stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
    except (*_BROKEN, NotImplementedError, ValueError, OSError):
        raise cut_short(_supposed(name)) from None
    with archive:
        if len(archive.infolist()) > limits.members:
            raise _too_many(len(archive.infolist()), limits)
        yield archive


def kind_of_package(archive: zipfile.ZipFile) -> str:
    """The media type of a package: a Word document, ..., or just a zip file."""
    names = set(archive.namelist())
    if "mimetype" in names:
        info = archive.getinfo("mimetype")
        if info.file_size < 200 and info.compress_type in _METHODS and not info.flag_bits & 1:
            stated = unpacked(archive, info, 200).decode("ascii", "replace").strip()
            if stated.startswith(("application/vnd.oasis.", EPUB)):
                return stated.removesuffix("-template")
    if "META-INF/container.xml" in names:
        return EPUB
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names or any(n.startswith("word/document") for n in names):
            return DOCX
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return XLSX
        if "ppt/presentation.xml" in names:
            return PPTX
    return ZIP


def check_parts(archive: zipfile.ZipFile, limits: Limits, *, markup: bool = True) -> None:
    """Refuse a packed document that is encrypted, a bomb, or declares XML entities.

    With `markup` off, document types are let pass: e-books have them, and their
    reader looks at each part itself.
    """
    total = 0
    for info in archive.infolist():
        reason = why_not_member(info, limits)
        if reason:
            raise Unreadable(reason[0], remedy=reason[1])
        total += info.file_size
        if total > limits.unpacked_bytes:
            raise _bomb(total, limits)
    for info in archive.infolist() if markup else ():
        is_xml = info.filename.endswith((".xml", ".rels", ".rdf"))
        if is_xml and _ENTITIES.search(_start_of(archive, info).replace(b"\0", b"")):
            raise Unreadable(
                "It declares XML entities, which a document of its kind has no use for.",
                remedy="Open it in its program and save it anew.",
            )


def member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One part of a packed document. Raises `Unreadable` when it is missing or damaged."""
    try:
        return unpacked(archive, archive.getinfo(name), most)
    except KeyError:
        raise Unreadable("A part that such a document must have is missing.") from None


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a member, at most `most`, whatever it declares."""
    pieces, total = [], 0
    with _sound(), archive.open(info) as stream:
        while piece := stream.read(_STEP):
            total += len(piece)
            if total > most:
                raise Unreadable(
                    f"It unpacks to more than {in_words(most)}.",
                    remedy="Unpack the archive first and add the folder.",
                )
            pieces.append(piece)
    return b"".join(pieces)


def why_not_member(info: zipfile.ZipInfo, limits: Limits) -> tuple[str, str] | None:
    """Why a member is refused before it is unpacked, and what to do; None to go on."""
    if info.flag_bits & 1:
        return "It is encrypted.", "Unpack it with its password and add what comes out."
    if info.compress_type not in _METHODS:
        return "It is packed by a rare method.", "Unpack it first and add the folder."
    if info.file_size > limits.member_bytes:
        return (
            f"It unpacks to {in_words(info.file_size)}, more than is read from inside an archive.",
            "Unpack the archive first and add the folder.",
        )
    packed = max(info.compress_size, 1)
    if info.file_size > limits.ratio_from and info.file_size / packed > limits.ratio:
        return (
            f"It would grow {info.file_size // packed} times on unpacking, as harmful files do.",
            "If you trust it, unpack it first and add the folder.",
        )
    return None


def cut_short(called: str | None) -> Unreadable:
    """The refusal of something damaged; `called` is what it seems to be."""
    what = f"It seems to be {_article(called)}, but it" if called else "It"
    return Unreadable(f"{what} is cut short or damaged.", remedy="Obtain it again.")


def _article(called: str) -> str:
    return ("an " if called[0] in "AEIOUaeio" else "a ") + called


def _supposed(name: str) -> str:
    ending = name.lower().rpartition(".")[2]
    by_name = {"docx": DOCX, "xlsx": XLSX, "odt": ODT, "epub": EPUB}
    return _CALLED[by_name.get(ending, ZIP)]


def _too_many(count: int, limits: Limits) -> Unreadable:
    return Unreadable(
        f"It holds {count} members; {limits.members} is the most that is unpacked.",
        remedy="Unpack it first and add the folder.",
    )


def _bomb(total: int, limits: Limits) -> Unreadable:
    return Unreadable(
        f"It unpacks to {in_words(total)} or more; {in_words(limits.unpacked_bytes)} is the most.",
        remedy="Unpack it first and add the folder.",
    )


def _declared_members(stream: IO[bytes]) -> int:
    """The count in the end record, so that a huge directory is not even loaded; 0 if none."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    count = int(struct.unpack_from("<H", tail, at + 10)[0])
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if count == 0xFFFF and wide >= 0 and len(tail) >= wide + 40:
        return int(struct.unpack_from("<Q", tail, wide + 32)[0])
    return count


def _start_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with _sound(), archive.open(info) as part:
        return part.read(4096)


@contextmanager
def _sound() -> Iterator[None]:
    """Turn every way in which a damaged member can fail into one refusal."""
    try:
        yield
    except (*_BROKEN, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError):
        raise cut_short(None) from None
