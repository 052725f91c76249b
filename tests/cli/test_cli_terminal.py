"""What is printed: plain and whole in a pipe, fitted, drawn and safe on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relata.cli import screen
from relata.text.spans import Span

Run = Callable[..., Any]


def test_piped_output_is_plain_and_whole(process: Run, folder: Path) -> None:
    """No colour codes, no cut titles, no progress: a pipe gets what was asked for."""
    long = "a very long title that no terminal of eighty columns could ever show whole " * 2
    (folder.parent / f"{long.strip()}.txt").write_text("He left the town by the river.", "utf-8")
    added = process("add", folder.parent / f"{long.strip()}.txt")
    assert added.err == ""
    for words in (["sources"], ["search", "disertore"], ["codebook", "show"], ["find", "motives"]):
        assert "\x1b" not in process(*words).out
    assert long.strip() in process("sources").out
    assert "**disertori**" in process("search", "disertore").out


def test_a_terminal_gets_marks_drawn_and_tables_fitted(terminal: Run, folder: Path) -> None:
    """Marks are drawn, and no row is wider than the terminal."""
    name = "a title that goes on and on beyond the right edge of any window, and further.txt"
    (folder.parent / name).write_text("He left the town by the river.", "utf-8")
    terminal("add", folder.parent / name)
    out = terminal("search", "disertore").out
    assert "\x1b[1m" in out
    assert "**" not in out
    listed = terminal("sources").out
    assert "…" in listed
    assert all(len(line) <= 80 for line in listed.splitlines())


def test_no_colour_means_none(terminal: Run) -> None:
    """NO_COLOR and a dumb terminal get stars instead."""
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        out = terminal("search", "disertore", env=env).out
        assert "\x1b[1m" not in out
        assert "**disertori**" in out


def test_a_text_cannot_steer_the_terminal(terminal: Run, process: Run, folder: Path) -> None:
    """A hostile file's control characters and reversed reading order are shown, not obeyed."""
    hostile = "He left\x9b31m the \u202etown by night."
    (folder.parent / "hostile.txt").write_text(hostile, "utf-8")
    process("add", folder.parent / "hostile.txt")
    for words in (["show", "hostile.txt"], ["search", "town"], ["show", "hostile.txt", "--plain"]):
        out = terminal(*words).out
        assert "town" in out
        assert "\x9b" not in out
        assert "\u202e" not in out
    assert process("show", "hostile.txt", "--plain").out.strip() == hostile


def test_offsets_never_share_a_line_with_text_that_runs_the_other_way(run: Run) -> None:
    """Arabic stands alone on its line, so that no terminal moves the numbers about."""
    for words in (
        ["show", "winter.txt", "--codings"],
        ["search", "الطحين"],
        ["find", "codes", "hardship", "--open"],
    ):
        for line in run(*words).out.splitlines():
            if any("\u0600" <= letter <= "\u06ff" for letter in line):
                assert not any(letter.isascii() and letter.isalnum() for letter in line)


def test_progress_is_for_terminals(terminal: Run, process: Run, folder: Path) -> None:
    """Long work shows that it goes on where somebody looks, and is silent elsewhere."""
    (folder.parent / "one.txt").write_text("He left the town by the river.", "utf-8")
    (folder.parent / "two.txt").write_text("She left the town by the hills.", "utf-8")
    assert process("add", folder.parent / "one.txt").err == ""
    assert "Taking in" in terminal("add", folder.parent / "two.txt").out


@given(st.text(alphabet="ab éب*", max_size=30), st.data())
def test_marks_take_nothing_away(text: str, data: st.DataObject) -> None:
    """Without its stars, marked text is the text; every mark that overlaps no other is drawn."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    marked = screen.marked(text, spans)
    assert marked.count("**") >= 2 * len(spans)
    rebuilt = []
    at = 0
    for span in spans:
        rebuilt += [text[at : span.start], "**", span.of(text), "**"]
        at = span.end
    assert marked == "".join([*rebuilt, text[at:]])


@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_an_excerpt_holds_what_it_is_of(text: str, data: st.DataObject) -> None:
    """The stretch stands in the excerpt, at its place plus the shift."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found, shift = screen.excerpt(text, start, end, around=8)
    assert found[start + shift : end + shift] == text[start:end]
    assert len(found) <= (end - start) + 16 + 4
