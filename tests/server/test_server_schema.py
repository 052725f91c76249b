"""The description of the interface: whatever fits it is answered, and nothing is a fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from litestar.datastructures import State
from litestar.testing import TestClient
from support.asking import every_route

import relata
from relata.databank.door import Door
from relata.server.app import application, litestar

HOST = "testserver.local"
EXAMPLES = 4
"""Requests made up for each address; there are more than a hundred addresses."""


def described() -> dict[str, Any]:
    return litestar(State()).openapi_schema.to_schema()


def test_every_address_says_what_it_does() -> None:
    """Each operation of the description has a summary in words and a name of its own."""
    operations = [one for methods in described()["paths"].values() for one in methods.values()]
    assert all(one.get("description") or one.get("summary") for one in operations)
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names)) > 100


def test_no_request_that_fits_the_description_is_a_fault(
    served: relata.Databank, caplog: pytest.LogCaptureFixture
) -> None:
    """Requests made up from the description, by a guardian, are done or refused: none breaks."""
    door = Door(served)
    faults: dict[str, str] = {}
    with TestClient(application(door, hosts=[HOST]), base_url=f"http://{HOST}") as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        browser.headers["content-type"] = "application/json"

        def ask(case: Any) -> None:
            path = case.formatted_path
            body = case.body if isinstance(case.body, dict | list) else None
            answer = browser.request(
                case.method,
                path if path.startswith("/api") else f"/api{path}",
                params=case.query or None,
                content=None if body is None else json.dumps(body),
            )
            if answer.status_code in (401, 423):
                browser.cookies.clear()
                browser.post("/api/enter", json={"ticket": door.ticket()})
            if answer.status_code >= 500:
                where = caplog.messages[-1] if caplog.messages else ""
                faults[f"{case.method} {case.path}"] = f"{answer.status_code} {where}"

        browser.post("/api/enter", json={"ticket": door.ticket()})
        for found in schemathesis.openapi.from_dict(described()).get_all_operations():
            trial = given(case=found.ok().as_strategy())(ask)
            settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            )(trial)()
    assert faults == {}


@pytest.mark.parametrize("number", [-1, 2**40, 2**70])
def test_a_number_of_any_size_is_no_fault(served: relata.Databank, number: int) -> None:
    """A number that counts nothing here is answered: nothing of it, or there is no such thing."""
    door = Door(served)
    faults = {}
    with TestClient(application(door, hosts=[HOST]), base_url=f"http://{HOST}") as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        browser.post("/api/enter", json={"ticket": door.ticket()})
        for asked in every_route({"source": served.sources.get("first").id}, integers=number):
            if "number" in asked.name or (asked.method == "GET" and asked.name != "GET /live"):
                answer = asked.of(browser)
                if answer.status_code >= 500:
                    faults[asked.name] = answer.status_code
    assert faults == {}
