"""From a path to the things to take in, and the things left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from relata.sources.archives import members
from relata.sources.model import Item, Limits, Refusal, Unreadable
from relata.sources.opening import beginning, in_words, opened, why_not
from relata.sources.packages import ZIP, kind_of_package, package
from relata.sources.rows import taken_apart
from relata.sources.seeming import is_media, seems

_READABLE = "Check that it is there and may be read."

Opening = Callable[[Item, Limits], Iterator["Item | Refusal"]]
"""Gives what is to be taken in of one file: itself, its members, its rows."""


def items(
    path: Path | str, *, limits: Limits | None = None, opening: Opening | None = None
) -> Iterator[Item | Refusal]:
    """Everything at a path that can be taken in, and what was left out and why.

    A file is one item; a folder is walked in the order of its names; a zip file
    gives its members, a CSV, TSV or Excel file its rows. Hidden files and links in
    a folder are left out and said so; devices, sockets and pipes are refused
    without being opened. Nothing here raises for a bad input: each costs one
    `Refusal`, and the walk goes on. `opening` stands in for `contents`.
    """
    limits = limits or Limits()
    opening = opening or _contents
    path = Path(path)
    try:
        found = path.stat()
    except OSError as error:
        yield Refusal(_printable(str(path)), why_not(error), _READABLE)
        return
    if stat.S_ISDIR(found.st_mode):
        yield from _folder(path, _printable(str(path)), limits, opening)
    else:
        yield from _entry(path, _printable(str(path)), found, limits, opening)


def _folder(folder: Path, shown: str, limits: Limits, opening: Opening) -> Iterator[Item | Refusal]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        yield Refusal(shown, why_not(error), _READABLE)
        return
    for name in names:
        path = folder / name
        label = f"{shown.rstrip('/')}/{_printable(name)}"
        try:
            found = path.lstat()
        except OSError as error:
            yield Refusal(label, why_not(error), _READABLE)
            continue
        if name.startswith("."):
            yield Refusal(label, "It is hidden.", "Name it by itself if it should be added.")
        elif stat.S_ISLNK(found.st_mode):
            yield Refusal(label, "It is a link.", "Add what it points to.")
        elif stat.S_ISDIR(found.st_mode):
            yield from _folder(path, label, limits, opening)
        else:
            yield from _entry(path, label, found, limits, opening)


def _entry(
    path: Path, shown: str, found: os.stat_result, limits: Limits, opening: Opening
) -> Iterator[Item | Refusal]:
    if not stat.S_ISREG(found.st_mode):
        yield Refusal(shown, f"It is {_special(found.st_mode)}, not a document.", "Leave it out.")
        return
    if found.st_size == 0:
        yield Refusal(shown, "It is empty and holds no text.", "Obtain it again, or leave it out.")
        return
    item = Item(name=_printable(path.name), origin=shown, path=path, size=found.st_size)
    try:
        yield from opening(item, limits)
    except Unreadable as refused:
        yield Refusal(shown, refused.args[0], refused.remedy)
    except OSError as error:
        yield Refusal(shown, why_not(error), _READABLE)


def contents(item: Item, *, limits: Limits) -> Iterator[Item | Refusal]:
    """What is to be taken in of one thing: itself, an archive's members, a sheet's rows.

    Raises `Unreadable` where nothing can be told of it.
    """
    media_type = seems(beginning(item), item.name)
    if not is_media(media_type) and item.size > limits.file_bytes:
        yield Refusal(
            item.origin,
            f"It has {in_words(item.size)}; {in_words(limits.file_bytes)} is the most "
            "for anything but a recording.",
            "Divide it into parts.",
        )
        return
    if media_type == ZIP:
        with opened(item) as stream, package(stream, limits, name=item.name) as archive:
            media_type = kind_of_package(archive)
    if media_type == ZIP:
        with opened(item) as stream:
            yield from members(stream, item.origin, limits=limits)
    else:
        yield from taken_apart(replace(item, media_type=media_type), limits=limits)


def _contents(item: Item, limits: Limits) -> Iterator[Item | Refusal]:
    return contents(item, limits=limits)


def _special(mode: int) -> str:
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        return "a device"
    return "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "special"


def _printable(name: str) -> str:
    """A file name without the halves of characters that a system may put into it."""
    return name.encode("utf-8", "replace").decode("utf-8")
