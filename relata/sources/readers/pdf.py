"""PDF: the text layer page by page; scanned pages are named, not guessed at."""

from __future__ import annotations

from typing import Any

from relata.sources.dates import edtf
from relata.sources.model import Item, Limits, Page, Unreadable
from relata.sources.opening import opened
from relata.sources.packages import cut_short
from relata.sources.quiet import quiet
from relata.sources.readers.draft import Composer, Draft, one_line
from relata.sources.readers.pdf_lines import paragraphs, words_of

_FEWEST_LETTERS = 8
_NESTING = 3
_TAIL = 2_048


def read(item: Item, limits: Limits) -> Draft:
    """The text of all pages, pages parted by a blank line.

    Raises `Unreadable` for an encrypted file, a damaged one, one with more pages
    than the limit, and one whose pages are all pictures.
    """
    with opened(item) as stream, quiet("pypdf", "pypdf._reader", "pypdf.generic"):
        stream.seek(max(0, stream.seek(0, 2) - _TAIL))
        whole = b"%%EOF" in stream.read()
        stream.seek(0)
        reader = _reader(stream)
        try:
            count = len(reader.pages)
            said = _properties(reader)
        except Exception:
            raise cut_short("PDF") from None
        if count > limits.pages:
            raise Unreadable(
                f"It has {count} pages; {limits.pages} is the most that is read.",
                remedy="Divide it into parts.",
            )
        raw, scanned, failed = _pages(reader, count)
    if count and len(scanned) == count:
        raise Unreadable(
            f"Its {count} pages are scanned images without text."
            if count > 1
            else "Its only page is a scanned image without text.",
            remedy="Run text recognition (OCR) on it, then add it again.",
        )
    if not any(page.strip() for page in raw):
        if failed or not whole or not count:
            raise cut_short("PDF")
        raise Unreadable("It holds no text.", remedy="Obtain it again, or leave it out.")
    composer, pages = Composer(), []
    known = words_of(raw)
    for number, text in enumerate(raw, start=1):
        shown = paragraphs(text, known=known)
        if shown and composer.length:
            composer.add("\n\n")
        start, end = composer.add(shown)
        pages.append(Page(start, end, number, number in scanned))
    notes = []
    if scanned:
        notes.append(_named(scanned, "a scanned image", "scanned images") + " without text")
    if failed:
        notes.append(_named(failed, "damaged", "damaged") + " and could not be read")
    if not whole:
        notes.append("the file seems to be cut short; pages may be missing")
    return Draft(
        composer.text(),
        title=said.get("title"),
        author=said.get("author"),
        date=said.get("date"),
        date_from="file properties" if said.get("date") else None,
        pages=tuple(pages),
        notes=tuple(notes),
    )


def _reader(stream: Any) -> Any:
    from pypdf import PdfReader

    try:
        reader = PdfReader(stream, strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception:
        raise cut_short("PDF") from None
    if locked:
        raise Unreadable(
            "It is an encrypted PDF.", remedy="Open it with its password and save it without."
        )
    return reader


def _pages(reader: Any, count: int) -> tuple[list[str], list[int], list[int]]:
    """The raw text of each page, the numbers of scanned ones and of those that failed."""
    raw: list[str] = []
    scanned: list[int] = []
    failed: list[int] = []
    for number in range(1, count + 1):
        try:
            page = reader.pages[number - 1]
            text = page.extract_text()
            if sum(1 for c in text if c.isalpha()) < _FEWEST_LETTERS and _has_picture(page):
                scanned.append(number)
        except Exception:
            text = ""
            failed.append(number)
        raw.append(text)
    return raw, scanned, failed


def _has_picture(holder: Any, depth: int = 0) -> bool:
    resources = holder.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    for key in objects.get_object():
        entry = objects.get_object()[key].get_object()
        if entry.get("/Subtype") == "/Image":
            return True
        if entry.get("/Subtype") == "/Form" and depth < _NESTING and _has_picture(entry, depth + 1):
            return True
    return False


def _properties(reader: Any) -> dict[str, str]:
    """Title, author and date of creation, as far as a person may have written them."""
    try:
        said = reader.metadata or {}
        date = one_line(str(said.get("/CreationDate") or ""))
        found = {
            "title": one_line(said.get("/Title")),
            "author": one_line(said.get("/Author")),
            "date": edtf(date.removeprefix("D:")[:8]) if date else None,
        }
    except Exception:
        return {}
    nothing = ("untitled", "anonymous", "(anonymous)", "(unspecified)", "unspecified", "unknown")
    return {key: value for key, value in found.items() if value and value.lower() not in nothing}


def _named(numbers: list[int], one: str, many: str) -> str:
    """Page numbers in words: "pages 3-5 and 9 are ..."."""
    if len(numbers) == 1:
        return f"page {numbers[0]} is {one}"
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    listed = ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]
    return f"pages {listed} are {many}"
