"""What bytes seem to be: their own marks first, the file's name last.

Only the first bytes are looked at (`HEAD` of them); packed office files are told
apart in `packages`. A name decides only between texts that carry no mark of their
own: a sheet, a Markdown text, a plain one.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from relata.sources.marks import MARKS, WAVE_FORMS, image_brand

HEAD = 8192
"""How many bytes from the start are enough to tell."""

TEXT_NAMES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".eml": "message/rfc822",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".xml": "application/xml",
}

_MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)*(<\?xml|<!doctype\s+html|<html[\s>])", re.I | re.S)
_ROOT = re.compile(r"<(?![?!])([\w.-]+:)?([\w.-]+)")
_SUBRIP = re.compile(
    r"\s*\d+[ \t]*\r?\n\s*\d{1,2}:\d\d:\d\d[,.]\d{1,3}\s*-->\s*\d{1,2}:\d\d:\d\d[,.]\d"
)
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t\r\n]")
_MAIL_FIELDS = frozenset(
    [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "received",
        "return-path",
        "delivered-to",
        "message-id",
        "mime-version",
        "content-type",
        "reply-to",
        "x-mailer",
        "dkim-signature",
        "authentication-results",
        "sender",
        "content-transfer-encoding",
        "snapshot-content-location",
    ]
)
_MAIL_SIGNS = frozenset(
    [
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "content-type",
        "dkim-signature",
    ]
)
_SPREAD_TEXT = bytes(range(1, 9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x0b\x7f"


def seems(head: bytes, name: str = "") -> str:
    """The media type the first bytes speak for; "application/octet-stream" for none.

    >>> seems(b"%PDF-1.7", "notes.txt")
    'application/pdf'
    >>> seems(b"We left at night.", "notes.txt")
    'text/plain'
    """
    for mark, media_type in MARKS:
        if head.startswith(mark):
            return media_type
    if head[4:8] == b"ftyp":
        return image_brand(head[8:12]) or "video/mp4"
    if head[:4] in (b"RIFF", b"FORM") and head[8:12] in WAVE_FORMS:
        return WAVE_FORMS[head[8:12]]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    text = _as_text(head)
    if text is None:
        return _moving_picture(head) or "application/octet-stream"
    return _seems_text(text, PurePosixPath(name).suffix.lower())


def is_media(media_type: str | None) -> bool:
    """Whether it is a recording, which is kept and played but not read."""
    return bool(media_type) and str(media_type).startswith(("audio/", "video/"))


def _moving_picture(head: bytes) -> str | None:
    """Frames without a file mark: MPEG audio and MPEG transport streams."""
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] != 0xFF:
        layer, rate, frequency = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
        if head[1] & 0xF6 == 0xF0:
            return "audio/aac"
        if head[1] >> 3 & 3 != 1 and layer != 0 and rate not in (0, 15) and frequency != 3:
            return "audio/mpeg"
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "video/mp2t"
    return None


def _as_text(head: bytes) -> str | None:
    """The head as characters good enough to look for marks in; None for no text."""
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return head[: len(head) // 4 * 4].decode("utf-32", "replace")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head:
        from relata.sources.readers.encodings import wide

        encoding = wide(head)
        return head[: len(head) // 2 * 2].decode(encoding, "replace") if encoding else None
    if len(head) - len(head.translate(None, _SPREAD_TEXT)) > len(head) // 50:
        return None
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _seems_text(text: str, suffix: str) -> str:
    start = text[:400].lstrip()
    if start.startswith("<"):
        found = _MARKUP.match(text)
        if found and found[1] != "<?xml" and not found[1].lower().startswith("<?xml"):
            return "text/html"
        if found:
            root = _ROOT.search(text, found.end(1))
            is_page = root is not None and root[2].lower() == "html"
            return "text/html" if is_page else "application/xml"
    if start.startswith("WEBVTT"):
        return "text/vtt"
    if start[:1].isdigit() and _SUBRIP.match(text):
        return "application/x-subrip"
    mail = _seems_mail(text, suffix)
    if mail:
        return mail
    if suffix in (".eml", ".mht", ".mhtml", ".srt", ".vtt"):
        return "text/plain"
    return TEXT_NAMES.get(suffix, "text/plain")


def _seems_mail(text: str, suffix: str) -> str | None:
    """A mail or a saved web page: header fields on the first lines, known ones among them."""
    if text.startswith("From ") and re.match(r"From .*\d{4}.*\r?\n[A-Za-z-]+: ", text):
        return "application/mbox"
    if not _FIELD.match(text):
        return None
    header = re.split(r"\r?\n[ \t]*\r?\n", text, maxsplit=1)[0]
    lines = [line for line in header.splitlines() if line[:1] not in (" ", "\t")]
    names = [found[1].lower() for line in lines if (found := _FIELD.match(line + "\n"))]
    if len(names) < len(lines) - 1:
        return None
    known = _MAIL_FIELDS.intersection(names)
    sure = suffix in (".eml", ".mht", ".mhtml")
    if len(known) < 2 or not (sure or _MAIL_SIGNS.intersection(names)):
        return None
    page = "multipart/related" in header.lower() and (
        "snapshot-content-location" in names or suffix in (".mht", ".mhtml")
    )
    return "multipart/related" if page else "message/rfc822"
