"""Sources on the command line: taken in, listed, shown, searched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_batch_goes_on_and_lists_what_was_left_out(run: Run, folder: Path) -> None:
    """Good files come in, bad ones are named with the reason on standard error; status 0."""
    incoming = folder.parent / "incoming"
    incoming.mkdir()
    (incoming / "good.txt").write_text("The ferry left at dawn with eleven people.", "utf-8")
    (incoming / "empty.txt").touch()
    (incoming / "noise.bin").write_bytes(bytes(range(256)) * 8)
    ran = run("add", incoming, incoming / "missing.txt", "../interview.txt")

    assert ran.status == 0
    assert "1 source came in, 1 was here already, 3 left out." in ran.out
    assert "good.txt" in ran.out
    assert len(ran.err.splitlines()) == 3
    for name in ("empty.txt", "noise.bin", "missing.txt"):
        assert f"{name}: " in ran.err
    assert {s["title"] for s in run("sources", "--json").told["items"]} >= {"good"}


def test_nothing_in_and_something_left_out_is_a_refusal(run: Run, folder: Path) -> None:
    """A script learns by status 1 that none of its files came in."""
    (folder.parent / "empty.txt").touch()
    before = run("cases", "--json").told["revision"]
    ran = run("add", "../empty.txt", "--json")
    assert ran.status == 1
    assert ran.told["items"] == []
    assert [r["name"].rsplit("/", 1)[-1] for r in ran.told["refused"]] == ["empty.txt"]
    assert run("cases", "--json").told["revision"] == before


def test_the_same_bytes_are_one_source(run: Run) -> None:
    """Adding what is here already is no fault, and is said."""
    ran = run("add", "../interview.txt", "../winter.txt")
    assert ran.status == 0
    assert ran.out == "0 sources came in, 2 were here already.\n"


def test_kind_and_language_can_be_told(run: Run, folder: Path) -> None:
    """What the person says goes before what is guessed."""
    (folder.parent / "note.txt").write_text("Sono tornati in dieci, disse il prefetto.", "utf-8")
    run("add", "../note.txt", "--kind", "court note", "--language", "de")
    (found,) = run("sources", "--kind", "court note", "--json").told["items"]
    assert (found["title"], found["language"]) == ("note", "de")


def test_sources_are_listed_with_ids_that_can_be_typed(run: Run) -> None:
    """The letters shown in the table name the source everywhere."""
    lines = run("sources").out.splitlines()
    assert lines[0].split() == ["source", "date", "language", "kind", "characters", "title"]
    assert len(lines) == 4
    for line in lines[1:]:
        assert run("show", line.split()[0]).status == 0


def test_sources_can_be_filtered(run: Run) -> None:
    """By language, kind and date; a filter that nothing passes says so."""
    titles = [s["title"] for s in run("sources", "--language", "it", "--json").told["items"]]
    assert titles == ["ritorni"]
    assert run("sources", "--kind", "news").out == "No source passes these filters.\n"
    assert run("sources", "--since", "2099").status == 0


def test_an_empty_databank_says_what_to_do(run: Run) -> None:
    """A newcomer is told the next command instead of nothing."""
    run("init", "../fresh", "--no-recovery-key")
    assert "relata add" in run("sources", "--databank", "../fresh").out
    assert "relata case new" in run("cases", "--databank", "../fresh").out
    assert "relata codebook import" in run("codebook", "show", "--databank", "../fresh").out


def test_a_source_is_shown_with_what_it_is(run: Run) -> None:
    """Title, kind, language, origin, then the whole text."""
    text = Path("../interview.txt").read_text("utf-8")
    out = run("show", "interview.txt").out
    head, _, body = out.partition("\n\n")
    assert head.startswith("interview\n")
    assert ", en, " in head
    assert body.strip() == text.strip()
    assert run("show", "interview.txt", "--plain").out.strip() == text.strip()


def test_the_text_is_printed_as_it_is_kept(run: Run) -> None:
    """--plain and JSON give the characters offsets count in, no more and no less."""
    told = run("show", "winter.txt", "--json").told
    assert len(told["content"]) == told["characters"]
    assert run("show", "winter.txt", "--plain").out.rstrip("\n") == told["content"].rstrip("\n")


def test_the_original_comes_back_byte_for_byte(run: Run, folder: Path) -> None:
    """The bytes as obtained, to a new file or to standard output; no file is written over."""
    wanted = (folder.parent / "winter.txt").read_bytes()
    ran = run("show", "winter.txt", "--original", "../copy.txt")
    assert (ran.status, ran.out) == (0, "")
    assert (folder.parent / "copy.txt").read_bytes() == wanted
    assert run("show", "winter.txt", "--original", "-").out.encode() == wanted
    again = run("show", "interview.txt", "--original", "../copy.txt")
    assert again.status == 1
    assert (folder.parent / "copy.txt").read_bytes() == wanted


def test_paragraphs_are_shown_with_their_offsets(run: Run) -> None:
    """The START:END above a paragraph is the place of exactly that paragraph."""
    told = run("show", "interview.txt", "--json").told
    out = run("show", "interview.txt", "--paragraphs").out
    for paragraph in told["paragraphs"]:
        start, end = paragraph["start"], paragraph["end"]
        words = told["content"][start:end]
        assert f"[{start}:{end}]" in out
        assert words in out
        shown = run("show", "interview.txt", f"{start}:{end}", "--plain").out
        assert shown == words + "\n"


def test_codings_stand_in_the_margin(run: Run) -> None:
    """Under the paragraph each begins in: place, code, coder, case, and its words."""
    out = run("show", "interview.txt", "--codings").out
    bored = out.index("boredom (Lena, about P-1)")
    assert out.index("I was bored, and the commanders") < bored < out.index("When was that?")
    assert "  |   I was bored\n" in out
    told = run("show", "interview.txt", "--codings", "--json").told
    assert [c["code"] for c in told["codings"]] == ["boredom", "corrupt-leaders"]
    first = told["codings"][0]
    assert told["content"][first["start"] : first["end"]] == "I was bored"


def test_a_search_finds_inflections_and_marks_them(run: Run) -> None:
    """The singular finds the plural; the words found stand between stars."""
    ran = run("search", "disertore")
    assert ran.out.startswith("2 passages in 1 source.\n")
    assert "I **disertori** sono tornati" in ran.out
    told = run("search", "disertore", "--json").told
    assert (told["passages"], told["sources"]) == (2, 1)
    for item in told["items"]:
        for mark in item["marks"]:
            begin, end = mark["start"] - item["start"], mark["end"] - item["start"]
            assert item["content"][begin:end] == "disertori"


def test_a_search_is_paged(run: Run) -> None:
    """--limit and --skip go through all hits once, and a person is told how to go on."""
    first = run("search", "disertore", "--limit", "1")
    assert "1 more: --skip 1." in first.out
    pages = [
        run("search", "disertore", "--limit", "1", "--skip", at, "--json").told for at in (0, 1, 2)
    ]
    assert [item["start"] for page in pages for item in page["items"]] == [0, 126]
    assert run("search", "nothingofthekind").out == "Nothing found.\n"


def test_words_may_be_given_apart(run: Run) -> None:
    """Several words are one search, filters apply, a phrase stays one."""
    assert run("search", "commanders", "bread", "--json").told["words"] == "commanders bread"
    assert run("search", "disertore", "--language", "en").out == "Nothing found.\n"
    assert run("search", '"kept the bread"', "--json").told["passages"] == 1
    assert run("search", '"bread the kept"', "--json").told["passages"] == 0
    assert run("search", "المنشقين", "--json").told["passages"] == 1


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        ("match", ["disertori", "disertori"]),
        ("sentence", [
            "I disertori sono tornati a casa dopo la guerra.",
            "I disertori parlavano poco.",
        ]),
        ("paragraph", [
            "I disertori sono tornati a casa dopo la guerra. Nessuno li ha fermati.",
            "I disertori parlavano poco.",
        ]),
    ],
)  # fmt: skip
def test_all_hits_are_coded_in_one_revision(run: Run, extent: str, words: list[str]) -> None:
    """What becomes the passage can be chosen; one undo takes all of it back."""
    ran = run("search", "disertore", "--code", "hardship", "--extent", extent, "--json")
    content = run("show", "ritorni.txt", "--json").told["content"]
    assert [content[c["start"] : c["end"]] for c in ran.told["items"]] == words
    assert {c["case"] for c in ran.told["items"]} == {"P-2"}
    assert run("undo", "--json").told["undoes"] == ran.told["revision"]
    codings = run("show", "ritorni.txt", "--codings", "--json").told["codings"]
    assert [c["code"] for c in codings] == ["boredom"]
