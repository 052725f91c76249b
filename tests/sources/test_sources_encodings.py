"""Encodings: proved, or told by their look with a note, or refused; never replaced silently."""

from __future__ import annotations

import random

import pytest

from relata.sources import Limits, Unreadable
from relata.sources.readers.encodings import decoded

TEXTS = {
    "it": "Perché è così: la città era già stata lasciata. «Non c’è più nessuno», disse.",
    "short it": "La città è vuota.",
    "fr": "Les déserteurs ont été arrêtés à la frontière où l’armée… Ça n’a pas été facile.",
    "de": "Über die Straße kamen größere Gruppen; fünf Männer wußten es.",
    "es": "¿Dónde está la niña? El señor se marchó mañana. ¡Qué año!",
    "ar": "سمعنا إطلاق النار عبر النهر ولم يعرف أحد إلى أين تؤدي الطريق.",
    "ru": "Мы слышали выстрелы за рекой, и никто не знал.",
}
CASES = [
    (language, encoding)
    for language in TEXTS
    for encoding in (
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "mac_roman",
        "cp1256",
        "iso8859-6",
        "cp1251",
    )
    if TEXTS[language].encode(encoding, "ignore").decode(encoding) == TEXTS[language]
]


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_every_usual_encoding_gives_the_same_text(language, encoding):
    """However a text was saved, its letters come out as they were typed."""
    assert decoded(TEXTS[language].encode(encoding)).text == TEXTS[language]


def test_a_guessed_encoding_is_said_in_a_note(document):
    """A text that does not prove its encoding carries a note for the person who checks it."""
    read = document("Perché la città è vuota.".encode("cp1252"))

    assert read.text == "Perché la città è vuota."
    assert "windows-1252" in read.notes[0]


def test_bytes_that_make_no_sense_are_refused():
    """Random bytes are refused, not turned into letters."""
    noise = random.Random(4)
    for _ in range(20):
        data = bytes(noise.randrange(1, 256) for _ in range(3000))
        with pytest.raises(Unreadable):
            decoded(data)


def test_a_few_damaged_bytes_are_shown_and_counted(document):
    """One broken byte in a UTF-8 text shows as U+FFFD, and a note counts it."""
    data = TEXTS["it"].encode() * 4
    cut = data[:2] + b"\xc3" + data[2:]

    read = document(cut)

    assert read.text.count("\ufffd") == 1
    assert read.notes == ("1 byte is not UTF-8 and shown as U+FFFD",)


def test_a_mark_that_lies_is_refused():
    """A text that says UTF-16 and stops in the middle of a character is refused."""
    with pytest.raises(Unreadable, match="UTF-16"):
        decoded(b"\xff\xfea\0b")


def test_text_beyond_the_limit_is_refused(document):
    """More text than the limit is refused with both sizes, before it is decoded."""
    with pytest.raises(Unreadable, match=r"2 kB; 1 kB is the most") as refused:
        document(b"a" * 2000, limits=Limits(text_bytes=1000))

    assert "aaa" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff\u00a0\n".encode()])
def test_a_text_of_nothing_is_refused(document, data):
    """No bytes, or white space only, is no source."""
    with pytest.raises(Unreadable, match="holds no text"):
        document(data)


def test_the_stored_form_is_kept(document):
    """Whatever the file has, the text is NFC with one kind of line end and no mark."""
    read = document("\ufeffPerche\u0301\r\nno\rsi".encode())

    assert read.text == "Perché\nno\nsi"
