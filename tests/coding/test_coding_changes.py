"""Changes between revisions: what others did, as far as a viewer may know it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

import relata
from relata.coding import Change
from relata.coding.tables import coding
from relata.team.desk import Sight


def latest(bank: relata.Databank) -> int:
    return bank._desk.store.latest_number()


def test_a_change_names_what_it_touched(study: relata.Databank) -> None:
    """One act of coding: its number, author and action, and the source, case and code of it."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    before = latest(study)
    (made,) = omar.coding.code("first", (4, 9), code="brutality").codings
    (change,) = study.coding.changes(before)

    assert (change.number, change.action) == (before + 1, "coding.code")
    assert change.author == omar.viewer.number == made.coder_number
    assert not change.erased
    touched = change.tables["coding"]
    assert touched.sources == {made.source_number}
    assert touched.cases == {made.case_number}
    assert touched.codes == {made.code_number}
    assert set(change.tables) == {"coding"}, "a mere place is nobody's news"
    assert study.coding.changes(latest(study)) == []


def test_what_was_taken_back_is_told(study: relata.Databank) -> None:
    """A withdrawal touches what the withdrawn rows belonged to, and a move both ends."""
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings
    before = latest(study)
    study.coding.move(made.number, 4, 14)
    study.undo()
    study.cases.link("P-001", "second")
    moved, undone, linked = study.coding.changes(before)
    study.cases.unlink("P-001", "second")
    *_, unlinked = study.coding.changes(before)

    assert moved.tables["coding"].sources == undone.tables["coding"].sources == {made.source_number}
    second = study.sources.get("second").number
    assert linked.tables["link"].sources == unlinked.tables["link"].sources == {second}
    assert [c.number for c in (moved, undone, linked, unlinked)] == [
        before + at for at in (1, 2, 3, 4)
    ]
    assert study.coding.changes(before, before + 1)[0].number == before + 1
    assert len(study.coding.changes(before, before + 2)) == 2


def test_every_kind_of_act_is_told(study: relata.Databank) -> None:
    """From the first revision on, each is there, with the tables the log counts for it."""
    study.coding.code("first", (4, 9), code="brutality")
    study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])
    study.team.add("Omar", "coder")
    told = study.coding.changes(0)
    assert [c.number for c in told] == list(range(1, latest(study) + 1))
    for change, entry in zip(told, reversed(study.history(limit=None)), strict=True):
        assert set(change.tables) == set(entry.rows.get("add", {})) - {"passage"}, entry.action
        assert change.action == entry.action


def test_an_erasure_says_that_all_is_to_be_read_anew(study: relata.Databank) -> None:
    """What was erased is named nowhere; that something was, is said."""
    study.coding.code("first", (4, 9), code="brutality")
    before = latest(study)
    study.sources.erase("first")
    (change,) = study.coding.changes(before)
    assert change.erased
    assert not any(touched.sources for touched in change.tables.values())


def test_what_a_viewer_does_not_see_is_not_told(
    study: relata.Databank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where sight is narrowed to one's own codings, others' make no event, come or gone."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    study.coding.code("first", (0, 3), code="hardship")
    omar.coding.code("first", (0, 3), code="hardship")
    wide = Sight.of

    def own_codings(self: Sight, table: sa.FromClause) -> Any:
        seen = wide(self, table)
        if table is not coding:
            return seen
        return sa.and_(seen, table.c.coder.in_([self.viewer.number]))

    monkeypatch.setattr(Sight, "of", own_codings)
    monkeypatch.setattr(Sight, "scope", property(lambda self: self.viewer.number))
    before = latest(study)
    (mine,) = study.coding.code("first", (4, 9), code="brutality").codings
    (his,) = omar.coding.code("first", (4, 17), code="brutality").codings
    omar.coding.remove(his.number)
    study.coding.remove(mine.number)

    def numbers(told: list[Change]) -> list[int]:
        return [c.number for c in told if "coding" in c.tables]

    assert numbers(study.coding.changes(before)) == [before + 4]
    assert numbers(omar.coding.changes(before)) == [before + 3]
    assert before + 2 not in [c.number for c in study.coding.changes(before)]
    study.coding.code("first", (4, 9), code="corruption")
    assert numbers(study.coding.changes(before + 4)) == [before + 5]
    assert numbers(omar.coding.changes(before + 4)) == []
    for bank in (study, omar):
        found = bank.coding.columns("first")
        assert set(found.coder.tolist()) == {bank.viewer.number}
        assert not len(bank.coding.columns("first", before).gone)
        assert {c.coder_number for c in bank.coding.list()} == {bank.viewer.number}
        assert sum(counted.codings for counted in bank.coding.counts().values()) == len(found)
