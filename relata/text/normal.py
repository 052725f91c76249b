"""The form in which a text is stored, for ever.

Every reader ends here, so that offsets mean the same on every machine: Unicode
NFC, one kind of line end, no byte order mark, and nothing that a database or a
browser would refuse or silently change.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile("\r\n?")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ud800-\udfff]")


def _replacement(found: re.Match[str]) -> str:
    character = found.group()
    if character == "\ufeff":
        return ""
    return "\ufffd" if character >= "\ud800" else " "


def fixed(text: str) -> str:
    r"""The text as it is kept: NFC, `\n` line ends, no byte order mark.

    NUL and the other control characters below U+0020 become a space (tab and line
    end stay), a byte order mark goes wherever it stands, half a surrogate pair
    becomes U+FFFD. Fixing a fixed text changes nothing.

    >>> fixed("\ufeffperche\u0301\r\nno")
    'perché\nno'
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if _REFUSED.search(text):
        text = _REFUSED.sub(_replacement, text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
