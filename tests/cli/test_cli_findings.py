"""Findings on the command line: counted, and opened down to the sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import relata
from relata.store.keys import Cost

Run = Callable[..., Any]


def motive(run: Run, code: str, *words: str) -> dict[str, Any]:
    rows = run("find", "motives", *words, "--json").told["items"]
    (row,) = [row for row in rows if row["code"].rsplit("/", 1)[-1] == code]
    return dict(row)


def test_motives_are_counted_by_case(run: Run) -> None:
    """Two people were bored, of one we know nothing of the leaders; nobody said no."""
    assert (motive(run, "boredom")["cases"], motive(run, "boredom")["unknown"]) == (2, 0)
    leaders = motive(run, "corrupt-leaders")
    assert (leaders["cases"], leaders["absent"], leaders["unknown"]) == (1, 0, 1)
    assert motive(run, "hardship")["unlinked"] == 1
    out = run("find", "motives", "--under", "the-life").out
    assert "Boredom" in out
    assert "Corrupt leaders" not in out


def test_a_motive_opens_to_its_sentences(run: Run) -> None:
    """Each case counted stands there with the very words it is counted for."""
    told = run("find", "motives", "--open", "boredom", "--json").told
    assert [case["case"] for case in told["items"]] == ["P-1", "P-2"]
    words = [p["quotation"] for case in told["items"] for p in case["passages"]]
    assert words == ["I was bored", "I disertori parlavano poco."]
    lines = run("find", "motives", "--open", "boredom").out.splitlines()
    assert lines[0].startswith("Boredom: yes (2 cases, 2 passages, 2 origins;")
    for line in ("P-1", "I was bored", "P-2", "I disertori parlavano poco."):
        assert line in lines


def test_each_number_of_a_motive_opens(run: Run) -> None:
    """Absent and unknown open too, and are different people."""
    run("case", "set", "P-2", "corrupt-leaders", "no", "--evidence", "ritorni.txt:0:11")
    told = run("find", "motives", "--open", "corrupt-leaders", "--standing", "no", "--json").told
    assert [case["case"] for case in told["items"]] == ["P-2"]
    assert told["items"][0]["passages"][0]["quotation"] == "I disertori"
    told = run("find", "motives", "--open", "amnesty", "--standing", "unknown", "--json").told
    assert [case["case"] for case in told["items"]] == ["P-1", "P-2"]


def test_a_motive_that_is_not_there_is_refused(run: Run) -> None:
    """An unknown code, coder or scheme is status 1 and not an empty table."""
    for words in (["--open", "greed"], ["--under", "greed"], ["--coder", "Nobody"], ["--by", "x"]):
        ran = run("find", "motives", *words)
        assert ran.status == 1
        assert ran.out == ""


def test_two_variables_are_crossed_and_a_cell_opens(run: Run) -> None:
    """One man and one woman were bored; each cell opens to its one case."""
    told = run("find", "cross", "sex", "boredom", "--json").told
    cells = {(c["row"], c["column"]): c["cases"] for c in told["items"] if c["cases"]}
    assert cells == {("Male", "yes"): 1, ("Female", "yes"): 1}
    opened = run("find", "cross", "sex", "boredom", "--open", "Male", "yes", "--json").told
    assert [case["case"] for case in opened["items"]] == ["P-1"]
    whole = run("find", "cross", "sex", "boredom", "--open", "all", "yes", "--json").told
    assert [case["case"] for case in whole["items"]] == ["P-1", "P-2"]
    assert run("find", "cross", "sex", "boredom", "--open", "tall", "yes").status == 1


def test_numbers_are_cut_where_told(run: Run) -> None:
    """--breaks makes the classes of a variable that is a number."""
    run("case", "set", "P-1", "age-at-joining", "19")
    run("case", "set", "P-2", "age-at-joining", "33")
    ran = run(
        "find", "cross", "age-at-joining", "sex", "--breaks", "age-at-joining=18,30", "--json"
    )
    cells = {(c["row"], c["column"]) for c in ran.told["items"] if c["cases"]}
    assert len({row for row, _ in cells}) == 2


def test_codes_are_found_where_they_meet(run: Run) -> None:
    """Near, not, and within cases of which something holds; --open prints the words."""
    near = run("find", "codes", "boredom NEAR corrupt-leaders", "--json").told["items"]
    assert {item["source"] for item in near} == {
        s["id"] for s in run("sources", "--language", "en", "--json").told["items"]
    }
    alone = run("find", "codes", "boredom", "--where", "sex = female", "--open", "--json").told
    assert [item["quotation"] for item in alone["items"]] == ["I disertori parlavano poco."]
    ran = run("find", "codes", "boredom", "--open")
    assert ran.out.startswith("2 hits in 2 sources, about 2 cases.\n")
    assert "\nI was bored\n" in ran.out


@pytest.mark.parametrize(
    ("expression", "where"),
    [
        ("boredom", ["sex = female", "left = 2015"]),
        ("boredom WITHIN cases WHERE sex = female", ["left = 2015"]),
        ("boredom WITHIN cases WHERE sex = female AND left = 2015", []),
    ],
)
def test_conditions_can_be_said_in_two_ways(run: Run, expression: str, where: list[str]) -> None:
    """--where adds to the expression's own conditions: all must hold."""
    run("case", "set", "P-2", "left", "2015")
    told = [word for condition in where for word in ("--where", condition)]
    ran = run("find", "codes", expression, *told, "--json")
    assert [item["cases"] for item in ran.told["items"]] == [["P-2"]]


def test_whoever_may_not_read_sources_gets_places_without_words(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader opens a figure to cases and places; no sentence is printed in any form."""
    with relata.open(folder) as bank:
        bank.team.add("Ada", "reader", "a passphrase of her own", cost=Cost(1024, 1, 1))
    monkeypatch.setenv("RELATA_USER", "Ada")
    monkeypatch.setenv("RELATA_PASSPHRASE", "a passphrase of her own")
    for words in (
        ["find", "motives", "--open", "boredom"],
        ["find", "cross", "sex", "boredom", "--open", "Male", "yes"],
        ["find", "codes", "boredom", "--open"],
        ["case", "show", "P-1", "--open"],
    ):
        ran = run(*words)
        assert ran.status == 0, ran.err
        assert "places are shown without their words" in ran.out
        told = run(*words, "--json")
        for printed in (ran.out, told.out):
            assert "I was bored" not in printed
            assert "disertori" not in printed
            assert "spring" not in printed
    figure = run("find", "motives", "--open", "boredom", "--json").told
    assert {p["quotation"] for case in figure["items"] for p in case["passages"]} == {None}
    assert figure["passages"] == 2


def test_a_finding_says_as_of_what_it_speaks(run: Run) -> None:
    """As of an earlier revision the table is the one that was printed then."""
    before = run("find", "motives", "--json").told
    run("search", "disertore", "--code", "corrupt-leaders")
    assert motive(run, "corrupt-leaders")["cases"] == 2
    assert run("find", "motives", "--as-of", before["revision"][:12], "--json").told == before
    opened = run("find", "motives", "--open", "corrupt-leaders", "--as-of", before["revision"])
    assert "disertori" not in opened.out
