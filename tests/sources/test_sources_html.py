"""Web pages: the article and what the page itself says of it, nothing else."""

from __future__ import annotations

import json

import pytest

from relata.sources import Unreadable

PARAGRAPHS = [
    "The ferry left the harbour of Lower Wend at four in the morning, with some sixty people on "
    "board who had waited on the quay for nine days, most of them without shelter.",
    "“Nobody asked us where we wanted to go,” said one of them, who had walked from the hills with "
    "two brothers. He asked that his name be left out, for fear of those who stayed behind.",
    "The harbour master, who keeps the lists, said that up to three hundred people had left since "
    "the spring, and that about a third of them had later come back by the same road.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(head: str = "", *, top: str = "", language: str = "en") -> bytes:
    menu = "".join(f"<li><a href='/{n}'>Section number {n}</a></li>" for n in range(12))
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'>{head}</head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>The ferry at four</h1>{top}{BODY}</article>"
        "<footer><p>All rights reserved by nobody. Cookies are crumbs.</p></footer></body></html>"
    ).encode()


def ld(**said) -> str:
    said = {"@context": "https://schema.org", "@type": "NewsArticle", **said}
    return f"<script type='application/ld+json'>{json.dumps(said)}</script>"


def test_the_article_comes_without_menus(document):
    """The paragraphs of the article, parted by blank lines; no menu, no footer."""
    text = document(page()).text

    assert "\n\n".join(PARAGRAPHS) in text
    assert "Section number" not in text
    assert "Cookies" not in text


def test_title_author_and_publisher_are_the_pages_own(document):
    """What JSON-LD says is kept as it says it."""
    read = document(
        page(
            "<title>The ferry at four | The Wend Courier</title>"
            + ld(
                headline="The ferry at four",
                author=[{"name": "Ada Moss"}, {"name": "Ben Ash"}],
                publisher={"@type": "Organization", "name": "The Wend Courier"},
                datePublished="2017-05-14T23:10:00+02:00",
            )
            + "<link rel='canonical' href='https://courier.example/2016/01/01/ferry'>"
        )
    )

    assert (read.title, read.author, read.publisher) == (
        "The ferry at four",
        "Ada Moss, Ben Ash",
        "The Wend Courier",
    )
    assert (read.date, read.date_from, read.kind) == ("2017-05-14", "json-ld", "news")
    assert read.address == "https://courier.example/2016/01/01/ferry"


@pytest.mark.parametrize(
    ("head", "top", "date", "where"),
    [
        (
            "<meta property='article:published_time' content='2017-05-14T08:00Z'>",
            "",
            "2017-05-14",
            "meta",
        ),
        ("<meta name='DC.date.issued' content='2017-05-14'>", "", "2017-05-14", "meta"),
        ("", "<time datetime='2017-05-14'>yesterday</time>", "2017-05-14", "time"),
        ("", "<p class='article-date'>14 May 2017</p>", "2017-05-14", "body"),
        ("", "<span class='data'>domenica 14 maggio 2017</span>", "2017-05-14", "body"),
        (
            "<link rel='canonical' href='https://courier.example/2017/05/14/ferry.html'>",
            "",
            "2017-05-14",
            "address",
        ),
        ("<meta property='article:modified_time' content='2019-01-01'>", "", None, None),
        ("", "<p>It began on 14 May 2017, they said.</p>", None, None),
        ("", "<div class='related-news'><time datetime='2019-01-01'>1.1.</time></div>", None, None),
        ("", "<span class='date updated'>1 January 2019</span>", None, None),
        ("", "", None, None),
    ],
)
def test_a_date_is_found_where_the_page_says_it_or_not_at_all(document, head, top, date, where):
    """Each place a date may stand is named; a page that states none has none."""
    read = document(page(head, top=top))

    assert (read.date, read.date_from) == (date, where)


def test_figures_that_can_be_read_two_ways_need_the_pages_language(document):
    """03/04/2017 is March in America, April in Italy, and open on a page just in English."""
    top = "<span class='date'>03/04/2017</span>"

    assert document(page(top=top)).date is None
    assert document(page(top=top, language="en-US")).date == "2017-03-04"
    assert document(page(top=top, language="it")).date == "2017-04-03"


def test_a_page_without_article_keeps_all_its_text(document):
    """Where nothing stands out, everything is kept and a note says so."""
    data = b"<html><body><nav>Menu</nav><button>Go</button><form>Gone.<br>All.</form></body></html>"
    read = document(data, "a.html")

    assert read.text == "Gone.\nAll."
    assert "no article" in read.notes[0]


def test_a_page_in_an_old_encoding_is_read_as_it_declares(document):
    """A page that names its encoding is believed."""
    head = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1256'>"
    data = page(head).decode().replace("utf-8", "windows-1256").replace("<h1>The", "<h1>قال الشاهد")
    read = document(data.encode("cp1256", "ignore"))

    assert "قال الشاهد" in (read.title or "") + read.text


def test_hidden_hyphens_do_not_split_words(document):
    """Hints where a browser may break a word are not part of the word."""
    read = document(page().replace(b"harbour master", b"harb&shy;our mas&#8203;ter"))

    assert "harbour master" in read.text


def test_a_page_without_text_is_refused(document):
    """A page of scripts alone holds no text."""
    with pytest.raises(Unreadable, match="no text"):
        document(b"<html><head><title></title></head><body><script>x</script></body></html>")


def test_the_language_is_the_texts_and_else_the_pages(item):
    """What is recognised holds; where nothing is, the page's own word does."""
    from relata.sources import read

    made = item(page(language="fr-CA"), "a.html")

    assert read(made, recognise=lambda text: "en").language == "en"
    assert read(made, recognise=lambda text: None).language == "fr"


def test_a_page_called_doc_is_read_as_a_page(document):
    """Word opens web pages called .doc; so does this."""
    assert document(page(), "report.doc").reader == "html/1"


def test_a_saved_page_knows_where_it_came_from(document):
    """A page saved whole by a browser is read, with the address it was saved from."""
    body = page().decode()
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/2017/05/14/a\r\n"
        "Subject: The ferry\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
        "----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{body}\r\n----x--\r\n"
    ).encode()

    read = document(data, "a.mhtml")

    assert read.reader == "web-archive/1"
    assert PARAGRAPHS[0] in read.text
    assert (read.date, read.date_from, read.publisher) == (
        "2017-05-14",
        "address",
        "courier.example",
    )
