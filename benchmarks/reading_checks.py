"""What the text engine must get right in a real browser, whatever it is measured at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

Check = Callable[[Page], None]


def run(page: Page) -> int:
    """Run every check and print what each promises; returns how many failed."""
    failed = 0
    for check in CHECKS:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate("document.documentElement.dir = 'ltr'")
        page.evaluate("document.documentElement.dataset.theme = 'light'")
        try:
            check(page)
            outcome = "holds"
        except AssertionError as fault:
            failed += 1
            outcome = f"FAILS: {str(fault).splitlines()[0] if str(fault) else 'see the check'}"
        print(f"  {check.__doc__} {outcome}", flush=True)
    return failed


def _open(page: Page, name: str) -> None:
    page.evaluate(f"harness.load('{name}')")
    page.evaluate("harness.mount()")
    page.wait_for_timeout(80)


def _words(page: Page) -> str | None:
    return page.evaluate(
        "(() => { const s = harness.pane().getSelection();"
        " return s && [...harness.given().text].slice(s.start, s.end).join(''); })()"
    )


def _box(page: Page, words: str) -> dict[str, float]:
    """Where words stand in the view, told by the browser and not by the engine."""
    found: dict[str, float] = page.evaluate(
        """(words) => { for (const b of document.querySelectorAll('.relata-block')) {
            const at = b.firstChild.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(b.firstChild, at); range.setEnd(b.firstChild, at + words.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, top, bottom }; } }""",
        words,
    )
    assert found, f"{words!r} is not on the page"
    return found


def _same(found: Any, wanted: Any) -> None:
    assert found == wanted, f"found {found!r}, wanted {wanted!r}"


def exact_by_mouse(page: Page) -> None:
    """A selection by mouse is exactly the words drawn over, with emoji before and within."""
    _open(page, "hard")
    for words in ("intera", "«I left»", "𐌰 alte", "سكت"):
        box = _box(page, words)
        y = (box["top"] + box["bottom"]) / 2
        rtl = words == "سكت"
        first, last = (box["right"], box["left"]) if rtl else (box["left"], box["right"])
        inward = -0.5 if rtl else 0.5
        page.mouse.move(first + inward, y)
        page.mouse.down()
        page.mouse.move((first + last) / 2, y)
        page.mouse.move(last - inward, y)
        page.mouse.up()
        page.wait_for_timeout(60)
        found = _words(page)
        if words == "«I left»":  # both edges touch the change of direction: its letters suffice
            assert "I left" in (found or ""), f"found {found!r}"
        else:
            _same(found, words)


def backwards_across(page: Page) -> None:
    """A selection drawn backwards over three paragraphs is the text between its ends."""
    _open(page, "hard")
    start, end = _box(page, "Seconda"), _box(page, "plain.")
    page.mouse.move(end["right"] - 0.5, (end["top"] + end["bottom"]) / 2)
    page.mouse.down()
    page.mouse.move(400, 200)
    page.mouse.move(start["left"] + 0.5, (start["top"] + start["bottom"]) / 2)
    page.mouse.up()
    page.wait_for_timeout(60)
    text = page.evaluate("harness.given().text")
    _same(_words(page), text[text.index("Seconda") :])


def paragraph_by_three_clicks(page: Page) -> None:
    """Three clicks select the paragraph and nothing of the next."""
    _open(page, "hard")
    box = _box(page, "alte")
    page.mouse.click(box["left"] + 3, (box["top"] + box["bottom"]) / 2, click_count=3)
    page.wait_for_timeout(60)
    _same(_words(page), "𝄞𐌰 alte Zeichen, und ein Ende.")


def keys_alone(page: Page) -> None:
    """Without a mouse: Tab reaches the text, arrows move, Shift extends by character and word."""
    _open(page, "hard")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Control+ArrowRight")
    _same(_words(page), " intera")
    page.keyboard.press("Shift+ArrowLeft")
    _same(_words(page), " inter")
    page.keyboard.press("ArrowLeft")
    _same(_words(page), None)
    assert page.evaluate("!document.querySelector('.relata-caret').hidden"), "no caret is shown"


def keys_in_rtl(page: Page) -> None:
    """In a paragraph from right to left the left arrow goes on."""
    _open(page, "hard")
    start = page.evaluate("[...harness.given().text].join('\\u0001').split('\\u0001').indexOf('ق')")
    page.evaluate(f"harness.pane().focus(); harness.pane().placeCaret({start})")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    _same(_words(page), "قال")


def keys_by_lines(page: Page) -> None:
    """Up and down go by the lines one sees, over paragraphs, and come back to where one was."""
    _open(page, "transcript")
    page.evaluate("harness.pane().focus(); harness.pane().placeCaret(20)")
    places = [20]
    for _ in range(30):
        page.keyboard.press("ArrowDown")
        places.append(page.evaluate("harness.pane().caret"))
    assert places == sorted(set(places)), f"not always on: {places}"
    for wanted in reversed(places[:-1]):
        page.keyboard.press("ArrowUp")
        found = page.evaluate("harness.pane().caret")
        assert abs(found - wanted) <= 1, f"came to {found}, was at {wanted}"
    page.keyboard.press("Home")
    _same(page.evaluate("harness.pane().caret"), 0)


def sentence_and_paragraph(page: Page) -> None:
    """Alt+Down goes to the next sentence, Ctrl+Down to the next paragraph."""
    _open(page, "transcript")
    text = page.evaluate("harness.given().text")
    page.evaluate("harness.pane().focus(); harness.pane().placeCaret(0)")
    page.keyboard.press("Alt+ArrowDown")
    _same(page.evaluate("harness.pane().caret"), text.index("My brother"))
    page.keyboard.press("Control+ArrowDown")
    _same(page.evaluate("harness.pane().caret"), text.index("And after"))


def selection_outlives_focus(page: Page) -> None:
    """The selection stays, and stays drawn, while another field has the focus."""
    _open(page, "transcript")
    page.evaluate("harness.pane().setSelection({start: 10, end: 40})")
    page.evaluate(
        "(() => { const f = document.createElement('input'); f.id = 'other';"
        " document.body.append(f); f.focus(); })()"
    )
    page.keyboard.type("fear")
    _same(page.evaluate("harness.pane().getSelection()"), {"start": 10, "end": 40})
    held = page.evaluate(
        "[...CSS.highlights].filter(([n]) => n.endsWith('-selection')).map(([, h]) => h.size)"
    )
    page.evaluate("document.getElementById('other').remove()")
    _same(held, [1])


def inner_first(page: Page) -> None:
    """A point tells the codings there, inner first, and a click hands them on."""
    _open(page, "hard")
    box = _box(page, "intera")
    x, y = box["left"] + 4, (box["top"] + box["bottom"]) / 2
    numbers = page.evaluate(f"harness.pane().hitTest({x}, {y}).map((c) => c.number)")
    text = page.evaluate("harness.given().text")
    at = text.index("intera")
    rows = page.evaluate(
        "(() => { const c = harness.given().codings;"
        " return c.number.map((n, i) => [n, c.start[i], c.length[i]]); })()"
    )
    wanted = [
        n for n, start, length in sorted(rows, key=lambda r: r[2]) if start <= at < start + length
    ]
    _same(numbers, wanted)
    page.evaluate("harness.told.passages.length = 0")
    page.mouse.click(x, y)
    _same(page.evaluate("harness.told.passages.map((all) => all.map((c) => c.number))"), [wanted])


def names_and_chips(page: Page) -> None:
    """Of forty passages at one place every one is named in the margin or in a chip's list."""
    _open(page, "forty")
    told = page.evaluate(
        "[...document.querySelectorAll('.relata-name')].map((n) => n.dataset.key)"
        ".concat([...document.querySelectorAll('.relata-chip')]"
        ".flatMap((c) => c.dataset.more.split(' '))).map(Number)"
    )
    wanted = page.evaluate("harness.given().codings.number")
    assert sorted(told) == sorted(wanted), "not each is told once"
    page.locator(".relata-chip").first.click()
    page.keyboard.press("ArrowDown")
    page.evaluate("harness.told.passages.length = 0")
    page.keyboard.press("Enter")
    assert page.evaluate("harness.told.passages.length") == 1, "a choice was not handed on"


def bars_beside_lines(page: Page) -> None:
    """A bar begins and ends with the lines of its passage, after scrolling too."""
    _open(page, "giant")
    for at in (0, 400_000, 999_000):
        page.evaluate(f"harness.pane().scrollTo({{start: {at}, end: {at + 10}}})")
        page.wait_for_timeout(250)
        worst = page.evaluate(
            """(() => { const pane = harness.pane(); let worst = 0, n = 0;
            for (const bar of document.querySelectorAll('.relata-bar')) {
              const box = bar.getBoundingClientRect();
              if (box.top < 60 || box.bottom > 740) continue;
              const i = harness.given().codings.number.indexOf(Number(bar.dataset.key));
              const start = harness.given().codings.start[i];
              const rect = pane.rect({start, end: start + harness.given().codings.length[i]});
              worst = Math.max(worst, Math.abs(rect.top - box.top));
              worst = Math.max(worst, Math.abs(rect.bottom - box.bottom));
              n++;
            } return n ? worst : 999; })()"""
        )
        assert worst <= 2, f"{worst} px off at {at}"


def far_places(page: Page) -> None:
    """Going to a far place brings it into view and it stays there."""
    _open(page, "giant")
    for at in (600_000, 5_000, 950_000):
        page.evaluate(f"harness.pane().scrollTo({{start: {at}, end: {at + 100}}})")
        page.wait_for_timeout(250)
        top = page.evaluate(f"harness.pane().rect({{start: {at}, end: {at + 100}}}).top")
        assert 40 < top < 500, f"{at} stands at {top} px"


def place_kept_when_folding(page: Page) -> None:
    """What is read stays where it is when other speakers are folded away and shown again."""
    _open(page, "transcript")
    text = page.evaluate("harness.given().text")
    at = text.index("With nobody", 2500)
    page.evaluate(f"harness.pane().scrollTo({{start: {at}, end: {at + 9}}}, 'start')")
    page.wait_for_timeout(250)
    top = f"harness.pane().rect({{start: {at}, end: {at + 9}}}).top"
    page.evaluate(f"document.querySelector('.relata-pane').scrollTop += {top} - 4")
    page.wait_for_timeout(100)
    before = page.evaluate(top)
    for speakers in ("new Set(['Anna Berg'])", "null"):
        page.evaluate(f"harness.pane().setSpeakers({speakers})")
        page.wait_for_timeout(150)
        after = page.evaluate(top)
        assert abs(after - before) <= 2, f"moved by {after - before} px"


def others_lighter_and_old(page: Page) -> None:
    """Others' codings, and those of an older definition, have highlights of their own."""
    _open(page, "transcript")
    names = page.evaluate("[...CSS.highlights].filter(([, h]) => h.size).map(([n]) => n)")
    for part in ("-c-", "-o-", "-old"):
        assert any(part in name for name in names), f"none is called {part}"


def themes_recolour(page: Page) -> None:
    """Another theme gives the codes other colours without a new text."""
    _open(page, "transcript")
    rule = "document.adoptedStyleSheets.at(-1).cssRules[0].cssText"
    light = page.evaluate(rule)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(60)
    assert page.evaluate(rule) != light, "the rules stayed"


def nothing_left(page: Page) -> None:
    """After it is taken away nothing is left: no element, highlight or style sheet."""
    _open(page, "transcript")
    page.evaluate("harness.pane().destroy()")
    _same(page.evaluate("document.getElementById('host').childNodes.length"), 0)
    _same(page.evaluate("CSS.highlights.size"), 0)
    _same(page.evaluate("document.adoptedStyleSheets.length"), 0)
    page.keyboard.press("ArrowDown")
    page.mouse.click(300, 300)


def copied_exactly(page: Page) -> None:
    """What is copied is the text of the span, line ends between paragraphs included."""
    _open(page, "hard")
    page.evaluate("harness.pane().focus(); harness.pane().setSelection({start: 20, end: 75})")
    copied = page.evaluate(
        """(() => { const data = new DataTransfer();
        const told = { clipboardData: data, cancelable: true, bubbles: true };
        const text = document.querySelector('.relata-text');
        text.dispatchEvent(new ClipboardEvent('copy', told));
        return data.getData('text/plain'); })()"""
    )
    _same(copied, page.evaluate("harness.given().text")[20:75])


CHECKS: tuple[Check, ...] = (
    exact_by_mouse,
    backwards_across,
    paragraph_by_three_clicks,
    keys_alone,
    keys_in_rtl,
    keys_by_lines,
    sentence_and_paragraph,
    selection_outlives_focus,
    copied_exactly,
    inner_first,
    names_and_chips,
    bars_beside_lines,
    far_places,
    place_kept_when_folding,
    others_lighter_and_old,
    themes_recolour,
    nothing_left,
)
