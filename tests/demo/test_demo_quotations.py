"""The truth can be found: every quotation stands in its file, read in two ways."""

from __future__ import annotations

import email
import re
import unicodedata
from html.parser import HTMLParser

from relata import sources
from relata.demo import Story, StorySource


class _Paragraphs(HTMLParser):
    """What stands in <p> of a page, with the standard library alone."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = self._inside or tag == "p"
        if tag == "p":
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _as_read(source: StorySource) -> str:
    """The file's text, read without Relata: its bytes are decoded as they declare."""
    data = source.data
    if source.filename.endswith(".html"):
        declared = re.search(rb'<meta charset="([^"]+)"', data)
        assert declared is not None
        page = _Paragraphs()
        page.feed(data.decode(declared[1].decode("ascii")))
        text = "\n\n".join(page.found)
    elif source.filename.endswith(".eml"):
        body = email.message_from_bytes(data).get_payload(decode=True)
        assert isinstance(body, bytes)
        text = body.decode("utf-8")
    else:
        text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _quotations(source: StorySource, told: Story) -> list[str]:
    return [
        *(p.quote for p in source.passages),
        *(f.quote for f in source.facts),
        *(s.quote for s in source.statements),
        *(s.cue for s in source.statements if s.cue),
        *(f.paragraph for f in source.figures),
        *(c.quote for c in told.codings if c.filename == source.filename),
        *(q for v in told.values for name, q in v.evidence if name == source.filename),
    ]


def test_every_quotation_stands_in_its_file(departures: Story) -> None:
    """Decoded by the standard library, each file holds what is quoted from it."""
    looked_for = 0
    for source in departures.sources:
        text = _as_read(source)
        for quote in _quotations(source, departures):
            assert quote in text, (source.filename, quote)
            looked_for += 1
    assert looked_for > 1400


def test_every_quotation_stands_within_one_paragraph(departures: Story) -> None:
    """No quotation runs over the end of a paragraph."""
    for source in departures.sources:
        for quote in _quotations(source, departures):
            assert any(quote in paragraph for paragraph in source.text.split("\n\n"))


def test_a_coded_quotation_has_one_place(departures: Story) -> None:
    """What is coded stands once in its source, so that a place is never guessed."""
    texts = {source.filename: source.text for source in departures.sources}

    for coding in departures.codings:
        assert texts[coding.filename].count(coding.quote) == 1, coding.filename
    for source in departures.sources:
        for passage in source.passages:
            assert source.text.count(passage.quote) == 1, source.filename


def test_every_figure_stands_where_it_is_said_to(departures: Story) -> None:
    """A figure begins at its place of its paragraph, and its bounds are in order."""
    figures = [f for source in departures.sources for f in source.figures]

    for figure in figures:
        assert figure.paragraph[figure.at :].startswith(figure.quote)
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
        if figure.kind == "exact":
            assert figure.low == figure.high is not None
    assert {f.kind for f in figures} == {"exact", "about", "at_least", "at_most", "range", "vague"}
    assert len(figures) > 40


def test_relatas_own_readers_find_every_quotation(departures: Story) -> None:
    """Read as the databank reads them, the texts hold every quotation, in the right language."""
    for source in departures.sources:
        item = sources.Item(
            source.filename, source.filename, data=source.data, size=len(source.data)
        )
        document = sources.read(item)
        assert document.language == source.language
        for quote in _quotations(source, departures):
            assert quote in document.text, source.filename


def test_pages_carry_their_date_where_papers_do(departures: Story) -> None:
    """Every page's date can be read from the page: in its data, a tag, or its address."""
    places = set()
    for source in departures.sources:
        if source.filename.endswith(".html"):
            item = sources.Item(
                source.filename, source.filename, data=source.data, size=len(source.data)
            )
            document = sources.read(item)
            assert document.date == source.date.isoformat()
            assert document.publisher == source.publisher
            places.add(document.date_from)
    assert {"json-ld", "meta", "time"} <= places
