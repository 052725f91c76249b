"""The team over HTTP: people, invitations, sessions, second factors, the rule, the rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import relata
from relata.team.rights import ACTS, RIGHTS

Client = Callable[[str], Any]


def test_everybody_sees_who_works_here_and_leads_by_what_they_come_in(client: Client) -> None:
    """Names and roles are told to all; passphrases, factors and sessions to leads alone."""
    told = client("Rosa").get("/api/team").json()
    assert {one["name"]: one["role"] for one in told} == {
        "Lena": "guardian",
        "Ines": "lead",
        "Omar": "coder",
        "Ada": "coder",
        "Rosa": "reader",
    }
    ines = client("Ines")
    own = {one["name"]: one["id"] for one in told}
    accounts = {one["id"]: one for one in ines.get("/api/team/accounts").json()}
    assert set(accounts) == set(own.values())
    assert accounts[own["Lena"]]["has_key"]
    assert not accounts[own["Omar"]]["has_key"]
    assert accounts[own["Ines"]]["sessions"] == 1
    assert client("Omar").get("/api/team/accounts").status_code == 403


def test_a_person_is_renamed_and_given_another_role(client: Client) -> None:
    """What is left out stays; the answer is the person as they are now."""
    ines = client("Ines")
    renamed = ines.patch("/api/team", json={"name": "Omar", "new_name": "Omar K."}).json()
    assert (renamed["name"], renamed["role"], renamed["active"]) == ("Omar K.", "coder", True)
    led = ines.patch("/api/team", json={"name": "Omar K.", "role": "lead"}).json()
    assert (led["id"], led["name"], led["role"]) == (renamed["id"], "Omar K.", "lead")


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("Ines", {"name": "Omar", "role": "guardian"}),
        ("Ines", {"name": "Lena", "active": False}),
        ("Ines", {"name": "Lena", "role": "reader"}),
        ("Omar", {"name": "Omar", "role": "lead"}),
        ("Rosa", {"name": "Ada", "active": False}),
    ],
)
def test_nobody_reaches_above_themselves(
    served: relata.Databank, client: Client, who: str, asked: dict[str, Any]
) -> None:
    """Only guardians make or change guardians, and coders change nobody, themselves neither."""
    before = served.team.list()
    refused = client(who).patch("/api/team", json=asked)
    assert refused.json()["error"] in ("NotAllowed", "LastKey")
    assert served.team.list() == before


def test_the_last_way_in_is_kept(client: Client) -> None:
    """The last guardian with a passphrase cannot be deactivated, even by that guardian."""
    lena = client("Lena")
    refused = lena.patch("/api/team", json={"name": "Lena", "active": False})
    assert refused.status_code == 422
    assert lena.get("/api/me").status_code == 200


def test_an_open_invitation_is_taken_back(client: Client) -> None:
    """A withdrawn invitation greets nobody, and stays in the list as withdrawn."""
    ines, somebody = client("Ines"), client("Rosa")
    made = ines.post("/api/team/invitations", json={"name": "Noor", "role": "coder"}).json()
    assert (made["state"], made["by"], len(made["token"])) == ("open", "Ines", 43)
    assert ines.delete(f"/api/team/invitations/{made['id']}").status_code == 204
    (told,) = ines.get("/api/team/invitations").json()
    assert (told["state"], told["token"]) == ("withdrawn", None)
    greeted = somebody.post("/api/invited", json={"invitation": made["token"]})
    assert (greeted.status_code, greeted.json()["error"]) == (422, "InvitationSpent")
    assert ines.delete(f"/api/team/invitations/{made['id']}").status_code == 404


def test_a_lead_signs_a_person_out_everywhere(client: Client) -> None:
    """All browsers of somebody whose device is lost are out; nobody else is."""
    ines, omar, ada = client("Ines"), client("Omar"), client("Ada")
    assert ines.post("/api/team/sign-out", json={"name": "Omar"}).status_code == 204
    assert omar.get("/api/me").status_code == 401
    assert ada.get("/api/me").status_code == 200


def test_the_rule_and_the_reset_are_a_guardians(served: relata.Databank, client: Client) -> None:
    """A guardian asks leads for a second factor, and takes away one whose device is lost."""
    ines, lena = client("Ines"), client("Lena")
    assert ines.post("/api/team/rule", json={"second_factor": "leads"}).status_code == 403
    assert lena.post("/api/team/rule", json={"second_factor": "leads"}).status_code == 200
    assert client("Rosa").get("/api/team/rule").json() == {"second_factor": "leads"}
    reset = {"name": "Ines"}
    assert ines.post("/api/team/reset-second-factor", json=reset).status_code == 403
    assert lena.post("/api/team/reset-second-factor", json=reset).status_code == 204
    assert ines.get("/api/me").status_code == 401
    assert served.history(limit=1)[0].action == "team.reset_second_factor"


def test_attempts_are_listed_without_names_that_were_tried(client: Client) -> None:
    """A refused attempt is told with its place; a name that nobody here has is not kept."""
    ines = client("Ines")
    body = {"name": "Zanzibar", "passphrase": "guessed at random"}
    client("Omar").post("/api/sign-in", json=body)
    told = ines.get("/api/team/sign-ins")
    assert "Zanzibar" not in told.text
    latest = told.json()[0]
    assert (latest["name"], latest["outcome"], latest["how"]) == (None, "refused", "passphrase")


def test_the_table_of_rights_is_told_as_it_is(client: Client) -> None:
    """Every act with its words and its roles."""
    told = client("Rosa").get("/api/team/rights").json()
    assert {one["act"]: (one["what"], frozenset(one["roles"])) for one in told} == {
        act: (ACTS[act], roles) for act, roles in RIGHTS.items()
    }
