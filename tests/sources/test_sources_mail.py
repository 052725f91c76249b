"""Single e-mails."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from relata.sources import Unreadable


def mail(text="We left at night.\n", **headers):
    message = EmailMessage()
    message["From"] = "Ada Möss <ada@courier.example>"
    message["To"] = "desk@courier.example"
    message["Subject"] = "Perché il traghetto"
    message["Date"] = "Mon, 04 Mar 2019 23:30:00 +0100"
    message["Message-ID"] = "<1@courier.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    return message


def test_a_mail_is_its_message_with_sender_subject_and_date(document):
    """The header describes the source; the text is the message alone."""
    read = document(mail().as_bytes(), "a.txt")

    assert read.text.strip() == "We left at night."
    assert (read.title, read.author, read.date, read.date_from, read.kind) == (
        "Perché il traghetto",
        "Ada Möss",
        "2019-03-04",
        "header",
        "mail",
    )


def test_the_plain_version_is_preferred_and_attachments_are_named(document):
    """Of two versions the plain one is read; attachments are left out and said so."""
    message = mail()
    message.add_alternative("<p>We left <b>in HTML</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="list.pdf")
    read = document(message.as_bytes(), "a.eml")

    assert read.text.strip() == "We left at night."
    assert read.notes == ("attachments left out: list.pdf",)


def test_a_mail_in_html_only_is_read_as_its_text(document):
    """Where there is no plain version, the page's text is the message."""
    message = mail()
    message.set_content("<p>We left.</p><style>x</style><p>Città vuota.</p>", subtype="html")

    assert document(message.as_bytes(), "a.eml").text == "We left.\n\nCittà vuota."


def test_a_wrongly_declared_encoding_is_not_replaced(document):
    """A message that says ASCII and is not loses no letter."""
    data = mail("x\n").as_bytes().replace(b"\nx\n", "\nLa città è vuota.\n".encode())

    assert "La città è vuota." in document(data, "a.eml").text


def test_flowed_lines_are_joined(document):
    """Lines that the sending program broke come out whole."""
    data = mail("x\n").as_bytes().replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed')
    data = data.replace(b"\nx\n", b"\nWe left \nat night.\nThen nothing.\n")

    assert document(data, "a.eml").text.strip() == "We left at night.\nThen nothing."


def test_an_encrypted_mail_is_named(document):
    """A message nobody here can open is refused as that."""
    data = (
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/encrypted; boundary="q"\n\n--q\n\nabc\n--q--\n'
    )

    with pytest.raises(Unreadable, match="encrypted message"):
        document(data, "a.eml")


def test_broken_headers_cost_only_themselves(document):
    """A date or a sender that cannot be read is a gap, not a failure."""
    data = (
        b"From: \xff<<<@\nSubject: =?x-none?q?a?=\nDate: the other day\nReceived: x\n\nWe left.\n"
    )
    read = document(data, "a.eml")

    assert read.text.strip() == "We left."
    assert read.date is None
