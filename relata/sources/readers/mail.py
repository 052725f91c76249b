"""Single e-mails: the message; sender, subject and date from the header."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from relata.sources.dates import edtf
from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import whole
from relata.sources.readers.article import page_text
from relata.sources.readers.draft import Draft, one_line
from relata.sources.readers.encodings import Decoded, decoded
from relata.sources.xml_safely import parsed_html

_ENCRYPTED = (
    "multipart/encrypted",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
)
_SIGNATURE_LINE = "-- "


def read(item: Item, limits: Limits) -> Draft:
    """The plain version of the message where there is one. Attachments are named only."""
    message = parsed_mail(whole(item, limits.markup_bytes))
    if message.get_content_type() in _ENCRYPTED:
        raise Unreadable(
            "It is an encrypted message.", remedy="Decrypt it in the mail program and save it."
        )
    body = message.get_body(("plain", "html"))
    text, notes = _body(body) if isinstance(body, EmailMessage) else ("", [])
    names = [_attachment(part) for part in _attachments(message)]
    if names:
        notes.append(f"attachments left out: {', '.join(names)}")
    date = _date(message)
    return Draft(
        text,
        kind="mail",
        title=_header(message, "subject"),
        author=_sender(message),
        date=date,
        date_from="header" if date else None,
        declared=_header(message, "content-language"),
        notes=tuple(notes),
    )


def parsed_mail(data: bytes) -> EmailMessage:
    """A message with its parts; broken ones are read as far as they go."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise Unreadable("It seems to be a mail, but cannot be taken apart.")
    return message


def characters(part: EmailMessage) -> Decoded:
    """The characters of a text part, in the encoding it states if that is true."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        declared = part.get_content_charset()
    except (ValueError, LookupError, UnicodeError):
        declared = None
    return decoded(data, declared=declared)


def _body(part: EmailMessage) -> tuple[str, list[str]]:
    found = characters(part)
    notes = [found.note] if found.note else []
    if part.get_content_type() == "text/html":
        root = parsed_html(found.text)
        return ("" if root is None else page_text(root)), notes
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return (_unflowed(found.text) if flowed else found.text), notes


def _unflowed(text: str) -> str:
    """Lines that end in a space go on in the next one (RFC 3676)."""
    lines = text.replace("\r\n", "\n").split("\n")
    joined: list[str] = []
    going_on = False
    for line in lines:
        quoted = line.startswith(">")
        if going_on and not quoted:
            joined[-1] += line.removeprefix(" ")
        else:
            joined.append(line)
        going_on = line.endswith(" ") and line != _SIGNATURE_LINE and not quoted
    return "\n".join(line.rstrip(" ") for line in joined)


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    try:
        return [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]
    except (AttributeError, KeyError, TypeError):
        return []


def _attachment(part: EmailMessage) -> str:
    try:
        return one_line(part.get_filename()) or part.get_content_type()
    except (ValueError, LookupError, UnicodeError):
        return part.get_content_type()


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
        return one_line(str(value)) if value is not None else None
    except (ValueError, LookupError, IndexError, AttributeError, UnicodeError):
        return None


def _sender(message: EmailMessage) -> str | None:
    try:
        addresses = message["from"].addresses
        names = [one_line(one.display_name) or one.addr_spec for one in addresses]
        return ", ".join(name for name in names if name) or None
    except (ValueError, LookupError, IndexError, AttributeError, UnicodeError):
        return _header(message, "from")


def _date(message: EmailMessage) -> str | None:
    try:
        sent = message["date"].datetime
        return edtf(sent.date().isoformat()) if sent else None
    except (ValueError, TypeError, LookupError, IndexError, AttributeError):
        stated = re.sub(r"\(.*?\)", "", _header(message, "date") or "")
        return edtf(stated)
