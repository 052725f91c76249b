"""Who may ask what: the whole table of rights, at every address of the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.asking import Asked, every_route
from support.banks import put

import relata
from relata.team.rights import RIGHTS, ROLES

Client = Callable[[str], Any]

OPEN = "open"
"""Anybody may ask, signed in or not."""
SEATED = "seated"
"""Whoever has a session, locked or not."""
IN = "in"
"""Whoever is in."""
HALF = "half"
"""Whoever is in, or has to set a second factor up first."""

ACT_OF = {
    "POST /enter": OPEN,
    "POST /sign-in": OPEN,
    "POST /invited": OPEN,
    "POST /accept": OPEN,
    "POST /sign-out": OPEN,
    "POST /lock": SEATED,
    "GET /waiting": SEATED,
    "POST /unlock": SEATED,
    "POST /second-factor": SEATED,
    "GET /me": IN,
    "PATCH /me/preferences": IN,
    "POST /me/passphrase": IN,
    "POST /me/recovery-key": IN,
    "GET /me/second-factor": HALF,
    "POST /me/second-factor/set-up": HALF,
    "POST /me/second-factor/confirm": HALF,
    "POST /me/second-factor/off": IN,
    "GET /me/sessions": IN,
    "DELETE /me/sessions/{session}": IN,
    "POST /me/sign-out-everywhere": IN,
    "GET /live": IN,
    "GET /changes": IN,
    "PUT /present": IN,
    "GET /intake": IN,
    "GET /team": "team.read",
    "GET /team/rights": IN,
    "GET /team/rule": "team.read",
    "GET /team/accounts": "team.write",
    "PATCH /team": "team.write",
    "GET /team/invitations": "team.write",
    "POST /team/invitations": "team.write",
    "DELETE /team/invitations/{invitation}": "team.write",
    "POST /team/sign-out": "team.write",
    "GET /team/sign-ins": "team.write",
    "POST /team/reset-second-factor": "team.guardians",
    "POST /team/rule": "team.guardians",
    "GET /codebook": "codebook.read",
    "GET /codebook/export": "codebook.read",
    "GET /codebook/starters": "codebook.read",
    "GET /codebook/counts": "codings.read",
    "GET /codebook/codes/{number}/versions": "history.read",
    "GET /codebook/codes/{number}/passages": "codings.read",
    "GET /codebook/codes/{number}/merge/{into}": "codings.read",
    "GET /codebook/older": "codings.read",
    "GET /codebook/codes/{number}/to-reassign": "codings.read",
    "POST /codebook/codes": "codebook.write",
    "PATCH /codebook/codes/{number}": "codebook.write",
    "POST /codebook/codes/{number}/move": "codebook.write",
    "POST /codebook/codes/{number}/merge": "codebook.write",
    "POST /codebook/codes/{number}/split": "codebook.write",
    "POST /codebook/codes/{number}/retire": "codebook.write",
    "POST /codebook/variables": "codebook.write",
    "PATCH /codebook/variables/{number}": "codebook.write",
    "POST /codebook/variables/{number}/move": "codebook.write",
    "POST /codebook/variables/{number}/retire": "codebook.write",
    "POST /codebook/starters/{name}": "codebook.write",
    "POST /codebook/import": "codebook.write",
    "POST /codebook/reassign": "codings.write",
    "POST /codebook/older/keep": "codings.write",
    "POST /codebook/older/give": "codings.write",
    "POST /codebook/older/remove": "codings.write",
    "GET /cases": "cases.read",
    "GET /cases/form": "cases.read",
    "GET /cases/sheet": "cases.read",
    "POST /cases/reading-of": "cases.read",
    "GET /cases/open-codings": "codings.read",
    "GET /cases/sources": "sources.read",
    "GET /cases/{case}/codings": "codings.read",
    "GET /cases/{case}/evidence": "sources.read",
    "GET /cases/{case}/judgements": "history.read",
    "POST /cases": "cases.write",
    "POST /cases/codings": "codings.write",
    "POST /cases/{case}/sources": "cases.write",
    "DELETE /cases/{case}/sources/{source}": "cases.write",
    "POST /cases/{case}/values": "cases.write",
    "DELETE /values/{value}": "cases.write",
    "POST /values/{value}/evidence": "cases.write",
    "DELETE /values/{value}/evidence/{source}/{start}/{end}": "cases.write",
    "GET /findings/choices": "findings.read",
    "GET /findings/motives": "findings.read",
    "GET /findings/motives/chart": "findings.read",
    "GET /findings/motives/open": "findings.read",
    "GET /findings/cross": "findings.read",
    "GET /findings/cross/chart": "findings.read",
    "GET /findings/cross/open": "findings.read",
    "GET /findings/codes": "findings.read",
    "GET /history": "history.read",
    "GET /history/{revision}": "history.read",
    "POST /history/{revision}/undo": "undo.own",
    "POST /undo": "undo.own",
    "GET /memos": "codings.read",
    "POST /memos": "codings.write",
    "PUT /memos/{memo}": "codings.write",
    "DELETE /memos/{memo}": "codings.write",
    "GET /sources": "sources.read",
    "POST /sources": "sources.add",
    "POST /sources/example": "sources.add",
    "GET /sources/{source}": "sources.read",
    "PATCH /sources/{source}": "sources.add",
    "GET /sources/{source}/page": "sources.read",
    "GET /sources/{source}/original": "sources.read",
    "GET /sources/{source}/text": "sources.read",
    "GET /sources/{source}/description": "sources.read",
    "GET /sources/{source}/related": "sources.read",
    "GET /sources/{source}/aligned/{other}": "sources.read",
    "GET /sources/{source}/across/{other}": "sources.read",
    "GET /relations/suggested": "sources.read",
    "POST /sources/{source}/relate": "sources.add",
    "POST /sources/{source}/unrelate": "sources.add",
    "POST /sources/{source}/align": "sources.add",
    "GET /sources/{source}/codings": "codings.read",
    "POST /sources/{source}/codings": "codings.write",
    "POST /sources/{source}/in-vivo": "codebook.in vivo",
    "POST /sources/{source}/look": "codings.write",
    "POST /codings/{number}/move": "codings.write",
    "POST /codings/{number}/about": "codings.write",
    "POST /codings/{number}/confirm": "codings.write",
    "DELETE /codings/{number}": "codings.write",
    "GET /search": "search",
    "GET /search/count": "search",
    "POST /search/code": "codings.write",
}
"""Every address, and the act of the table of rights that it is."""

ENDS = {"POST /sign-out", "POST /lock", "POST /me/sign-out-everywhere"}
"""These end what they are asked in; they are tried apart."""

PLANTED = "Quetzalcoatlus"


def routes_of(bank: relata.Databank) -> list[Asked]:
    """A request for every route, about what stands in the databank."""
    case = bank.cases.list()[0]
    coding = bank.coding.list()[0]
    source = bank.sources.get("first").id
    known = {
        "source": source,
        "case": case.pseudonym,
        "revision": bank.revision,
        "start": 4,
        "end": 9,
        "code": "brutality",
    }
    parts = [{"label": "One", "codings": []}, {"label": "Two", "codings": []}]
    apart: dict[str, dict[str, Any]] = {
        "POST /codebook/codes/{number}/split": {"parts": parts},
        "POST /codebook/codes/{number}/merge": {"into": 3},
        "POST /codebook/starters/{name}": {"name": "a-persons-way"},
        "POST /codebook/import": {
            "content": "title: Leaving\ncodes:\n  - name: brutality\n    label: Brutality\n"
        },
        "POST /codebook/reassign": {"code": 2, "codings": [coding.number]},
        "POST /codebook/older/give": {"code": 2, "codings": [coding.number]},
        "POST /cases/codings": {"codings": [str(coding.id)]},
        "POST /cases/reading-of": {"variable": "age", "told": "31"},
        "GET /cases/{case}/judgements": {"variable": "age"},
        "GET /findings/cross": {"rows": "code:brutality", "columns": "variable:role"},
        "GET /findings/cross/chart": {"rows": "code:brutality", "columns": "variable:role"},
        "GET /findings/cross/open": {"rows": "code:brutality", "columns": "variable:role"},
        "GET /findings/codes": {"expression": "brutality"},
        "POST /team/rule": {"second_factor": "off"},
        "GET /memos": {"source": source},
        "POST /memos": {"source": source},
    }
    return [*every_route(known, apart), Asked(*original_of(source))]


def original_of(source: str) -> tuple[Any, ...]:
    return ("GET /sources/{source}/original", "GET", f"/api/sources/{source}/original", {}, None)


@pytest.fixture
def full(served: relata.Databank) -> relata.Databank:
    """A study in which a word stands wherever testimony can stand."""
    text = f"He said {PLANTED} left at night.\n\nThey walked to the border."
    planted = put(served, text, title=f"Talk {PLANTED}")
    omar = served.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    at = (text.index(PLANTED), text.index(PLANTED) + len(PLANTED))
    omar.coding.code(planted, at, code="brutality")
    case = served.cases.list()[0].pseudonym
    served.cases.link(case, planted)
    omar.cases.set(case, "age", "31", evidence=[(planted, *at)], note=f"as {PLANTED} says")
    omar.memos.write(f"ask about {PLANTED}", source=planted)
    return served


def test_every_address_is_an_act(full: relata.Databank) -> None:
    """No address is served that this table of acts does not name, and none is named in vain."""
    assert {asked.name for asked in routes_of(full)} == set(ACT_OF)
    assert {act for act in ACT_OF.values() if "." in act} <= set(RIGHTS)


@pytest.mark.parametrize("role", ROLES)
def test_the_table_of_rights_holds_at_every_address(
    full: relata.Databank, client: Client, role: str
) -> None:
    """Whoever may do an act is let through, everybody else is told that the role does not do."""
    name = {"guardian": "Lena", "lead": "Ines", "coder": "Omar", "reader": "Rosa"}[role]
    browser = client(name)
    wrong = {}
    for asked in routes_of(full):
        if asked.name in ENDS or asked.name == "GET /live":
            continue
        answer = asked.of(browser)
        act = ACT_OF[asked.name]
        refused = answer.status_code == 403 and answer.json()["error"] == "NotAllowed"
        may = act not in RIGHTS or role in RIGHTS[act]
        if refused == may or answer.status_code in (400, 401, 423) or answer.status_code >= 500:
            wrong[asked.name] = (answer.status_code, answer.text[:200])
    assert wrong == {}


@pytest.mark.parametrize("name", ["", "Rosa", "Lena"])
def test_nobody_is_served_signed_out_or_locked(
    full: relata.Databank, client: Client, name: str
) -> None:
    """Without a session, and in a locked one, every address answers that and nothing else."""
    browser = client(name or "Lena")
    browser.post("/api/lock" if name else "/api/sign-out", json={})
    expected = 423 if name else 401
    wrong = {}
    for asked in routes_of(full):
        kind = ACT_OF[asked.name]
        if kind == OPEN or (kind == SEATED and name):
            continue
        answer = asked.of(browser)
        if answer.status_code != expected:
            wrong[asked.name] = (answer.status_code, answer.text[:200])
    assert wrong == {}


def test_a_reader_is_never_told_testimony(full: relata.Databank, client: Client) -> None:
    """A word of a text, its title, a memo or a note of a value is in no answer to a reader."""
    reader, coder = client("Rosa"), client("Omar")
    planted = full.sources.get(f"Talk {PLANTED}").id
    gets = [
        asked for asked in routes_of(full) if asked.method == "GET" and asked.name != "GET /live"
    ]
    of_planted = [
        Asked(
            a.name, a.method, a.path.replace(full.sources.get("first").id, planted), a.query, None
        )
        for a in gets
    ]
    told = {a.name for a in [*gets, *of_planted] if PLANTED in a.of(reader).text}

    seen = {a.name for a in [*gets, *of_planted] if PLANTED in a.of(coder).text}

    assert told == set()
    assert len(seen) > 5, "the word was not planted where coders see it"
