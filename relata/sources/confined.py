"""The process apart, from inside: it gives up what reading needs not, and reads.

Before the first document it bounds its memory and gives up the network, writing files
and starting programs, as far as the system lets it: by resource limits, by a network
namespace of its own, and by a hook that Python asks before such acts. It leaves no core
file, prints nothing, and ends with the databank's process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from relata.errors import RelataError
from relata.sources.frames import (
    Answer,
    Ask,
    BrokenOff,
    Done,
    Exhausted,
    Found,
    Itself,
    LeftOut,
    Read,
    Refused,
    Shown,
    exactly,
    question,
    send,
)
from relata.sources.gathering import contents
from relata.sources.model import Item, Limits, Refusal
from relata.sources.reading import read
from relata.sources.safe_html import safe_html

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

_DEATH_SIGNAL = 1
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def serve(memory: int, parent: int) -> None:
    """Answer questions from standard input until it ends."""
    questions, answers = sys.stdin.buffer, _own_output()
    _confine(memory, parent)
    while True:
        try:
            asked = question(lambda count: exactly(questions, count))
            data = exactly(questions, asked.data) if asked.data is not None else None
        except BrokenOff:
            return
        _processor_time(asked.seconds)
        try:
            for message, bytes_of_it in _answers(asked, data):
                send(answers, message, bytes_of_it)
                _processor_time(asked.seconds)
        except (MemoryError, ImportError) as fault:
            data = None
            if isinstance(fault, ImportError) and not _for_want_of_memory(fault):
                send(answers, Refused(*failed(fault), _resident()))
            else:
                send(answers, Exhausted())
        except BrokenPipeError:
            return
        except RelataError as refused:
            reason = refused.args[0] if refused.args else "It cannot be read."
            send(answers, Refused(str(reason), refused.remedy, _resident()))
        except OSError as fault:
            reason = f"It cannot be read ({fault.strerror})."
            send(answers, Refused(reason, "Check the file.", _resident()))
        except Exception as fault:  # a reader's own defect must not stop the others
            send(answers, Refused(*failed(fault), _resident()))


def failed(fault: Exception) -> tuple[str, str]:
    """A reader's own defect in words: its kind, and nothing of what it says."""
    return (
        f"Its reader failed ({type(fault).__name__}).",
        "Please report this; the document may open in another format.",
    )


def _for_want_of_memory(fault: ImportError) -> bool:
    """Whether a library could not be loaded because there was no room for it."""
    return any(words in str(fault).lower() for words in ("map segment", "allocate memory"))


def _answers(asked: Ask, data: bytes | None) -> Iterator[tuple[Answer, bytes | None]]:
    item = Item(
        asked.name,
        asked.origin,
        data=data,
        path=Path(os.fsdecode(asked.path)) if asked.path is not None else None,
        size=asked.size,
        media_type=asked.media_type,
        metadata=asked.metadata,
    )
    if asked.deed == "read":
        yield Read(read(item, limits=asked.limits), _resident()), None
    elif asked.deed == "show":
        page = safe_html(item, limits=asked.limits)
        yield Shown(len(page), _resident()), page
    else:
        yield from _members(item, asked.limits)
        yield Done(_resident()), None


def _members(item: Item, limits: Limits) -> Iterator[tuple[Answer, bytes | None]]:
    for found in contents(item, limits=limits):
        if isinstance(found, Refusal):
            yield LeftOut(found), None
        elif found.data is None or found.data is item.data:
            yield Itself(found.media_type), None
        else:
            told = dict(found.metadata)
            member = Found(found.name, found.origin, len(found.data), found.media_type, told)
            yield member, found.data


def _own_output() -> IO[bytes]:
    """The pipe to the databank, out of reach of whatever prints."""
    own = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)
    return os.fdopen(own, "wb", buffering=1 << 16)


def _confine(memory: int, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the databank's process
    _end_with(parent)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # whoever codes meanwhile goes before
    if resource is not None:
        for name, most in (("RLIMIT_AS", memory), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
            with contextlib.suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))
    tempfile.TemporaryFile = _in_memory  # type: ignore[assignment]
    sys.addaudithook(_refuse)


def _in_memory(*_how: Any, **_told: Any) -> IO[bytes]:
    """What a library would keep in a temporary file, where nothing may be written."""
    return BytesIO()


def _end_with(parent: int) -> None:
    """Die when the databank's process does, and see no network."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
    if system.unshare(_NEW_NETWORK) and os.geteuid() != 0:
        # Whoever is not root needs a user namespace for it, where the system grants one.
        system.unshare(_NEW_USER | _NEW_NETWORK)


def _refuse(event: str, told: tuple[Any, ...]) -> None:
    if event == "open":
        _, mode, flags = told
        writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else False
        if writes or (isinstance(flags, int) and flags & _WRITES):
            raise PermissionError(1, "not while reading")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(1, "not while reading")


def _processor_time(seconds: int) -> None:
    """So much processor time from now on."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + seconds + 1
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _resident() -> int:
    """The memory in use, in bytes; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
