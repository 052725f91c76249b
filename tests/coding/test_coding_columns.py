"""Columns: the codings of a source as arrays, whole or since a revision."""

from __future__ import annotations

import random

import numpy as np
import pytest
from support.banks import CODEBOOK, put
from support.codes import redefine

import relata
from relata.coding import Columns
from relata.errors import RelataError

FIELDS = ("number", "start", "length", "code", "coder", "case")


def told(found: Columns) -> list[tuple[int, ...]]:
    cells = [getattr(found, name).tolist() for name in FIELDS]
    return list(zip(*cells, strict=True))


def expected(bank: relata.Databank, source: str) -> list[tuple[int, ...]]:
    rows = [
        (
            c.number,
            c.start,
            c.end - c.start,
            c.code_number,
            c.coder_number,
            c.case_number or 0,
        )
        for c in bank.coding.list(source=source)
    ]
    return sorted(rows, key=lambda row: (row[1], row[1] + row[2], row[0]))


def latest(bank: relata.Databank) -> int:
    return bank._desk.store.latest_number()


def test_columns_say_what_the_list_says(study: relata.Databank) -> None:
    """Codings of two coders, with and without a case, by start, end and number."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    chance = random.Random(4)
    for number in range(30):
        bank = chance.choice((study, omar))
        start = chance.randrange(60)
        bank.coding.code(
            chance.choice(("first", "second")) if start < 20 else "first",
            (start, start + chance.randint(1, 9)),
            code=chance.choice(("brutality", "corruption", "hardship")),
        )
        if number == 10:
            study.cases.new("Ada", sources=["first"])
    for source in ("first", "second"):
        found = study.coding.columns(source)
        assert told(found) == expected(study, source)
        assert found.revision == latest(study)
        assert found.text == study.sources.get(source).text
        assert not len(found.elsewhere)
        assert not len(found.old)
        assert not len(found.gone)
    assert len(study.coding.columns("first")) > 15


def test_a_source_without_codings_has_empty_columns(study: relata.Databank) -> None:
    """Nothing coded is no fault: empty arrays of whole numbers."""
    found = study.coding.columns("first")
    assert told(found) == []
    assert found.number.dtype == np.int64
    with pytest.raises(RelataError):
        study.coding.columns("no such source")


def test_what_came_and_went_since_a_revision(study: relata.Databank) -> None:
    """Taking over what came and went after N gives what a fresh look gives."""
    study.coding.code("first", (0, 3), (4, 9), (10, 14), code="brutality")
    (extra,) = study.coding.code("second", (0, 3), code="brutality").codings
    before = study.coding.columns("first")
    study.coding.remove(int(before.number[1]))
    (added,) = study.coding.code("first", (0, 9), code="hardship").codings
    (short,) = study.coding.code("first", (0, 2), code="hardship").codings
    study.coding.remove(short.id, extra.id)

    since = study.coding.columns("first", before.revision)

    assert since.number.tolist() == [added.number]
    assert since.gone.tolist() == [before.number[1]], "what came and went in between is not told"
    kept = {row for row in told(before) if row[0] not in since.gone.tolist()}
    assert kept | set(told(since)) == set(told(study.coding.columns("first")))
    study.undo()
    assert not len(study.coding.columns("first", latest(study)).number)
    back = study.coding.columns("first", since.revision)
    assert back.number.tolist() == [short.number]


def test_columns_of_the_past(study: relata.Databank) -> None:
    """As of a revision, the codings that stood then."""
    study.coding.code("first", (0, 3), code="brutality")
    then = study.revision
    before = study.coding.columns("first")
    study.coding.remove(int(before.number[0]))
    study.coding.code("first", (4, 9), code="brutality")
    past = study.as_of(then).coding.columns("first")
    assert told(past) == told(before)
    assert past.revision == before.revision


def test_a_changed_definition_makes_older_codings_old(study: relata.Databank) -> None:
    """Only codings of that code, made before; another label or colour makes nothing old."""
    study.coding.code("first", (0, 3), code="brutality")
    study.coding.code("first", (0, 3), code="hardship")
    redefine(study, "brutality", label="Cruelty", colour="#aa0000", example="He hit them.")
    assert not len(study.coding.columns("first").old)
    assert study.coding.older() == []

    redefine(study, "brutality", definition="Violence that was seen.")
    study.coding.code("first", (4, 9), code="brutality")
    found = study.coding.columns("first")

    (stale,) = study.coding.older()
    assert found.number[found.old].tolist() == [stale.number]
    assert (stale.start, stale.code) == (0, "brutality")
    assert study.coding.older(code="brutality", coder="lena") == [stale]
    assert study.coding.older(code="hardship") == study.coding.older(coder="Omar") == []


def test_a_definition_taken_back_makes_its_codings_good_again(study: relata.Databank) -> None:
    """After undo the old words stand: what was coded by them is not old, what came between is."""
    study.coding.code("first", (0, 3), code="brutality")
    redefine(study, "brutality", when_not="Hearsay.")
    (between,) = study.coding.code("first", (4, 9), code="brutality").codings
    assert [c.start for c in study.coding.older()] == [0]
    (change,) = [e for e in study.history() if e.action.startswith("codebook")][:1]
    study.undo(change.revision)

    assert [c.number for c in study.coding.older()] == [between.number]
    found = study.coding.columns("first")
    assert found.number[found.old].tolist() == [between.number]


def test_passages_of_an_older_text_stand_apart(bank: relata.Databank) -> None:
    """What could not be carried to the newest text has no place in it and is named apart."""
    from relata.archive import add_text, find_source
    from relata.archive.keeping import Reading
    from relata.archive.model import Layout
    from relata.text.paragraphs import pack, paragraphs

    bank.codebook.load(CODEBOOK)
    put(bank, "The guard left.", title="report")
    (old,) = bank.coding.code("report", (4, 9), code="brutality").codings
    content = "A better reading: the guard left."
    desk = bank._desk
    with desk.writing("sources.reread", "sources.reread") as (writing, sight):
        of = find_source(sight, "report")
        add_text(
            writing,
            desk.store.naming,
            of.number,
            Reading("plain/2", content, Layout(pack(paragraphs(content)))),
        )
    (new,) = bank.coding.code("report", (18, 27), code="brutality").codings
    found = bank.coding.columns("report")
    assert found.elsewhere.tolist() == [old.number]
    assert found.number.tolist() == [new.number]
    assert found.text == bank.sources.get("report").text


def test_counts_of_codes(study: relata.Databank) -> None:
    """Codings, passages, cases and sources of each code, as they are now."""
    study.team.add("Omar", "coder")
    study.coding.code("first", (0, 3), (4, 9), code="brutality")
    study.seated("Omar").coding.code("first", (0, 3), code="brutality")
    (other,) = study.coding.code("second", (0, 3), code="brutality").codings
    number = other.code_number
    counted = study.coding.counts()
    assert set(counted) == {number}
    assert counted[number] == relata.coding.Counts(4, 3, 1, 2)
    study.coding.remove(other.id)
    assert study.coding.counts()[number] == relata.coding.Counts(3, 2, 1, 1)
