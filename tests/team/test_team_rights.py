"""Rights: one table, held against every public method of the databank for every role."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from support.banks import CODEBOOK, put, revision_names

import relata
from relata import databank
from relata.sources import Unreadable
from relata.store.keys import Cost
from relata.team import ACTS, RIGHTS, ROLES, Deactivated, NotAllowed, may
from relata.team.history import NothingToUndo

PASSPHRASE = "correct horse battery"
OWN = "a horse of my own"
QUICK = Cost(1024, 1, 1)
WORD = "zqxwyvern"
PEOPLE = {"reader": "Rosa", "coder": "Omar", "lead": "Ines", "guardian": "Lena"}

Call = Callable[[relata.Databank, Path], Any]
FREE = None
"""Open to everybody who has opened the databank."""

CALLS: dict[str, tuple[str | None, Call]] = {
    "Databank.folder": (FREE, lambda b, _: b.folder),
    "Databank.viewer": (FREE, lambda b, _: b.viewer),
    "Databank.latest_number": (FREE, lambda b, _: b.latest_number()),
    "Databank.revision": (FREE, lambda b, _: b.revision),
    "Databank.as_of": (FREE, lambda b, _: b.as_of(b.revision)),
    "Databank.seated": (FREE, lambda b, _: b.seated("Rosa")),
    "Databank.seated_as": (FREE, lambda b, _: b.seated_as(b.viewer.id)),
    "Databank.close": (FREE, lambda b, _: None),
    "Databank.search": ("search", lambda b, _: b.search(WORD)),
    "Databank.history": ("history.read", lambda b, _: b.history()),
    "Databank.deeds": ("history.read", lambda b, _: b.deeds(revision_names(b)[2])),
    "Databank.rests_on": ("history.read", lambda b, _: b.rests_on(revision_names(b)[2])),
    "Databank.undo": ("undo.own", lambda b, _: b.undo()),
    "Databank.would_undo": ("undo.own", lambda b, _: b.would_undo(revision_names(b)[2])),
    "Databank.verify": ("verify", lambda b, _: b.verify()),
    "Databank.backup": ("backup", lambda b, p: b.backup(p / f"{b.viewer.role}.relata")),
    "Sources.add": ("sources.add", lambda b, p: b.sources.add(new_file(b, p))),
    "Sources.list": ("sources.read", lambda b, _: b.sources.list()),
    "Sources.overview": ("sources.read", lambda b, _: b.sources.overview()),
    "Sources.get": ("sources.read", lambda b, _: b.sources.get(f"title {WORD}")),
    "Sources.text": ("sources.read", lambda b, _: b.sources.text(f"title {WORD}")),
    "Sources.rendered": (
        "sources.read",
        lambda b, _: b.sources.rendered(f"title {WORD}", "test", lambda _, t: t.content.encode()),
    ),
    "Sources.original": ("sources.read", lambda b, _: b.sources.original(f"title {WORD}")),
    "Sources.add_bytes": (
        "sources.add",
        lambda b, _: b.sources.add_bytes("sent.txt", b"Sent by a " + b.viewer.role.encode()),
    ),
    "Sources.original_part": (
        "sources.read",
        lambda b, _: b.sources.original_part(f"title {WORD}", 0, 40),
    ),
    "Sources.safe_html": (
        "sources.read",
        lambda b, _: shown(lambda: b.sources.safe_html(f"title {WORD}", apart=False)),
    ),
    "Sources.relate": (
        "sources.add",
        lambda b, _: b.sources.relate("extra", f"title {WORD}", "translation"),
    ),
    "Sources.related": ("sources.read", lambda b, _: b.sources.related(f"title {WORD}")),
    "Sources.suggest_relations": ("sources.read", lambda b, _: b.sources.suggest_relations()),
    "Sources.aligned": ("sources.read", lambda b, _: b.sources.aligned("extra", f"title {WORD}")),
    "Sources.align": (
        "sources.add",
        lambda b, _: b.sources.align("extra", f"title {WORD}", [(0, 0)]),
    ),
    "Sources.unrelate": (
        "sources.add",
        lambda b, _: b.sources.unrelate("extra", f"title {WORD}"),
    ),
    "Sources.quote": ("sources.read", lambda b, _: b.sources.quote(f"title {WORD}", 0, 9)),
    "Sources.quotes": (
        "sources.read",
        lambda b, _: b.sources.quotes([(b.sources.get(f"title {WORD}").id, 0, 17)]),
    ),
    "Sources.describe": ("sources.add", lambda b, _: b.sources.describe("extra", kind="news")),
    "Sources.reread": ("sources.reread", lambda b, _: b.sources.reread(f"title {WORD}")),
    "Sources.erase": ("erase", lambda b, _: b.sources.erase("to erase")),
    "Codebook.load": ("codebook.write", lambda b, _: b.codebook.load(CODEBOOK)),
    "Codebook.show": ("codebook.read", lambda b, _: b.codebook.show()),
    "Codebook.codes": ("codebook.read", lambda b, _: b.codebook.codes()),
    "Codebook.variables": ("codebook.read", lambda b, _: b.codebook.variables()),
    "Codebook.versions": ("history.read", lambda b, _: b.codebook.versions("brutality")),
    "Codebook.successions": ("codebook.read", lambda b, _: b.codebook.successions()),
    "Codebook.add": ("codebook.write", lambda b, _: b.codebook.add(f"new {b.viewer.role}")),
    "Codebook.change": (
        "codebook.write",
        lambda b, _: b.codebook.change("hardship", definition=f"For a {b.viewer.role}."),
    ),
    "Codebook.move": ("codebook.write", lambda b, _: b.codebook.move("hardship", under=None)),
    "Codebook.retire": ("codebook.write", lambda b, _: b.codebook.retire(a_code(b))),
    "Codebook.would_merge": (
        "codings.read",
        lambda b, _: b.codebook.would_merge("corruption", "hardship"),
    ),
    "Codebook.merge": ("codebook.write", lambda b, _: b.codebook.merge(a_code(b), "hardship")),
    "Codebook.split": (
        "codebook.write",
        lambda b, _: b.codebook.split(a_code(b), [f"part of a {b.viewer.role}"]),
    ),
    "Codebook.to_reassign": ("codings.read", lambda b, _: b.codebook.to_reassign("brutality")),
    "Codebook.reassign": ("codings.write", lambda b, _: b.codebook.reassign([], "brutality")),
    "Codebook.in_vivo": ("codebook.in vivo", lambda b, _: b.codebook.in_vivo("extra", 2, 7)),
    "Codebook.add_variable": (
        "codebook.write",
        lambda b, _: b.codebook.add_variable(f"new {b.viewer.role}"),
    ),
    "Codebook.change_variable": (
        "codebook.write",
        lambda b, _: b.codebook.change_variable("age", definition=f"For a {b.viewer.role}."),
    ),
    "Codebook.move_variable": ("codebook.write", lambda b, _: b.codebook.move_variable("age")),
    "Codebook.retire_variable": (
        "codebook.write",
        lambda b, _: b.codebook.retire_variable(a_variable(b)),
    ),
    "Cases.new": ("cases.write", lambda b, _: b.cases.new()),
    "Cases.list": ("cases.read", lambda b, _: b.cases.list()),
    "Cases.overview": ("cases.read", lambda b, _: b.cases.overview()),
    "Cases.open_codings": ("codings.read", lambda b, _: b.cases.open_codings()),
    "Cases.competing": ("cases.read", lambda b, _: b.cases.competing("P-001")),
    "Cases.sheet": ("cases.read", lambda b, _: b.cases.sheet("P-001")),
    "Cases.set": ("cases.write", lambda b, _: b.cases.set("P-001", "age", "31")),
    "Cases.understand": ("codebook.read", lambda b, _: b.cases.understand("age", "31")),
    "Cases.rest": ("cases.write", lambda b, _: b.cases.rest(a_value(b), "extra", 0, 7)),
    "Cases.unrest": ("cases.write", lambda b, _: b.cases.unrest(a_value(b), "extra", 0, 7)),
    "Cases.take_back": ("cases.write", lambda b, _: b.cases.take_back(a_value(b))),
    "Cases.judgements": ("history.read", lambda b, _: b.cases.judgements("P-001", "age")),
    "Cases.link": ("cases.write", lambda b, _: b.cases.link("P-001", "extra")),
    "Cases.unlink": ("cases.write", lambda b, _: b.cases.unlink("P-001", "extra")),
    "Cases.erase": ("erase", lambda b, _: b.cases.erase("P-002")),
    "Codings.code": (
        "codings.write",
        lambda b, _: b.coding.code(f"title {WORD}", (4, 9), code="brutality"),
    ),
    "Codings.code_hits": ("codings.write", lambda b, _: b.coding.code_hits(WORD, "hardship")),
    "Codings.count_hits": ("search", lambda b, _: b.coding.count_hits(WORD)),
    "Codings.list": ("codings.read", lambda b, _: b.coding.list()),
    "Codings.quotation": ("sources.read", lambda b, _: b.coding.quotation(a_coding(b))),
    "Codings.remove": ("codings.write", lambda b, _: b.coding.remove()),
    "Codings.move": ("codings.write", lambda b, _: b.coding.move(own_coding(b), 8, 16)),
    "Codings.about": ("codings.write", lambda b, _: b.coding.about(own_coding(b), "P-001")),
    "Codings.confirm": ("codings.write", lambda b, _: b.coding.confirm(own_coding(b))),
    "Codings.older": ("codings.read", lambda b, _: b.coding.older()),
    "Codings.older_counts": ("codings.read", lambda b, _: b.coding.older_counts()),
    "Codings.wordings": ("history.read", lambda b, _: b.coding.wordings([])),
    "Codings.give": ("codings.write", lambda b, _: b.coding.give(own_coding(b), "hardship")),
    "Codings.columns": ("codings.read", lambda b, _: b.coding.columns(f"title {WORD}")),
    "Codings.counts": ("codings.read", lambda b, _: b.coding.counts()),
    "Codings.changes": ("history.read", lambda b, _: b.coding.changes(0)),
    "Codings.look": ("codings.write", lambda b, _: b.coding.look(f"title {WORD}", "done")),
    "Codings.looked": ("codings.read", lambda b, _: b.coding.looked()),
    "Memos.write": (
        "codings.write",
        lambda b, _: b.memos.write(f"memo {WORD}", source=f"title {WORD}"),
    ),
    "Memos.change": ("codings.write", lambda b, _: b.memos.change(own_memo(b), f"more {WORD}")),
    "Memos.remove": ("codings.write", lambda b, _: b.memos.remove(own_memo(b))),
    "Memos.list": ("codebook.read", lambda b, _: b.memos.list()),
    "Memos.versions": ("codebook.read", lambda b, _: b.memos.versions(MEMOS[b.folder])),
    "Findings.motives": ("findings.read", lambda b, _: whole(b.findings.motives())),
    "Findings.cross": ("findings.read", lambda b, _: whole(b.findings.cross("age", "role"))),
    "Findings.codes": ("findings.read", lambda b, _: whole(b.findings.codes("brutality"))),
    "Team.list": ("team.read", lambda b, _: b.team.list()),
    "Team.add": ("team.write", lambda b, _: b.team.add(f"New {b.viewer.role}", "coder")),
    "Team.change": ("team.write", lambda b, _: b.team.change("Zoe", active=True)),
    "Team.change_passphrase": (FREE, lambda b, _: b.team.change_passphrase(PASSPHRASE, cost=QUICK)),
    "Team.new_recovery_key": (FREE, lambda b, _: b.team.new_recovery_key(cost=QUICK)),
    "Team.invite": ("team.write", lambda b, _: b.team.invite("Zoe")),
    "Team.invitations": ("team.write", lambda b, _: b.team.invitations()),
    "Team.withdraw_invitation": (
        "team.write",
        lambda b, _: b.team.withdraw_invitation(
            an_invitation(b).id if may(b.viewer.role, "team.write") else "00"
        ),
    ),
    "Team.accept": (FREE, lambda b, _: b.team.accept(an_invitation(b).token, OWN, cost=QUICK)),
    "Team.accounts": ("team.write", lambda b, _: b.team.accounts()),
    "Team.sign_ins": ("team.write", lambda b, _: b.team.sign_ins()),
    "Team.sessions": (FREE, lambda b, _: b.team.sessions()),
    "Team.end_session": (FREE, lambda b, _: b.team.end_session("00" * 16)),
    "Team.end_sessions": ("team.write", lambda b, _: b.team.end_sessions("Zoe")),
    "Team.second_factor": (FREE, lambda b, _: b.team.second_factor()),
    "Team.set_up_second_factor": (FREE, lambda b, _: b.team.set_up_second_factor()),
    "Team.confirm_second_factor": (FREE, lambda b, _: confirmed(b)),
    "Team.turn_off_second_factor": (
        FREE,
        lambda b, _: b.team.turn_off_second_factor(RECOVERY[b.folder][0]),
    ),
    "Team.reset_second_factor": (
        "team.guardians",
        lambda b, _: b.team.reset_second_factor("Zoe"),
    ),
    "Team.second_factor_rule": ("team.read", lambda b, _: b.team.second_factor_rule()),
    "Team.require_second_factor": (
        "team.guardians",
        lambda b, _: b.team.require_second_factor("off"),
    ),
    "Team.preferences": (FREE, lambda b, _: b.team.preferences()),
    "Team.prefer": (FREE, lambda b, _: b.team.prefer(theme="dark")),
}


def whole(found: Any) -> list[Any]:
    """Everything a finding shows of itself."""
    return [found, found.to_text(), found.to_dict(), found.records()]


def shown(call: Callable[[], Any]) -> Any:
    """What a call gives, or the refusal of something that is no web page."""
    try:
        return call()
    except Unreadable as refused:
        return refused


def new_file(bank: relata.Databank, folder: Path) -> Path:
    path = folder / f"{bank.viewer.role}.txt"
    path.write_text(f"A report that the {bank.viewer.role} obtained in the city.")
    return path


def a_value(bank: relata.Databank) -> str:
    """A value of this person's own, so that it may be changed; nobody's where none may be."""
    try:
        return bank.cases.set("P-001", "role", "cook", evidence=[("extra", 0, 7)]).id
    except NotAllowed:
        return "00"


def a_coding(bank: relata.Databank) -> Any:
    return CODINGS[bank.folder]


def own_coding(bank: relata.Databank) -> int:
    """The number of a coding of this person's own; none for who makes none."""
    if not may(bank.viewer.role, "codings.write") or bank._desk.as_of is not None:
        return 0
    done = bank.coding.code(f"title {WORD}", (8, 17), code="corruption")
    return (*done.codings, *done.standing)[0].number


def a_code(bank: relata.Databank) -> int:
    """The number of a code that nothing rests on; none for who makes none."""
    if not may(bank.viewer.role, "codebook.write") or bank._desk.as_of is not None:
        return 0
    return bank.codebook.add(f"code {len(bank.history(limit=None))}").number


def a_variable(bank: relata.Databank) -> int:
    """The number of a variable that nothing rests on; none for who makes none."""
    if not may(bank.viewer.role, "codebook.write") or bank._desk.as_of is not None:
        return 0
    return bank.codebook.add_variable(f"variable {len(bank.history(limit=None))}").number


def own_memo(bank: relata.Databank) -> str:
    """The id of a memo of this person's own; none for who writes none."""
    if not may(bank.viewer.role, "codings.write") or bank._desk.as_of is not None:
        return "00"
    return bank.memos.write(f"memo {WORD}", case="P-001").id


def an_invitation(bank: relata.Databank) -> Any:
    """An open one, as a guardian made it."""
    return bank.seated("Lena").team.invite("Zoe")


def confirmed(bank: relata.Databank) -> Any:
    """Set a second factor up with the device at hand."""
    secret = base64.b32decode(bank.team.set_up_second_factor().secret)
    code = TOTP(secret, 6, SHA1(), 30).generate(int(time.time())).decode("ascii")
    RECOVERY[bank.folder] = bank.team.confirm_second_factor(code)
    return RECOVERY[bank.folder]


RECOVERY: dict[Path, tuple[str, ...]] = {}
CODINGS: dict[Path, Any] = {}
MEMOS: dict[Path, str] = {}


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
    bank.codebook.in_vivo(f"title {WORD}", 8, 17)
    MEMOS[bank.folder] = bank.memos.write("Violence seen or done.", code="brutality").id
    bank.memos.write(f"memo {WORD}", case="P-001")
    bank.memos.write(f"memo {WORD}", value=bank.cases.sheet("P-001").values[0].id)
    bank.memos.write(f"memo {WORD}")
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
