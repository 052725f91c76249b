"""From the lines of a printed page to paragraphs, joined only where it is safe.

A line goes on in the next one when it fills the column; a shorter line ends a
paragraph, and so does one before a label, a bullet or a number. A word broken by
a hyphen is joined as the rest of the document writes it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_GOES_ON = re.compile(r"[^\W\d_]+")
_NEW = re.compile(r"(?:[•▪◦‣*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|[^\W\d_][\w.' -]{0,30}:\s)")
_FULL = 0.78
_ENDED = re.compile(r"[.!?…:؟۔][\"'”’»)\]]*$")
_NEARLY_FULL = 0.92


def words_of(pages: Iterable[str]) -> frozenset[str]:
    """Every word that stands unbroken within a line, in lower case."""
    found: set[str] = set()
    for page in pages:
        for line in page.splitlines():
            words = _WORD.findall(line.rstrip())
            found.update(word.lower() for word in words)
    return frozenset(found)


def paragraphs(page: str, *, known: Container[str] = frozenset()) -> str:
    """The text of one page: paragraphs parted by blank lines, short lines kept apart.

    `known` are the words of the whole document (`words_of`), by which a hyphen at
    the end of a line stays or goes.
    """
    lines = [" ".join(line.split(" ")).strip() for line in page.splitlines()]
    width = _column(lines)
    blocks: list[tuple[str, int]] = []
    going_on = False
    for number, line in enumerate(lines):
        if not line:
            going_on = False
            blocks.append(("", 0))
            continue
        if going_on and not _NEW.match(line):
            text, count = blocks[-1]
            blocks[-1] = (_joined(text, line, known), count + 1)
        else:
            blocks.append((line, 1))
        following = next((later for later in lines[number + 1 :] if later), "")
        going_on = _fills(line, following, width)
    return _put_together(blocks)


def _column(lines: list[str]) -> int:
    """How long a full line is: all but the longest tenth of the longer half."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(len(lengths) * 0.9)] if len(lengths) > 2 else 10**9


def _fills(line: str, following: str, width: int) -> bool:
    if _BROKEN.search(line) and following[:1].islower():
        return len(line) >= width / 2
    if len(line) < _FULL * width:
        return False
    ends = bool(_ENDED.search(line)) and not following[:1].islower()
    return not ends or len(line) >= _NEARLY_FULL * width


def _joined(text: str, line: str, known: Container[str]) -> str:
    broken = _BROKEN.search(text)
    onward = _GOES_ON.match(line)
    if not (broken and onward and onward[0][0].islower()):
        return f"{text} {line}"
    if text.endswith("\u00ad"):
        return text[:-1] + line
    first, second = broken[1].lower(), onward[0].lower()
    if f"{first}-{second}" in known and first + second not in known:
        return text + line
    return text[:-1] + line


def _put_together(blocks: list[tuple[str, int]]) -> str:
    """Blank lines around paragraphs; single short lines stay under each other."""
    pieces: list[str] = []
    before = 0
    for text, count in blocks:
        if not count:
            before = 0
            continue
        if pieces:
            pieces.append("\n" if before == count == 1 else "\n\n")
        pieces.append(text)
        before = count
    return "".join(pieces)
