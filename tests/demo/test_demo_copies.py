"""Agency stories and their copies: what truly shares text, and what only seems to."""

from __future__ import annotations

from collections import Counter

from relata.demo import Story, StorySource
from relata.demo.prose import LANGUAGES, bank


def _by_name(told: Story) -> dict[str, StorySource]:
    return {source.filename: source for source in told.sources}


def _paragraphs(source: StorySource) -> list[str]:
    plain = source.text.replace("’", "'").replace("“", '"').replace("”", '"')
    return plain.split("\n\n")


def test_three_stories_were_reprinted_by_three_to_six_papers(departures: Story) -> None:
    """Each agency story has its copies, and the truth names their origin."""
    of = Counter(source.copy_of for source in departures.sources if source.copy_of)

    assert len(of) == 3
    assert all(3 <= n <= 6 for n in of.values())
    assert {source.how for source in departures.sources if source.copy_of} == {
        "whole",
        "credited",
        "trimmed",
        "embedded",
        "translated",
    }
    assert set(departures.truth["copies"]) == {s.filename for s in departures.sources if s.copy_of}


def test_copies_share_the_text_of_their_origin(departures: Story) -> None:
    """Whole ones hold all of it, trimmed ones its beginning, embedded ones own words too."""
    sources = _by_name(departures)
    for copy in departures.sources:
        if not copy.copy_of or copy.how == "translated":
            continue
        origin, here = _paragraphs(sources[copy.copy_of]), _paragraphs(copy)
        shared = [p for p in origin if p in here]
        if copy.how in ("whole", "credited"):
            assert shared == origin
        elif copy.how == "trimmed":
            assert here == origin[: len(here)]
            assert len(here) < len(origin)
        else:
            assert len(shared) >= 3
            assert here[0] not in origin


def test_translations_share_figures_but_no_text(departures: Story) -> None:
    """A translation is in another language and counts as the original does."""
    sources = _by_name(departures)
    translated = [s for s in departures.sources if s.how == "translated"]

    for copy in translated:
        origin = sources[str(copy.copy_of)]
        assert copy.language != origin.language
        assert not set(_paragraphs(copy)) & set(_paragraphs(origin))
        assert {(f.low, f.high) for f in copy.figures} <= {(f.low, f.high) for f in origin.figures}
        assert [p.code for p in copy.passages] == [p.code for p in origin.passages]
    assert len(translated) == 4


def test_no_two_interviews_share_a_paragraph(departures: Story) -> None:
    """Answers of more than a dozen words are nobody else's."""
    seen: dict[str, str] = {}
    askers = {
        label.split("|")[0]
        for language in LANGUAGES
        for label in bank("interviews", language)["labels"]
    }
    for source in departures.sources:
        if source.kind == "interview":
            for paragraph in source.text.split("\n\n"):
                speaker, _, answer = paragraph.partition(": ")
                if len(answer.split()) > 12 and speaker not in askers:
                    assert answer not in seen, (seen[answer], source.filename)
                    seen[answer] = source.filename
    assert len(seen) > 200


def test_what_other_reports_share_is_background_and_said_so(departures: Story) -> None:
    """Reports that are no copies share background paragraphs, which the truth lists."""
    known = {name for names in departures.truth["background"].values() for name in names}
    where: dict[str, list[StorySource]] = {}
    for source in departures.sources:
        if source.kind == "news" and not source.copy_of:
            for paragraph in source.text.split("\n\n"):
                where.setdefault(paragraph, []).append(source)

    shared = [found for found in where.values() if len(found) > 1]
    assert shared
    assert all(source.filename in known for found in shared for source in found)
    for source in departures.sources:
        mine = [p for p in source.text.split("\n\n") if len(where.get(p, ())) > 1]
        assert len(mine) <= 2 or source.copy_of
