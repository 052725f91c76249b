"""Attacks that were tried on a served databank, and what they meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from relata.databank.door import Door

Browsers = Callable[[], "TestClient[Any]"]

PREFER = "/api/me/preferences"


def test_what_one_person_left_waiting_is_not_sent_as_another(
    browsers: Browsers, door: Door
) -> None:
    """A tab left open by one person does and reads nothing once another has signed in beside it."""
    browser = browsers()
    door_bank = door.bank
    assert browser.post("/api/enter", json={"ticket": door.ticket()}).status_code == 204
    me = browser.get("/api/me").json()["user"]
    other = next(u.id for u in door_bank.team.list() if u.id != me)
    left = {"relata-person": other, "relata-act": "left-waiting"}

    sent = browser.patch(PREFER, json={"text_size": 21}, headers=left)
    read = browser.get("/api/sources", headers=left)

    assert (sent.status_code, read.status_code) == (401, 401)
    assert browser.get("/api/me").json()["preferences"]["text_size"] != 21
    own = {"relata-person": me, "relata-act": "left-waiting"}
    assert browser.patch(PREFER, json={"text_size": 21}, headers=own).status_code == 200
