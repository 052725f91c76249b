"""How findings are shown: text in any width, frames, JSON, HTML that fetches nothing."""

from __future__ import annotations

import dataclasses
import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relata.findings import codes, cross, motives
from relata.findings.finding import NoPandas
from relata.findings.plain_text import as_text, display_width
from relata.findings.sheet import Column, Sheet


def all_findings(snapshot):
    return [motives(snapshot), cross(snapshot, "fear", "country"), codes(snapshot, "reasons")]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_text_fits_four_widths(small, width):
    """No line is wider than asked for; what is left out for it is named."""
    for finding in all_findings(small):
        lines = finding.to_text(width=width).splitlines()
        assert max(map(display_width, lines)) <= width
        assert any("Revision r1" in line for line in lines)
    narrow, wide = (motives(small).to_text(width=w) for w in (40, 160))
    assert "Not shown in this width" in narrow
    assert "Not shown" not in wide


def test_right_to_left_names_do_not_drag_numbers(small):
    """An Arabic name stands isolated, and its numbers end in the column of all others."""
    lines = motives(small).to_text(width=80).splitlines()
    arabic = next(line for line in lines if "الملل" in line)
    latin = next(line for line in lines if "graft" in line)

    assert "\u2068الملل\u2069" in arabic
    assert display_width(arabic) == display_width(latin)


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.tuples(names, st.integers(0, 10**6)), max_size=6), st.integers(24, 130))
@settings(deadline=None)
def test_columns_stay_aligned_whatever_the_script(rows, width):
    """Each row of the table is exactly as wide as the rule above it, in any script."""
    sheet = Sheet(
        title="t",
        revision="r",
        columns=(Column("Name", number=False), Column("Count")),
        rows=tuple((name, f"{count}") for name, count in rows),
        depth=(0,) * len(rows),
        notes=(),
    )
    lines = as_text(sheet, width=width).split("\n")
    rule = next(at for at, line in enumerate(lines) if line.startswith("──"))
    for line in lines[rule + 1 : rule + 1 + len(rows)]:
        assert display_width(line) == display_width(lines[rule])


class Reader(HTMLParser):
    """Collects tags and attributes, and holds every tag to be closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_html_opens_and_fetches_nothing(small):
    """Numbers open to pseudonyms and places; there is no script and no outside reference."""
    for finding in all_findings(small):
        reader = Reader()
        reader.feed(finding._repr_html_())

        assert not reader.open
        assert "details" in reader.tags
        assert not {"script", "link", "img", "iframe", "style"} & set(reader.tags)
        assert {name for name, _ in reader.attributes} <= {"style", "scope", "dir"}
        assert "url(" not in finding._repr_html_()
        assert "D-1" in reader.text


def test_names_are_escaped_in_html(snapshot_of):
    """A code or pseudonym with markup in it stays text."""
    nasty = "<script>alert('x')</script>&\""
    snapshot = snapshot_of(
        codes=["a"],
        labels={"a": nasty},
        cases=[nasty],
        codings=[("Ada", "aa", 0, 5, "a", nasty)],
    )
    shown = motives(snapshot)._repr_html_()

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2


def test_long_openings_say_how_many_more(snapshot_of):
    """A page shows the first cases and passages and says how many more there are."""
    cases = [f"P{n:02}" for n in range(20)]
    rows = [("Ada", "aa", n, n + 5, "a", case) for case in cases for n in range(7)]
    shown = motives(snapshot_of(codes=["a"], cases=cases, codings=rows))._repr_html_()

    assert "and 8 more cases" in shown
    assert "and 3 more" in shown


def test_frames_and_json_hold_the_same_rows(small):
    """Frame, JSON and records agree; JSON has no NaN and names its revision and method."""
    for finding in all_findings(small):
        shown = json.loads(json.dumps(finding.to_dict(), allow_nan=False))
        frame = finding.to_polars()

        assert shown["revision"] == "r1"
        assert shown["method"] == finding.method
        assert shown["origin_rule"] == finding.origin_rule
        assert frame.height == len(shown["items"]) == len(finding.records())
        assert list(frame.columns) == list(shown["items"][0])


def test_pandas_where_installed(small):
    """A pandas frame where pandas is there; otherwise a sentence that says so."""
    try:
        import pandas  # noqa: F401
    except ImportError:
        with pytest.raises(NoPandas, match="not installed"):
            motives(small).to_pandas()
    else:
        assert len(motives(small).to_pandas()) == 5


def test_rich_prints_it_plain(small):
    """A rich console shows the same text, taking nothing in it for markup."""
    from rich.console import Console

    console = Console(width=200, file=None, record=True, quiet=False)
    with console.capture() as shown:
        console.print(cross(small, "fear", "country"))
    assert "(contradicted)" in shown.get()


def test_findings_are_frozen(small):
    """A finding is a record of one revision and cannot be changed."""
    for finding in all_findings(small):
        with pytest.raises(dataclasses.FrozenInstanceError):
            finding.revision = "r2"
