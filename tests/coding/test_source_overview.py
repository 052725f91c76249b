"""The list of sources: one line each, with what was done in it and by whom."""

from __future__ import annotations

import time

import pytest
from support.banks import STORY, intake, put, put_all

import relata
from relata.archive import Description, find_source, mark_passages
from relata.coding.overview import NoSuchStand, SourceLine
from relata.coding.tables import coding
from relata.team import NotAllowed
from relata.team.users import NoSuchUser
from relata.text.spans import Span


@pytest.fixture
def team(study: relata.Databank) -> relata.Databank:
    """The study with a coder beside Lena; each has coded, and a third source lies untouched."""
    put(study, "Le garde partit.", title="third", language="fr", kind="news", date="2015-06")
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    study.coding.code("first", (4, 9), (10, 14), code="brutality")
    omar.coding.code("first", (4, 9), code="hardship")
    omar.coding.look("second", "done")
    study.memos.write("on it", source="first")
    study.memos.change(study.memos.write("in it", source="first", start=0, end=3).id, "within")
    return study


def titles(lines: list[SourceLine]) -> list[str]:
    return [line.title for line in lines]


def test_a_line_tells_what_was_done(team: relata.Databank) -> None:
    """Codings by coder, memos, cases and the viewer's own state stand in one line."""
    first, second, third = team.sources.overview()
    lena, omar = (line.number for line in sorted(team.team.list(), key=lambda u: u.name))
    source = team.sources.get("first")

    assert (first.id, first.number, first.title) == (source.id, source.number, "first")
    assert (first.characters, first.media_type) == (len(STORY), "text/plain")
    assert first.obtained == source.obtained
    assert (first.codings, dict(first.coders), first.own) == (3, {lena: 2, omar: 1}, 2)
    assert (first.state, first.said, first.memos) == ("begun", False, 2)
    assert (first.cases, first.case_count) == (("P-001",), 1)
    assert (second.state, second.codings, second.cases) == (None, 0, ())
    assert (third.language, third.kind, third.date) == ("fr", "news", "2015-06")
    assert first.hits is None

    (mine,) = [ln for ln in team.seated("Omar").sources.overview() if ln.title == "second"]
    assert (mine.state, mine.said, mine.nothing_here) == ("done", True, True)


def test_many_cases_are_counted_and_three_are_named(team: relata.Databank) -> None:
    """A report of fifty people does not fill the list with their names."""
    for _ in range(4):
        team.cases.new(sources=["third"])
    line = team.sources.overview()[2]
    assert (line.cases, line.case_count) == (("P-002", "P-003", "P-004"), 4)


def test_the_list_is_narrowed(team: relata.Databank) -> None:
    """By language, kind, dates, and by how far somebody is."""
    overview = team.sources.overview
    assert titles(overview(language="fr")) == titles(overview(kind="news")) == ["third"]
    assert titles(overview(since="2015", until="2015")) == ["third"]
    assert titles(overview(until="2014")) == []
    assert titles(overview(state="begun")) == ["first"]
    assert titles(overview(state="not looked at")) == ["second", "third"]
    assert titles(overview(state="done")) == []
    assert titles(overview(coder="Omar")) == ["first", "second"]
    assert titles(overview(coder="Omar", state="nothing here")) == ["second"]
    assert titles(overview(coder="Omar", state="not looked at")) == ["third"]
    with pytest.raises(NoSuchStand):
        overview(state="finished")
    with pytest.raises(NoSuchUser):
        overview(coder="Nobody")


def test_a_search_puts_the_best_first(team: relata.Databank) -> None:
    """Sources are ordered by how many paragraphs answer; filters hold beside the words."""
    put(team, "A guard.\n\nThe guards.\n\nNobody.", title="fourth")

    found = team.sources.overview(words="guard")
    assert [(line.title, line.hits) for line in found] == [("fourth", 2), ("first", 1)]
    assert found[1].hits == len(team.search("guard").hits) - 2
    assert titles(team.sources.overview(words="guard", state="begun")) == ["first"]
    assert titles(team.sources.overview(words="guard AND friends")) == ["first"]
    assert team.sources.overview(words="zeppelin") == []
    assert titles(team.sources.overview(words="  ")) == ["first", "second", "third", "fourth"]


def test_the_list_is_as_it_was_at_a_revision(team: relata.Databank) -> None:
    """As of an earlier revision the list counts what stood then."""
    then = team.revision
    team.coding.code("third", (0, 8), code="brutality")
    assert [line.codings for line in team.sources.overview()] == [3, 0, 1]
    assert [line.codings for line in team.as_of(then).sources.overview()] == [3, 0, 0]


def test_a_reader_has_no_list_of_sources(team: relata.Databank) -> None:
    """Titles are what a source says; a reader reads none."""
    team.team.add("Rosa", "reader")
    with pytest.raises(NotAllowed):
        team.seated("Rosa").sources.overview()


def test_the_list_counts_what_is_counted_one_by_one(study: relata.Databank) -> None:
    """Three hundred sources tell at once what each tells alone, and without being slow."""
    described = Description("report", None, None, None, None, "en", "document")
    ids = put_all(study, [intake(study, f"{STORY} {n}", description=described) for n in range(300)])
    desk = study._desk
    with desk.writing("codings.write", "test") as (writing, sight):
        for at, id in enumerate(ids):
            of = find_source(sight, id)
            places = mark_passages(desk.store, writing, of, [Span(n, n + 5) for n in range(at % 7)])
            row = {"source": of.number, "code": 2, "coder": desk.viewer.number, "case": None}
            writing.add(coding, [{**row, "passage": place} for place in places])
    study.sources.overview()

    began = time.perf_counter()
    lines = study.sources.overview()
    took = time.perf_counter() - began

    assert [line.codings for line in lines[2:]] == [at % 7 for at in range(300)]
    for line in lines[::60]:
        assert line.codings == len(study.coding.list(source=line.id))
    assert took < 0.5
