"""A source is read again by a better reader, and nothing that rests on it is lost."""

from __future__ import annotations

import hashlib

import relata
from relata.archive import Description, Intake, Layout, Original, Reading, keep, source_id
from relata.codebook import CodebookEntry, CodeEntry
from relata.text.paragraphs import pack, paragraphs

PAGE = """<html><head><title>Ten came back</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Ten came back</h1>
<p>Ten people came back to Velmora in spring, the prefect of the port told our paper.</p>
<p>They had left because the commanders kept the bread for themselves, one of them said.</p>
<p>The others did not want to speak about the reasons while the inquiry was going on.</p>
</article><footer>Contact, imprint, cookies</footer></body></html>"""

WORSE = (
    "Home World Ten came back Ten people came back to Velmora in spring, the prefect of the "
    "port told our paper. They had left because the commanders kept the bread for "
    "themselves, one of them said. Contact, imprint, cookies"
)
"""What an older reader made of the page: menus and all, and a sentence short."""


def put_as_read_before(bank: relata.Databank) -> None:
    """Keep the page with the text of the older reader."""
    data = PAGE.encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()
    store = bank._desk.store
    intake = Intake(
        source_id(store.naming, digest, len(data)),
        Original("text/html", len(data), digest, "page.html", 0),
        data,
        Description(title="page", language="en", kind="news"),
        Reading("html/0", WORSE, Layout(pack(paragraphs(WORSE)))),
    )
    with bank._desk.writing("sources.add", "sources.add") as (writing, _):
        keep(writing, store.naming, [intake])


def test_codings_and_evidence_move_to_the_better_text(bank: relata.Databank) -> None:
    """What the new text still says is carried over with its coder; the rest is listed and kept."""
    put_as_read_before(bank)
    bank.codebook.load(CodebookEntry("c", codes=(CodeEntry("greed", "Greed", path="greed"),)))
    bank.cases.new("P-1", sources=["page"])
    wanted = "the commanders kept the bread for themselves"
    start = WORSE.index(wanted)
    menu = WORSE.index("cookies")
    bank.coding.code("page", (start, start + len(wanted)), (menu, menu + 7), code="greed")
    bank.cases.set("P-1", "greed", "yes", evidence=[("page", start, start + len(wanted))])

    done = bank.sources.reread("page")

    assert done.changed
    assert done.carried == 1
    assert [(left.start, left.codings, left.evidence) for left in done.left] == [(menu, 1, 0)]
    text = bank.sources.text("page").content
    assert "cookies" not in text
    moved, kept = sorted(bank.coding.list(), key=lambda c: c.start)
    assert {moved.coder, kept.coder} == {"Lena"}
    assert text[moved.start : moved.end] == wanted
    assert bank.coding.quotation(moved) == wanted
    assert bank.coding.quotation(kept) == "cookies"
    (value,) = bank.cases.sheet("P-1").values
    (place,) = value.evidence
    assert text[place.start : place.end] == wanted
    assert bank.search("inquiry").passages == 1
    assert bank.verify().sound


def test_the_same_reader_changes_nothing(bank: relata.Databank, text_file: object) -> None:
    """Reading again what is read the same way writes no revision."""
    path = text_file("note.txt", "He walked to the border at night and did not look back.")  # type: ignore[operator]
    bank.sources.add(path)
    before = bank.revision

    assert not bank.sources.reread("note").changed
    assert bank.revision == before
