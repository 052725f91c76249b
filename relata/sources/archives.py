"""The members of a zip file, one by one, each with its own verdict."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from relata.sources.model import Item, Limits, Refusal, Unreadable
from relata.sources.opening import in_words
from relata.sources.packages import ZIP, kind_of_package, package, unpacked, why_not_member
from relata.sources.rows import taken_apart
from relata.sources.seeming import HEAD, seems


@dataclass
class _Budget:
    """What one archive, with those nested in it, may still unpack to."""

    members: int
    unpacked: int


def members(
    stream: IO[bytes], name: str, *, limits: Limits, budget: _Budget | None = None, depth: int = 1
) -> Iterator[Item | Refusal]:
    """Each member of a zip file as an item, or the reason why it was left out.

    `name` is the archive's, and stands before that of each member. Names that lead
    out of the archive, links, encrypted members and bombs are refused one by one;
    an archive that declares too much is refused whole. Nested archives are opened
    down to `limits.depth`, within the same bounds.
    """
    budget = budget or _Budget(limits.members, limits.unpacked_bytes)
    try:
        with package(stream, limits, name=name) as archive:
            total = sum(info.file_size for info in archive.infolist())
            if total > limits.unpacked_bytes:
                yield Refusal(
                    name,
                    f"It unpacks to {in_words(total)}; {in_words(limits.unpacked_bytes)} "
                    "is the most.",
                    "Unpack it first and add the folder.",
                )
                return
            for info in archive.infolist():
                if info.is_dir():
                    continue
                yield from _member(archive, info, name, limits, budget, depth)
                if budget.members < 0 or budget.unpacked <= 0:
                    yield Refusal(
                        name,
                        "It holds more than is unpacked from one archive; the rest was left out.",
                        "Unpack it first and add the folder.",
                    )
                    return
    except Unreadable as refused:
        yield Refusal(name, refused.args[0], refused.remedy)


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    within: str,
    limits: Limits,
    budget: _Budget,
    depth: int,
) -> Iterator[Item | Refusal]:
    shown = f"{within}, {info.filename}"
    reason = _hostile(info) or why_not_member(info, limits)
    if reason:
        yield Refusal(shown, *reason)
        return
    budget.members -= 1
    if budget.members < 0:
        return
    try:
        data = unpacked(archive, info, min(limits.member_bytes, budget.unpacked))
    except Unreadable as refused:
        if info.file_size > budget.unpacked:
            budget.unpacked = 0
        yield Refusal(shown, refused.args[0], refused.remedy)
        return
    budget.unpacked -= len(data)
    media_type = seems(data[:HEAD], info.filename)
    if media_type == ZIP:
        inner = BytesIO(data)
        try:
            with package(inner, limits, name=info.filename) as packed:
                media_type = kind_of_package(packed)
        except Unreadable as refused:
            yield Refusal(shown, refused.args[0], refused.remedy)
            return
        if media_type == ZIP:
            if depth >= limits.depth:
                yield Refusal(
                    shown,
                    f"It is an archive within {depth} others, and is not opened.",
                    "Unpack it first and add the folder.",
                )
                return
            yield from members(inner, shown, limits=limits, budget=budget, depth=depth + 1)
            return
    item = Item(
        name=PurePosixPath(info.filename).name,
        origin=shown,
        data=data,
        size=len(data),
        media_type=media_type,
    )
    yield from taken_apart(item, limits=limits)


def _hostile(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """A name that leads out of the archive, a link, or a file that only systems use."""
    name = (info.orig_filename or info.filename).replace("\\", "/")
    parts = name.split("/")
    if (
        name.startswith("/")
        or ".." in parts
        or "\0" in name
        or (len(parts[0]) > 1 and parts[0][1] == ":")
    ):
        return "Its name leads out of the archive.", "Pack the archive anew with plain names."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link, not a file.", "Add what it points to."
    if parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts):
        return "It is a hidden file.", "Rename it if it holds a document."
    return None
