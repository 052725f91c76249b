"""Rights: one table, held against every public method of the databank for every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.banks import CODEBOOK, put, revision_names

import relata
from relata import databank
from relata.store.keys import Cost
from relata.team import ACTS, RIGHTS, ROLES, Deactivated, NotAllowed, may
from relata.team.history import NothingToUndo

PASSPHRASE = "correct horse battery"
QUICK = Cost(1024, 1, 1)
WORD = "zqxwyvern"
PEOPLE = {"reader": "Rosa", "coder": "Omar", "lead": "Ines", "guardian": "Lena"}

Call = Callable[[relata.Databank, Path], Any]
FREE = None
"""Open to everybody who has opened the databank."""

CALLS: dict[str, tuple[str | None, Call]] = {
    "Databank.folder": (FREE, lambda b, _: b.folder),
    "Databank.viewer": (FREE, lambda b, _: b.viewer),
    "Databank.revision": (FREE, lambda b, _: b.revision),
    "Databank.as_of": (FREE, lambda b, _: b.as_of(b.revision)),
    "Databank.seated": (FREE, lambda b, _: b.seated("Rosa")),
    "Databank.close": (FREE, lambda b, _: None),
    "Databank.search": ("search", lambda b, _: b.search(WORD)),
    "Databank.history": ("history.read", lambda b, _: b.history()),
    "Databank.undo": ("undo.own", lambda b, _: b.undo()),
    "Databank.would_undo": ("undo.own", lambda b, _: b.would_undo(revision_names(b)[2])),
    "Databank.verify": ("verify", lambda b, _: b.verify()),
    "Databank.backup": ("backup", lambda b, p: b.backup(p / f"{b.viewer.role}.relata")),
    "Sources.add": ("sources.add", lambda b, p: b.sources.add(new_file(b, p))),
    "Sources.list": ("sources.read", lambda b, _: b.sources.list()),
    "Sources.get": ("sources.read", lambda b, _: b.sources.get(f"title {WORD}")),
    "Sources.text": ("sources.read", lambda b, _: b.sources.text(f"title {WORD}")),
    "Sources.original": ("sources.read", lambda b, _: b.sources.original(f"title {WORD}")),
    "Sources.quote": ("sources.read", lambda b, _: b.sources.quote(f"title {WORD}", 0, 9)),
    "Sources.describe": ("sources.add", lambda b, _: b.sources.describe("extra", kind="news")),
    "Sources.reread": ("sources.reread", lambda b, _: b.sources.reread(f"title {WORD}")),
    "Sources.erase": ("erase", lambda b, _: b.sources.erase("to erase")),
    "Codebook.load": ("codebook.write", lambda b, _: b.codebook.load(CODEBOOK)),
    "Codebook.show": ("codebook.read", lambda b, _: b.codebook.show()),
    "Codebook.codes": ("codebook.read", lambda b, _: b.codebook.codes()),
    "Codebook.variables": ("codebook.read", lambda b, _: b.codebook.variables()),
    "Cases.new": ("cases.write", lambda b, _: b.cases.new()),
    "Cases.list": ("cases.read", lambda b, _: b.cases.list()),
    "Cases.sheet": ("cases.read", lambda b, _: b.cases.sheet("P-001")),
    "Cases.set": ("cases.write", lambda b, _: b.cases.set("P-001", "age", "31")),
    "Cases.link": ("cases.write", lambda b, _: b.cases.link("P-001", "extra")),
    "Cases.unlink": ("cases.write", lambda b, _: b.cases.unlink("P-001", "extra")),
    "Cases.erase": ("erase", lambda b, _: b.cases.erase("P-002")),
    "Codings.code": (
        "codings.write",
        lambda b, _: b.coding.code(f"title {WORD}", (4, 9), code="brutality"),
    ),
    "Codings.code_hits": ("codings.write", lambda b, _: b.coding.code_hits(WORD, "hardship")),
    "Codings.list": ("codings.read", lambda b, _: b.coding.list()),
    "Codings.quotation": ("sources.read", lambda b, _: b.coding.quotation(a_coding(b))),
    "Codings.remove": ("codings.write", lambda b, _: b.coding.remove()),
    "Findings.motives": ("findings.read", lambda b, _: whole(b.findings.motives())),
    "Findings.cross": ("findings.read", lambda b, _: whole(b.findings.cross("age", "role"))),
    "Findings.codes": ("findings.read", lambda b, _: whole(b.findings.codes("brutality"))),
    "Team.list": ("team.read", lambda b, _: b.team.list()),
    "Team.add": ("team.write", lambda b, _: b.team.add(f"New {b.viewer.role}", "coder")),
    "Team.change": ("team.write", lambda b, _: b.team.change("Zoe", active=True)),
    "Team.change_passphrase": (FREE, lambda b, _: b.team.change_passphrase(PASSPHRASE, cost=QUICK)),
    "Team.new_recovery_key": (FREE, lambda b, _: b.team.new_recovery_key(cost=QUICK)),
}


def whole(found: Any) -> list[Any]:
    """Everything a finding shows of itself."""
    return [found, found.to_text(), found.to_dict(), found.records()]


def new_file(bank: relata.Databank, folder: Path) -> Path:
    path = folder / f"{bank.viewer.role}.txt"
    path.write_text(f"A report that the {bank.viewer.role} obtained in the city.")
    return path


def a_coding(bank: relata.Databank) -> Any:
    return CODINGS[bank.folder]


CODINGS: dict[Path, Any] = {}


@pytest.fixture
def peopled(bank: relata.Databank) -> relata.Databank:
    """A databank with one person of each role, the word in everything a source tells."""
    bank.codebook.load(CODEBOOK)
    put(
        bank,
        f"He said {WORD} at night.\n\nThen he left.",
        title=f"title {WORD}",
        author=f"author {WORD}",
        publisher=f"publisher {WORD}",
        origin=f"{WORD}.txt",
        notes=[f"note {WORD}"],
        reason=f"reason {WORD}",
    )
    put(bank, "Another report, to erase.", title="to erase")
    put(bank, "A third report, of another city.", title="extra")
    bank.cases.new(sources=[f"title {WORD}"])
    bank.cases.new(sources=["to erase"])
    bank.cases.set("P-001", "age", "31", evidence=[(f"title {WORD}", 0, 9)], note=f"note {WORD}")
    CODINGS[bank.folder] = bank.coding.code(f"title {WORD}", (8, 17), code="brutality").codings[0]
    bank.team.add("Zoe", "coder")
    for role, name in PEOPLE.items():
        if role != "guardian":
            bank.team.add(name, role)
    return bank


def public() -> Iterator[str]:
    """Every public method and property of the databank and its rooms."""
    rooms: list[type] = [databank.Databank, *databank.Room.__subclasses__()]
    for room in rooms:
        for name in vars(room):
            if not name.startswith("_"):
                yield f"{room.__name__}.{name}"


def test_every_public_method_is_in_this_table() -> None:
    """A method that no one says who may call fails here."""
    assert set(public()) == set(CALLS)


def test_every_right_is_described_and_used() -> None:
    """The table of rights names nothing that is not said in words."""
    assert set(ACTS) == set(RIGHTS)
    used = {act for act, _ in CALLS.values() if act}
    assert set(RIGHTS) - used <= {"undo.any"}
    for act, roles in RIGHTS.items():
        assert roles <= set(ROLES)
        assert "guardian" in roles, act


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_no_more(
    peopled: relata.Databank, tmp_path: Path, role: str
) -> None:
    """Allowed calls are carried out; every other is refused and changes nothing."""
    bank = peopled.seated(PEOPLE[role])
    assert bank.viewer.role == role
    for name, (act, call) in CALLS.items():
        before = revision_names(peopled)
        slots = sorted(p.name for p in (bank.folder / "keys").iterdir())
        if act is None or bank.viewer.role in RIGHTS[act]:
            try:
                call(bank, tmp_path)
            except NotAllowed as fault:
                pytest.fail(f"{role} may {name}, and was refused: {fault}")
            except NothingToUndo:
                continue  # A person without acts of their own has none to undo.
        else:
            with pytest.raises(NotAllowed) as refused:
                call(bank, tmp_path)
            assert refused.value.act == act
            assert WORD not in str(refused.value)
            assert revision_names(peopled) == before
            assert sorted(p.name for p in (bank.folder / "keys").iterdir()) == slots
            assert not (tmp_path / f"{role}.relata").exists() or act != "backup"


def test_a_reader_sees_no_word_of_a_source(peopled: relata.Databank, tmp_path: Path) -> None:
    """Texts, titles, names of files, notes and quotations reach a reader through nothing."""
    reader = peopled.seated("Rosa")
    looked = 0
    for act, call in CALLS.values():
        if act is not None and not may("reader", act):
            continue
        told = call(reader, tmp_path)
        looked += 1
        assert WORD not in repr(told)
        assert WORD not in str(told)
    assert looked > 10
    guardian = [call(peopled, tmp_path) for act, call in CALLS.values() if act == "sources.read"]
    assert sum(WORD in repr(told) for told in guardian) >= 4


def test_an_open_desk_loses_a_right_with_the_role(peopled: relata.Databank) -> None:
    """Whoever was a coder when they came and is a reader now writes no more."""
    omar = peopled.seated("Omar")
    omar.cases.new()
    peopled.team.change("Omar", role="reader")
    with pytest.raises(NotAllowed):
        omar.cases.new()
    peopled.team.change("Omar", role="coder", active=False)
    with pytest.raises(Deactivated):
        omar.cases.new()
    with pytest.raises(Deactivated):
        peopled.seated("Omar")


def test_the_past_is_read_with_todays_rights(peopled: relata.Databank) -> None:
    """Looking back gives nobody more than looking now."""
    past = peopled.seated("Rosa").as_of(revision_names(peopled)[-1])
    for look in (past.sources.list, past.coding.list, past.history, past.verify):
        with pytest.raises(NotAllowed):
            look()
    assert len(past.cases.list()) == 2


def test_nothing_is_written_into_the_past(peopled: relata.Databank, tmp_path: Path) -> None:
    """As of a revision, every act that writes is refused."""
    past = peopled.as_of(revision_names(peopled)[-1])
    before = revision_names(peopled)
    refused = 0
    for name, (act, call) in CALLS.items():
        if act and (act.endswith((".write", ".add", ".reread", ".own")) or act == "erase"):
            if name in ("Databank.would_undo", "Codings.remove"):
                continue
            with pytest.raises(NotAllowed):
                call(past, tmp_path)
            refused += 1
    assert refused >= 12
    assert revision_names(peopled) == before
