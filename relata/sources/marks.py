"""The first bytes of file formats, and how a refused format is named to a person."""

from __future__ import annotations

MARKS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"PK\x07\x08", "application/zip"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"caff", "audio/x-caf"),
    (b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90", "application/x-executable"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"%!PS", "application/postscript"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"bplist00", "application/x-plist"),
)

WAVE_FORMS = {
    b"WAVE": "audio/wav",
    b"AVI ": "video/x-msvideo",
    b"AIFF": "audio/aiff",
    b"AIFC": "audio/aiff",
    b"WEBP": "image/webp",
}

_PICTURE = ("a picture", "Add its transcription, or a PDF with a text layer.")
_ARCHIVE = "Unpack it first and add the folder, or pack it as a zip file."
_PROGRAM = "Leave it out."

NAMED: dict[str, tuple[str, str]] = {
    "application/gzip": ("a gzip archive", _ARCHIVE),
    "application/x-7z-compressed": ("a 7z archive", _ARCHIVE),
    "application/vnd.rar": ("a RAR archive", _ARCHIVE),
    "application/x-bzip2": ("a bzip2 archive", _ARCHIVE),
    "application/x-xz": ("an xz archive", _ARCHIVE),
    "application/zstd": ("a zstd archive", _ARCHIVE),
    "application/x-tar": ("a tar archive", _ARCHIVE),
    "application/vnd.sqlite3": ("an SQLite database", "Export what it holds as text or CSV."),
    "application/x-executable": ("a program", _PROGRAM),
    "application/vnd.ms-outlook-pst": (
        "an Outlook mailbox",
        "Export the messages one by one as .eml.",
    ),
    "application/mbox": ("a mailbox of several mails", "Save the messages one by one as .eml."),
    "application/postscript": ("a PostScript file", "Convert it to PDF."),
    "application/x-plist": ("a property list", _PROGRAM),
    "image/vnd.djvu": ("a DjVu scan", "Convert it to a PDF with a text layer."),
    "application/vnd.oasis.opendocument.spreadsheet": (
        "an OpenDocument spreadsheet",
        "Save it as .xlsx or .csv.",
    ),
    "application/vnd.oasis.opendocument.presentation": (
        "an OpenDocument presentation",
        "Save it as PDF.",
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "a PowerPoint presentation",
        "Save it as PDF.",
    ),
    "application/octet-stream": (
        "binary data and no document this program knows",
        "Save it as text, PDF or Word, or leave it out.",
    ),
}


def named(media_type: str) -> tuple[str, str]:
    """What a format that is not read is called, and what to do about it.

    >>> named("image/png")[0]
    'a picture'
    """
    if media_type.startswith("image/") and media_type not in NAMED:
        return _PICTURE
    return NAMED.get(media_type, NAMED["application/octet-stream"])


def image_brand(brand: bytes) -> str | None:
    """The picture formats that share their container with MP4; None for a film."""
    if brand in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc"):
        return "image/heic"
    if brand in (b"avif", b"avis"):
        return "image/avif"
    return "audio/mp4" if brand in (b"M4A ", b"M4B ", b"F4A ") else None
