"""Web pages to be looked at: nothing in them acts, nothing calls out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from relata.sources import Item, Unreadable
from relata.sources.safe_html import POLICY, safe_html

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
)


def shown(data: bytes | str, name: str = "page.html") -> str:
    raw = data.encode() if isinstance(data, str) else data
    return safe_html(Item(name, name, data=raw, size=len(raw))).decode("utf-8")


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


HOSTILE = [
    "<script>evil()</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>evil()</script>",
    "<img src=x onerror=evil()>",
    "<img src='//evil.example/p.gif'>",
    "<img srcset='https://evil.example/p.gif 1x'>",
    '<img src="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PmV2aWwoKTwvc2NyaXB0Pjwvc3ZnPg==">',
    "<img lowsrc=https://evil.example/p dynsrc=https://evil.example/q>",
    "<picture><source srcset=https://evil.example/p><img></picture>",
    "<body onload=evil() background=https://evil.example/p>",
    "<table background='https://evil.example/p'><td background='https://evil.example/p'>x</table>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>evil()</script>'></iframe>",
    "<frameset><frame src=https://evil.example></frameset>",
    "<object data=https://evil.example></object><embed src=https://evil.example>",
    "<applet code=evil.class></applet>",
    "<form action=https://evil.example><input name=a autofocus onfocus=evil()></form>",
    "<button formaction=https://evil.example autofocus onfocus=evil()>x</button>",
    "<a href='javascript:evil()'>x</a>",
    "<a href='java\tscript:evil()'>x</a>",
    "<a href=https://evil.example ping=https://evil.example target=_top>x</a>",
    "<svg><script>evil()</script><image href=https://evil.example /></svg>",
    "<svg><style><img src=x onerror=evil()></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=evil()>",
    "<math href='javascript:evil()'>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=evil()>'>",
    "<template><script>evil()</script></template>",
    "<style>@import 'https://evil.example/a.css'; p{color:red}</style>",
    "<style>@import url(https://evil.example/a.css);</style>",
    "<style>p{background:url(https://evil.example/p)}</style>",
    "<style>p{background:u\\72l(https://evil.example/p)}</style>",
    "<style>p{background:ur/**/l(https://evil.example/p)}</style>",
    "<style>p{background:ur@import x;l(https://evil.example/p)}</style>",
    "<style>p{background:image-set('https://evil.example/p' 1x)}</style>",
    "<style>p{background:-webkit-image-set('https://evil.example/p' 1x)}</style>",
    "<style>p{width:expression(evil())}</style>",
    "<style>p{behavior:url(evil.htc);-moz-binding:url(evil.xml)}</style>",
    "<style>@font-face{font-family:x;src:url(https://evil.example/f)}</style>",
    "<style></style><img src=x onerror=evil()>--></style>",
    "<p style='background:url(https://evil.example/p)'>x</p>",
    "<p style='background:URL(\"https://evil.example/p\")'>x</p>",
    "<p style='background:&#117;rl(https://evil.example/p)'>x</p>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<link rel=dns-prefetch href=//evil.example><link rel=preload as=image href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<audio src=https://evil.example/a autoplay></audio><video poster=https://evil.example/p>",
    "<track src=https://evil.example/t><bgsound src=https://evil.example/a>",
    "<input type=image src=https://evil.example/p>",
    "<blockquote cite=https://evil.example>x</blockquote>",
    "<!--[if IE]><script>evil()</script><![endif]-->",
    "<!-- --!><script>evil()</script> -->",
    "<?xml-stylesheet href='https://evil.example/a.css'?>",
    "<html manifest=https://evil.example/m>",
    "<xmp><script>evil()</script></xmp><plaintext><script>evil()",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>evil()</x:script>",
    "<p/onclick=evil()>x</p>",
    "<details open ontoggle=evil()>x</details>",
    "<portal src=https://evil.example></portal><fencedframe src=https://evil.example></fencedframe>",
    "<map name=m><area href=https://evil.example shape=default></map><img usemap=#m>",
    "<textarea><script>evil()</script></textarea><title><script>evil()</script></title>",
]

ACTING = re.compile(
    "script|iframe|frame|object|embed|form|input|button|link|base|svg|math|template|noscript"
    "|audio|video|source|track|area|applet|portal|textarea|xmp|plaintext"
)
POINTING = re.compile(
    "srcset|background|poster|data|action|formaction|cite|ping|manifest|usemap|longdesc|profile"
    "|srcdoc|codebase|classid|lowsrc|dynsrc|target|xmlns"
)


def assert_harmless(made: str) -> None:
    """No element that acts, no attribute that runs or points out; asked of a second parse."""
    root = html.document_fromstring(made)
    for element in root.iter():
        assert isinstance(element.tag, str)
        assert not ACTING.fullmatch(element.tag)
        if element.tag == "meta":
            assert set(element.attrib) <= {"charset", "http-equiv", "content", "name"}
            assert element.get("http-equiv") in (None, "Content-Security-Policy")
            continue
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name == "src":
                assert value.startswith("data:image/")
                assert "svg" not in value
            elif name == "href":
                assert value.startswith("#")
            elif name == "style":
                assert not re.search(r"url|import|expression|\\|image-set", value, re.I)
            else:
                assert not POINTING.fullmatch(name)
    for style in root.iter("style"):
        assert not re.search(
            r"url\(|@import|expression\(|\\|image-set|<|src:\s*['\"]", style.text or "", re.I
        )


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("where", ["body", "head"])
def test_nothing_acts_or_calls_out(hostile, where):
    """Whatever spelling it hides behind, what acts is gone and the words stay."""
    words = "<p>We left at night.</p>"
    made = shown(page(words + hostile + words) if where == "body" else page(words, head=hostile))

    assert_harmless(made)
    if not re.search("plaintext|textarea|<title|frameset|<template|mglyph|noscript|--", hostile):
        assert "We left at night." in made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=[*quiet, *sandbox])
        yield found
        found.close()


@pytest.mark.browser
def test_a_browser_finds_nothing_to_fetch_or_run(browser):
    """Even without its policy and outside any frame, the page asks for nothing and runs nothing."""
    asked: list[str] = []
    tab = browser.new_page()
    tab.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    tab.expose_function("evil", lambda *_: asked.append("run"))

    def looked_at(markup: str) -> None:
        tab.set_content(markup, wait_until="load")
        tab.wait_for_timeout(20)

    looked_at("<img src=https://evil.example/p onerror=evil()>")
    assert asked == ["https://evil.example/p", "run"]  # the browser does tell
    asked.clear()
    for hostile in HOSTILE:
        made = shown(page(f"<p>We left.</p>{hostile}<p>At night.</p>", head=hostile))
        looked_at(re.sub("<meta http-equiv[^>]*>", "", made))
        assert asked == [], hostile
    tab.close()


@given(
    st.lists(
        st.sampled_from(
            [
                "<", ">", "'", '"', "=", "/", "p", "style", "script", "svg", "math", "img", " ",
                " src", " onerror", "=x", "evil()", "//evil.example", "url(", ")", "@import", ";",
                "\\", "/*", "*/", "<!--", "-->", "</", "title", "noscript", "template", "&#x3c;",
                "&lt;", "data:", "javascript:", "table", "select", "\0", "\x0b", "annotation-xml",
            ]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_any_soup_of_tags_is_harmless(pieces):
    """Broken markup of every kind comes out with nothing that acts."""
    try:
        made = shown("<!doctype html><html><body>a" + "".join(pieces))
    except Unreadable:
        return

    assert_harmless(made)
    assert_harmless(shown(made))


def test_what_is_shown_is_the_page():
    """Text, its order, tables, own pictures and plain styles stay as they were."""
    made = shown(
        page(
            f"<h1 id='top' dir='rtl'>عنوان</h1><p style='color: red'>One <b>two</b></p>"
            f"<table><tr><td colspan=2>cell</td></tr></table><img alt='a dot' src='{DOT}'>"
            "<a href='#top'>up</a><a href='https://evil.example'>a link's words</a>"
            "<form><p>in a form</p></form><o:p>office</o:p>",
            head="<style>.curly { color: #333; }</style><style media=print>p{color:blue}</style>",
        )
    )
    root = html.document_fromstring(made)

    body = root.find("body").text_content()
    assert body == "عنوانOne twocellupa link's wordsin a formoffice"
    assert "color: red" in made
    assert root.xpath("//img/@src") == [DOT]
    assert root.xpath("//td/@colspan") == ["2"]
    assert root.xpath("//a/@href") == ["#top"]
    assert "color:blue" not in made
    assert ".curly" in made


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16"])
def test_the_characters_are_those_of_the_page(encoding):
    """Whatever encoding the page is in, it is shown in UTF-8, and says so."""
    body = page("<p>خرجنا من المدينة ليلا ولم يسألنا أحد</p>", head=f"<meta charset={encoding}>")
    made = shown(body.encode(encoding))

    assert "خرجنا من المدينة" in made
    assert made.count("charset") == 1


def test_the_page_carries_its_policy():
    """A browser is told as well that the page may load nothing, before anything else."""
    made = shown(page("<p>x</p>"))

    assert POLICY in made
    assert made.index("Content-Security-Policy") < made.index("<body")


def test_a_saved_page_is_shown_too():
    """MHTML holds a page; it is shown without what was saved around it."""
    saved = (
        b"MIME-Version: 1.0\nSnapshot-Content-Location: https://a.org/x\nSubject: x\n"
        b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
        b"<html><body onload=evil()><p>We left.</p></body></html>\n--b--\n"
    )
    made = shown(saved, "a.mhtml")

    assert "We left." in made
    assert_harmless(made)


@pytest.mark.parametrize("data", [b"We left.", b"%PDF-1.7\n", b"<?xml version='1.0'?><a>b</a>"])
def test_what_is_no_page_is_refused(data):
    """A text or a PDF is not shown as a page."""
    with pytest.raises(Unreadable):
        shown(data, "a.bin")


def test_a_source_is_shown_apart(bank):
    """`bank.sources.safe_html` gives the same, made in a process of its own."""
    data = page("<p>We left at night, and nobody asked where we went.</p><script>evil()</script>")
    taken = bank.sources.add_bytes("page.html", data.encode()).taken[0]

    made = bank.sources.safe_html(taken.id)
    assert made == bank.sources.safe_html(taken.id, apart=False)
    assert_harmless(made.decode())
