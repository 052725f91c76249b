"""Charts of findings: every number of the table, told apart without colour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from relata.findings import Snapshot, cross, motives
from relata.findings.chart_words import WORDS
from relata.findings.charts import specification


def data_of(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every record that a chart carries."""
    sets = [*told.get("datasets", {}).values(), *inline(told)]
    for records in sets:
        yield from records


def inline(part: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(part, dict):
        values = part.get("values")
        if isinstance(values, list) and values and isinstance(values[0], dict):
            yield values
        for member in part.values():
            yield from inline(member)
    elif isinstance(part, list):
        for member in part:
            yield from inline(member)


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, member in part.items():
            yield from (key, *strings(member))
    elif isinstance(part, list):
        for member in part:
            yield from strings(member)


def test_the_bars_of_a_motive_are_its_counts_and_fill_the_whole(small: Snapshot) -> None:
    """Told of, absent, contradicted and unknown each have a bar as long as their share."""
    finding = motives(small)
    bars = [r for r in data_of(specification(finding.to_chart())) if "begin" in r]

    for at, row in enumerate(finding.rows):
        mine = [bar for bar in bars if bar["row"] == at]
        assert {bar["standing"]: bar["cases"] for bar in mine} == {
            standing: count
            for standing, count in (
                ("yes", row.cases),
                ("no", row.absent),
                ("contradicted", row.contradicted),
                ("unknown", row.unknown),
            )
            if count
        }
        assert mine[0]["begin"] == 0
        assert mine[-1]["end"] == pytest.approx(1)
        for bar in mine:
            assert bar["end"] - bar["begin"] == pytest.approx(bar["cases"] / row.looked_at)
            assert finding.open(row.code, standing=bar["standing"]).n_cases == bar["cases"]


def test_the_line_over_a_bar_is_the_interval_of_the_share(small: Snapshot) -> None:
    """Its ends are those of the table."""
    finding = motives(small, interval="clopper-pearson")
    lines = [r for r in data_of(specification(finding.to_chart())) if "low" in r]

    ends = [(row.share.interval.low, row.share.interval.high) for row in finding.rows]
    assert [(line["low"], line["high"]) for line in lines] == [pytest.approx(e) for e in ends]


@pytest.mark.parametrize("form", ["heat", "bars"])
def test_every_cell_of_a_cross_table_is_in_its_chart(small: Snapshot, form: Any) -> None:
    """Each cell carries its count and its place, so that it can be opened."""
    finding = cross(small, "country", "reasons/fear")
    cells = list(data_of(specification(finding.to_chart(form=form))))

    shape = finding.counts.shape
    assert {(cell["row"], cell["column"]) for cell in cells} == {
        (r, c) for r in range(shape[0]) for c in range(shape[1])
    }
    for cell in cells:
        assert cell["cases"] == finding.counts[cell["row"], cell["column"]]
        assert cell["known"] == finding.tested[cell["row"], cell["column"]]
        opened = finding.open_at(cell["row"], cell["column"])
        assert opened.n_cases == cell["cases"]


def test_the_four_standings_differ_without_colour(small: Snapshot) -> None:
    """In black and white no two of them have the same lightness and the same edge."""
    told = json.dumps(specification(motives(small).to_chart()))
    encoding = next(
        layer["encoding"]
        for layer in json.loads(told)["layer"]
        if "strokeDash" in layer["encoding"]
    )

    def luminance(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    fills = [luminance(colour) for colour in encoding["fill"]["scale"]["range"]]
    dashes = [tuple(dash) for dash in encoding["strokeDash"]["scale"]["range"]]
    assert len(fills) == len(dashes) == 4
    for one in range(4):
        for other in range(one):
            differs = abs(fills[one] - fills[other]) > 0.2
            assert differs or dashes[one] != dashes[other]


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_chart_speaks_the_language_and_fetches_nothing(small: Snapshot, language: str) -> None:
    """Titles and legends are in the language asked for; no address stands anywhere in it."""
    words = WORDS[language]
    charts = [
        motives(small).to_chart(language=language),
        cross(small, "country", "reasons/fear").to_chart(language=language),
        cross(small, "country", "reasons/fear").to_chart(language=language, form="bars"),
    ]
    for chart in charts:
        told = specification(chart)
        assert not [text for text in strings(told) if "://" in text or text in ("url", "$schema")]
    first = list(strings(specification(charts[0])))
    for word in ("motives", "yes", "no", "contradicted", "unknown"):
        assert words[word] in first
    assert f"({words['withheld']})" in json.dumps(specification(charts[1]), ensure_ascii=False)


def test_all_languages_have_the_same_words() -> None:
    """No chart falls back to another language for want of a word."""
    for words in WORDS.values():
        assert words.keys() == WORDS["en"].keys()
        assert all(words.values())


def test_names_of_codes_can_be_given_in_another_language(small: Snapshot) -> None:
    """A name given for a code stands in the chart instead of its label, indented as it lies."""
    told = specification(motives(small).to_chart(names={"reasons/fear": "paura"}))

    assert any("· paura" in text for text in strings(told))
    table = cross(small, "country", "reasons/fear").to_chart(names={"Norvia": "Norvegia"})
    assert any("Norvegia" in text for text in strings(specification(table)))


def test_an_empty_table_makes_an_empty_chart(snapshot_of: Any) -> None:
    """Without codes, or without cases, there is a chart that says nothing, not a fault."""
    assert specification(motives(snapshot_of()).to_chart())
    assert specification(motives(snapshot_of(codes=["fear"])).to_chart())
