"""From an item to a document: the reader is chosen by what the bytes are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import cast

from relata.errors import RelataError
from relata.sources.marks import named
from relata.sources.model import ROW, Document, Item, Limits, Unreadable
from relata.sources.opening import beginning, in_words, opened
from relata.sources.packages import DOCX, EPUB, ODT, XLSX, ZIP, kind_of_package, package
from relata.sources.readers.draft import Draft, one_line
from relata.sources.readers.transcripts import turns_of
from relata.sources.seeming import is_media, seems
from relata.text.normal import fixed

Recogniser = Callable[[str], str | None]


@dataclass(frozen=True)
class Reader:
    """A reader: its name, the version that marks the texts it makes, what it reads.

    The version rises with every change that can change a text. `reads` says for a
    person which documents are meant, `endings` the usual endings of their names
    (what decides is the content). `module` is the reader's file, loaded when used.
    """

    name: str
    version: int
    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    reads: str
    module: str

    @property
    def signature(self) -> str:
        """Name and version, as kept with every text it reads."""
        return f"{self.name}/{self.version}"


READERS: tuple[Reader, ...] = (
    Reader("text", 1, ("text/plain",), (".txt",), "plain text in any usual encoding", "plain"),
    Reader("markdown", 1, ("text/markdown",), (".md", ".markdown"), "Markdown", "markdown"),
    Reader(
        "html",
        1,
        ("text/html", "application/xhtml+xml"),
        (".html", ".htm", ".xhtml"),
        "web pages: the article without menus",
        "html",
    ),
    Reader("pdf", 1, ("application/pdf",), (".pdf",), "PDF with a text layer", "pdf"),
    Reader("word", 1, (DOCX,), (".docx",), "Word documents", "word"),
    Reader("odt", 1, (ODT,), (".odt",), "OpenDocument texts", "opendocument"),
    Reader("rtf", 1, ("application/rtf",), (".rtf",), "Rich Text Format", "rtf"),
    Reader("epub", 1, (EPUB,), (".epub",), "e-books", "epub"),
    Reader("mail", 1, ("message/rfc822",), (".eml",), "single e-mails", "mail"),
    Reader("web-archive", 1, ("multipart/related",), (".mht", ".mhtml"), "saved pages", "saved"),
    Reader("subtitles", 1, ("application/x-subrip",), (".srt",), "SubRip subtitles", "subtitles"),
    Reader("subtitles", 1, ("text/vtt",), (".vtt",), "WebVTT subtitles", "subtitles"),
    Reader("xml", 1, ("application/xml",), (".xml",), "the text of any XML", "xml"),
    Reader("row", 1, (ROW,), (".csv", ".tsv", ".xlsx"), "a row of a sheet", "row"),
)
"""Every reader; the documentation is made from this table."""

_BY_TYPE = {media_type: reader for reader in READERS for media_type in reader.media_types}
_MEDIA = "media/1"
_SPOKEN = ("document", "interview")


def read(
    item: Item, *, limits: Limits | None = None, recognise: Recogniser | None = None
) -> Document:
    """The document an item holds, its text in stored form.

    What the bytes are decides, not the name: a PDF called .txt is read as a PDF. A
    recording gives a document of kind "media" without text and is not loaded.
    `recognise` names the language of a text and is `relata.text.languages`' unless
    given.

    Raises
    ------
    Unreadable
        There is no text to be had: the format is not read (it is named), the file
        is encrypted, damaged, too large, in no known encoding, or empty.
    """
    limits = limits or Limits()
    media_type = what_it_is(item, limits=limits)
    if is_media(media_type):
        note = f"a recording of {in_words(item.size)}; add its transcript as a source of its own"
        return Document("", _MEDIA, media_type, "media", title=_plain_name(item), notes=(note,))
    if not is_media(media_type) and item.size > limits.file_bytes:
        raise Unreadable(
            f"It has {in_words(item.size)}; {in_words(limits.file_bytes)} is the most for "
            "anything but a recording.",
            remedy="Divide it into parts.",
        )
    reader = _BY_TYPE.get(media_type)
    if reader is None:
        raise _not_read(media_type, item, limits)
    draft = _drafted(item, reader, limits)
    return _finished(draft, item, reader, media_type, limits, recognise or _recognised)


def what_it_is(item: Item, *, limits: Limits | None = None) -> str:
    """The media type of an item's content. Raises `Unreadable` where it is empty."""
    if item.media_type == ROW:
        return ROW
    head = beginning(item)
    if not head:
        raise _empty()
    media_type = seems(head, item.name)
    if media_type == ZIP:
        name = item.name
        with opened(item) as stream, package(stream, limits or Limits(), name=name) as archive:
            return kind_of_package(archive)
    return media_type


def _drafted(item: Item, reader: Reader, limits: Limits) -> Draft:
    """The reader's draft; a fault it does not know is a refusal, which quotes nothing."""
    module = import_module(f"relata.sources.readers.{reader.module}")
    try:
        return cast(Callable[[Item, Limits], Draft], module.read)(item, limits)
    except (RelataError, MemoryError, ImportError):
        raise
    except Exception as fault:
        kind = type(fault).__name__
        raise Unreadable(
            f"The {reader.name} reader failed on it ({kind}), which is a fault of the program.",
            remedy="Save it in another format and report the fault.",
        ) from None


def _finished(
    draft: Draft,
    item: Item,
    reader: Reader,
    media_type: str,
    limits: Limits,
    recognise: Recogniser,
) -> Document:
    text = fixed(draft.text)
    if not text or text.isspace():
        raise _empty()
    if len(text) > limits.text_bytes:
        raise Unreadable(
            f"Its text has {len(text)} characters; {limits.text_bytes} is the most.",
            remedy="Divide it into parts.",
        )
    if (draft.turns or draft.pages) and text != draft.text:
        raise Unreadable("Its characters changed while its pages or turns were counted.")
    turns, kind = draft.turns, draft.kind
    if not draft.spoken and kind in _SPOKEN:
        turns = turns_of(text)
        kind = "interview" if turns else kind
    return Document(
        text=text,
        reader=reader.signature,
        media_type=media_type,
        kind=kind,
        language=draft.language or _language(text, draft.declared, recognise),
        title=one_line(draft.title) or _plain_name(item),
        author=one_line(draft.author),
        publisher=one_line(draft.publisher),
        date=draft.date,
        date_from=draft.date_from if draft.date else None,
        turns=turns,
        pages=draft.pages,
        notes=draft.notes,
        address=one_line(draft.address),
    )


def _language(text: str, declared: str | None, recognise: Recogniser) -> str | None:
    """What the text is written in; its own word counts where none is recognised."""
    found = recognise(text)
    if found:
        return found
    code = (declared or "").replace("_", "-").split("-")[0].strip().lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else None


def _recognised(text: str) -> str | None:
    from relata.text.languages import recognise

    return recognise(text)


def _plain_name(item: Item) -> str | None:
    """The file's name without its ending: a title for want of a better one."""
    return one_line(PurePosixPath(item.name).stem) if item.media_type != ROW else None


def _empty() -> Unreadable:
    return Unreadable("It holds no text.", remedy="Obtain it again, or leave it out.")


def _not_read(media_type: str, item: Item, limits: Limits) -> Unreadable:
    if media_type == "application/x-ole-storage":
        from relata.sources.old_office import refusal

        return refusal(item)
    if media_type == XLSX:
        return Unreadable("It is a workbook, whose rows are taken in one by one.", remedy="")
    if media_type == ZIP:
        return Unreadable(
            "It is an archive, whose members are taken in one by one.", remedy="Add it by its path."
        )
    what, remedy = named(media_type)
    return Unreadable(f"It seems to be {what}.", remedy=remedy)
