"""Rich Text Format."""

from __future__ import annotations

import re

from relata.sources.dates import edtf
from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import whole
from relata.sources.packages import cut_short
from relata.sources.readers.draft import Draft, one_line

_CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
_INFO = {
    name: re.compile(r"\{\\" + name + r"\s((?:[^{}]|\{[^{}]*\})*)\}")
    for name in ("title", "author")
}
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_MANY_LINES = re.compile(r"\n{3,}")


def read(item: Item, limits: Limits) -> Draft:
    """The text without its formatting; title, author and date from its information group."""
    raw = whole(item, limits.markup_bytes).decode("latin-1")
    if _is_cut(raw):
        raise cut_short("RTF document")
    page = _CODE_PAGE.search(raw)
    encoding = f"cp{page[1]}" if page else "cp1252"
    notes: tuple[str, ...] = ()
    try:
        text = _text(raw, encoding)
    except UnicodeDecodeError:
        text = _text(raw, "cp1252", errors="replace")
        lost = text.count("\ufffd")
        notes = (f"{lost} characters are in no known code page and shown as U+FFFD",)
    head = raw[:50_000]
    said = {name: found[1] for name, how in _INFO.items() if (found := how.search(head))}
    created = _CREATED.search(head)
    date = edtf("-".join(created.groups())) if created else None
    return Draft(
        _MANY_LINES.sub("\n\n", text).strip(),
        title=_plain(said.get("title"), encoding),
        author=_plain(said.get("author"), encoding),
        date=date,
        date_from="file properties" if date else None,
        notes=notes,
    )


def _is_cut(raw: str) -> bool:
    """Whether groups stay open at the end; not told where binary pictures stand between."""
    plain = raw.replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    return "\\bin" not in raw and plain.count("{") > plain.count("}")


def _text(raw: str, encoding: str, *, errors: str = "strict") -> str:
    """Striprtf's reading, with the halves of characters beyond U+FFFF joined."""
    from striprtf.striprtf import rtf_to_text

    try:
        text = str(rtf_to_text(raw, encoding=encoding, errors=errors))  # type: ignore[no-untyped-call]
    except UnicodeDecodeError:
        raise
    except (ValueError, LookupError, IndexError, RecursionError, AttributeError, TypeError):
        raise Unreadable("Its RTF is damaged.", remedy="Save it anew as .docx.") from None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain(value: str | None, encoding: str) -> str | None:
    if not value:
        return None
    try:
        return one_line(_text("{\\rtf1 " + value + "}", encoding))
    except (Unreadable, UnicodeDecodeError):
        return None
