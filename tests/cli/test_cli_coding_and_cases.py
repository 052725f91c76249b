"""Codebook, codings, cases and values on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from relata.cli.commands.case import STATUSES
from relata.cli.commands.codebook import STARTERS
from relata.cli.commands.users import ROLES

Run = Callable[..., Any]


def test_what_help_lists_is_what_the_library_knows() -> None:
    """Starters, statuses and roles are written into the help, and are all there are."""
    from relata import cases, codebook, team

    assert sorted(STARTERS) == sorted(codebook.starters())
    assert cases.STATUSES == STATUSES
    assert team.ROLES == ROLES


def test_a_codebook_comes_in_and_goes_out(run: Run, folder: Path) -> None:
    """Exported and brought into another databank, it is the same codebook."""
    mine = run("codebook", "show", "--json").told
    assert run("codebook", "export", "../mine.yaml").status == 0
    run("init", "../fresh", "--no-recovery-key")
    ran = run("codebook", "import", "../mine.yaml", "--databank", "../fresh")
    codes, variables = len(mine["items"]), len(mine["variables"])
    assert f"{codes} codes and {variables} variables added." in ran.out
    other = run("codebook", "show", "--databank", "../fresh", "--json").told
    assert other["items"] == mine["items"]
    assert other["variables"] == mine["variables"]
    again = run("codebook", "import", "../mine.yaml", "--databank", "../fresh")
    assert again.out == "The codebook says all of that already; nothing was changed.\n"


def test_an_export_writes_over_nothing_unless_told(run: Run, folder: Path) -> None:
    """A file that is there stays as it is."""
    file = folder.parent / "mine.yaml"
    file.write_text("precious", "utf-8")
    assert run("codebook", "export", file).status == 1
    assert file.read_text("utf-8") == "precious"
    assert run("codebook", "export", file, "--overwrite").status == 0
    assert "boredom" in file.read_text("utf-8")


def test_a_codebook_that_cannot_stand_changes_nothing(run: Run, folder: Path) -> None:
    """All that is wrong is listed by line, with status 1."""
    file = folder.parent / "wrong.yaml"
    file.write_text("title: Wrong\ncodes:\n  - label: No name\n  - colour: 7\n", "utf-8")
    before = run("codebook", "show", "--json").told
    ran = run("codebook", "import", file)
    assert ran.status == 1
    assert "line" in ran.err
    assert run("codebook", "show", "--json").told == before
    assert "reasons-for-leaving" in run("codebook", "import", "no-such-starter").err


def test_the_tree_is_indented(run: Run) -> None:
    """A code stands two spaces further in than the one above it; --long tells what it means."""
    out = run("codebook", "show").out
    assert "\n      boredom " in out
    assert len(run("codebook", "show", "--long").out) > 3 * len(out)


def test_passages_are_coded_by_place_and_by_words(run: Run) -> None:
    """Both ways of naming a passage make one revision, about the source's only case."""
    content = run("show", "interview.txt", "--json").told["content"]
    start = content.index("the beatings")
    ran = run(
        "code", "interview.txt", f"{start}:{start + 12}", "hardship", "--quote", "I was  bored",
        "--json",
    )  # fmt: skip
    assert [content[c["start"] : c["end"]] for c in ran.told["items"]] == [
        "the beatings",
        "I was bored",
    ]
    assert {c["case"] for c in ran.told["items"]} == {"P-1"}
    assert (
        run("history", "--limit", "1", "--json").told["items"][0]["revision"]
        == ran.told["revision"]
    )


def test_an_ambiguous_quotation_codes_nothing(run: Run) -> None:
    """Words that stand twice are refused with both places."""
    before = run("history", "--json").told
    ran = run("code", "ritorni.txt", "--quote", "I disertori", "hardship")
    assert ran.status == 1
    assert "0:11, 126:137" in ran.err
    assert run("history", "--json").told == before


def test_a_coding_that_stands_is_not_made_twice(run: Run) -> None:
    """Said again, it is counted as standing, and there is no empty revision."""
    before = run("history", "--json").told["revision"]
    ran = run("code", "ritorni.txt", "126:153", "boredom")
    assert ran.status == 0
    assert "Nothing new was coded." in ran.out
    assert "1 passage had this code from you already." in ran.out
    assert run("history", "--json").told["revision"] == before


def test_a_coding_about_nobody_says_so(run: Run) -> None:
    """Where the source tells of no one case, the person is told how to say of whom."""
    ran = run("code", "winter.txt", "0:3", "boredom")
    assert "1 coding without a case" in ran.out
    ran = run("code", "winter.txt", "4:10", "boredom", "--case", "P-2")
    assert "without a case" not in ran.out


def test_cases_are_made_linked_and_listed(run: Run) -> None:
    """A case gets the next number, or the pseudonym given; links are counted."""
    assert run("case", "new").out == "Made case P-003.\n"
    assert run("case", "new", "Oak", "--source", "winter.txt").out == (
        "Made case Oak, linked to 1 source.\n"
    )
    assert run("link", "oak", "interview.txt", "winter.txt").out == "2 sources told of Oak.\n"
    found = {c["pseudonym"]: c["sources"] for c in run("cases", "--json").told["items"]}
    assert found == {"P-1": 1, "P-2": 1, "P-003": 0, "Oak": 2}
    assert run("case", "new", "oak").status == 1


def test_a_value_rests_on_its_passages(run: Run) -> None:
    """Evidence given on the command line is found again on the case sheet, as a place to show."""
    ran = run(
        "case", "set", "P-1", "age-at-joining", "20..25", "--evidence", "interview.txt:0:11",
        "--evidence", "winter.txt:0:3", "--note", "a guess", "--json",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    sheet = run("case", "show", "P-1", "--json").told
    (value,) = [v for v in sheet["values"] if v["about"] == "age-at-joining"]
    assert [(p["start"], p["end"]) for p in value["evidence"]] == [(0, 11), (0, 3)]
    assert value["note"] == "a guess"
    source = value["evidence"][0]["source"]
    assert run("show", source, "0:11", "--plain").out == "INTERVIEWER\n"
    out = run("case", "show", "P-1").out
    assert f"    {source[:10]}:0:11\n" in out
    assert "note: a guess" in out


def test_unknown_is_not_no(run: Run) -> None:
    """The five statuses are kept apart, and a value goes with only two of them."""
    run("case", "set", "P-1", "boredom", "no")
    run("case", "set", "P-2", "boredom", "unknown")
    run("case", "set", "P-1", "joined", "--status", "withheld")
    run("case", "set", "P-2", "joined", "2013/2014", "--status", "contradicted")
    run("case", "set", "P-2", "left", "--status", "not stated", "--missing", "not asked")
    kept = {
        (case, v["about"]): (v["status"], v["told"], v["missing"])
        for case in ("P-1", "P-2")
        for v in run("case", "show", case, "--json").told["values"]
    }
    assert kept["P-1", "boredom"] == ("stated as absent", None, None)
    assert kept["P-2", "boredom"] == ("not stated", None, None)
    assert kept["P-1", "joined"] == ("withheld", None, None)
    assert kept["P-2", "joined"] == ("contradicted", "2013/2014", None)
    assert kept["P-2", "left"] == ("not stated", None, "not asked")
    assert run("case", "set", "P-1", "joined").status == 1
    assert run("case", "set", "P-1", "left", "2015", "--status", "withheld").status == 1


def test_a_second_value_replaces_or_stands_beside(run: Run) -> None:
    """One's own value gives way to the next, unless both shall stand."""
    run("case", "set", "P-2", "sex", "male")
    run("case", "set", "P-2", "sex", "female", "--beside")
    told = [v["told"] for v in run("case", "show", "P-2", "--json").told["values"]]
    assert sorted(told) == ["female", "male"]
    run("case", "set", "P-2", "sex", "another")
    told = [v["told"] for v in run("case", "show", "P-2", "--json").told["values"]]
    assert told == ["another"]


def test_a_case_opens_to_the_words_it_rests_on(run: Run) -> None:
    """--open prints under each place the words that stand there."""
    (value,) = run("case", "show", "P-1", "--open", "--json").told["values"]
    assert [p["quotation"] for p in value["evidence"]] == ["spring"]
    assert "spring" in run("case", "show", "P-1", "--open").out.splitlines()
    assert "spring" not in run("case", "show", "P-1").out
