"""Web pages saved whole by a browser (MHTML): the page, with the address it came from."""

from __future__ import annotations

from email.message import EmailMessage

from relata.sources.model import Item, Limits, Unreadable
from relata.sources.opening import whole
from relata.sources.readers.draft import Draft
from relata.sources.readers.html import page
from relata.sources.readers.mail import characters, parsed_mail


def read(item: Item, limits: Limits) -> Draft:
    """The first page in the archive, read as any web page."""
    message = parsed_mail(whole(item, limits.markup_bytes))
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            address = message["snapshot-content-location"] or part["content-location"]
            return page(characters(part), address=str(address).strip() if address else None)
    raise Unreadable("It seems to be a saved web page, but holds no page.")
