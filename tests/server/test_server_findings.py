"""Findings over HTTP: the tables, their charts, and what stands behind their numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import relata

Client = Callable[[str], Any]


@pytest.fixture
def told(served: relata.Databank) -> relata.Databank:
    """One case told of brutality by Omar, of age 31; another of which nothing is known."""
    omar = served.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    omar.coding.code("first", (0, 24), code="corruption")
    omar.cases.set("P-001", "age", "31", evidence=[("first", 4, 9)])
    served.cases.new(sources=["second"])
    return served


def test_the_table_of_motives_is_the_librarys(told: relata.Databank, client: Client) -> None:
    """Counts, shares and unknowns are those that the library gives for the same question."""
    answer = client("Omar").get("/api/findings/motives", params={"under": "leaving"}).json()
    expected = told.findings.motives(under="leaving")

    assert answer["revision"] == expected.revision
    assert answer["looked_at"] == 2
    for line, row in zip(answer["rows"], expected.rows, strict=True):
        assert (line["code"], line["cases"], line["unknown"]) == (row.code, row.cases, row.unknown)
        assert line["share"]["high"] == pytest.approx(row.share.interval.high)
    assert {line["code"]: line["cases"] for line in answer["rows"]}["leaving/brutality"] == 1


def test_a_bar_opens_to_its_cases_and_sentences(told: relata.Databank, client: Client) -> None:
    """Behind a number stand its cases, and each passage with its words and place."""
    opened = (
        client("Ines")
        .get("/api/findings/motives/open", params={"code": "leaving/brutality"})
        .json()
    )

    assert opened["cases"] == [{"case": "P-001", "passages": 1}]
    (passage,) = opened["passages"]
    assert passage["words"] == "guard"
    assert passage["before"].endswith("The ")
    assert (passage["start"], passage["end"], passage["title"]) == (4, 9, "first")
    unknown = client("Ines").get(
        "/api/findings/motives/open", params={"code": "leaving/brutality", "standing": "unknown"}
    )
    assert [case["case"] for case in unknown.json()["cases"]] == ["P-002"]


def test_a_reader_gets_counts_and_cases_but_no_words(told: relata.Databank, client: Client) -> None:
    """Through no address of the room does a reader see a title or a word of a source."""
    rosa = client("Rosa")
    asked = [
        ("motives", {}),
        ("motives/open", {"code": "leaving/brutality"}),
        ("cross", {"rows": "age", "columns": "code:leaving/brutality"}),
        ("cross/open", {"rows": "age", "columns": "leaving/brutality", "row": 0, "column": 0}),
        ("codes", {"expression": "brutality AND corruption"}),
        ("choices", {}),
        ("motives/chart", {}),
    ]
    for path, params in asked:
        answer = rosa.get(f"/api/findings/{path}", params=params)
        assert answer.status_code == 200, (path, answer.text)
        assert "The guard" not in answer.text
        assert '"words":"' not in answer.text.replace(" ", "")
        assert '"title":"first"' not in answer.text.replace(" ", "")
    opened = rosa.get("/api/findings/motives/open", params={"code": "leaving/brutality"}).json()
    assert (opened["quotes"], opened["n_cases"], opened["n_passages"]) == (False, 1, 1)


def test_every_cell_of_a_cross_table_opens(told: relata.Databank, client: Client) -> None:
    """A cell opens to as many cases as it counts; so do the totals; one outside is refused."""
    omar, asked = client("Omar"), {"rows": "age", "columns": "leaving/brutality"}
    table = omar.get("/api/findings/cross", params=asked).json()

    assert table["total"] == 2
    assert sum(map(sum, table["counts"])) == 2
    for r, row in enumerate(table["counts"]):
        for c, count in enumerate(row):
            cell = omar.get("/api/findings/cross/open", params=asked | {"row": r, "column": c})
            assert cell.json()["n_cases"] == count
        total = omar.get("/api/findings/cross/open", params=asked | {"row": r})
        assert total.json()["n_cases"] == table["row_totals"][r]
    outside = omar.get("/api/findings/cross/open", params=asked | {"row": 99, "column": 0})
    assert outside.status_code == 404
    assert outside.json()["error"] == "NoSuchCell"


def test_retrieval_gives_the_stretches_where_codes_meet(
    told: relata.Databank, client: Client
) -> None:
    """An expression gives passages with their words; one that cannot be read says where."""
    ada = client("Ada")
    found = ada.get("/api/findings/codes", params={"expression": "brutality AND corruption"}).json()

    assert (found["total"], found["codings"], found["cases"]) == (1, 2, 1)
    (hit,) = found["hits"]
    assert hit["passage"]["words"] == "The guard left at night."
    assert hit["codes"] == ["Corruption", "Brutality"]
    broken = ada.get("/api/findings/codes", params={"expression": "brutality AND"})
    assert broken.status_code == 422
    assert "at its end" in broken.json()["message"]


def test_a_finding_can_be_asked_as_of_a_revision(told: relata.Databank, client: Client) -> None:
    """The table of an earlier revision stays what it was, and its numbers open as of then."""
    before = told.revision
    told.seated("Ada").coding.code("first", (26, 40), code="hardship")
    ada = client("Ada")

    then = ada.get("/api/findings/motives", params={"at": before}).json()
    now = ada.get("/api/findings/motives").json()

    def hardship(table: Any) -> int:
        return {row["code"]: row["cases"] for row in table["rows"]}["leaving/hardship"]

    assert (hardship(then), hardship(now)) == (0, 1)
    assert then["revision"] == before
    opened = ada.get(
        "/api/findings/motives/open", params={"at": before, "code": "leaving/hardship"}
    )
    assert opened.json()["n_cases"] == 0


@pytest.mark.parametrize("language", ["en", "it", "fr", "ar"])
def test_a_chart_carries_its_data_and_names_no_address(
    told: relata.Databank, client: Client, language: str
) -> None:
    """Charts come whole: whoever draws one fetches nothing."""
    omar, asked = client("Omar"), {"rows": "age", "columns": "leaving/brutality"}
    charts = [
        omar.get("/api/findings/motives/chart", params={"language": language}),
        omar.get("/api/findings/cross/chart", params=asked | {"language": language}),
        omar.get("/api/findings/cross/chart", params=asked | {"form": "bars"}),
    ]
    for chart in charts:
        assert chart.status_code == 200, chart.text
        assert "http" not in chart.text
        assert '"url"' not in chart.text
        assert (
            any(chart.json()["datasets"].values())
            if "datasets" in chart.json()
            else ('"values"' in json.dumps(chart.json()))
        )
