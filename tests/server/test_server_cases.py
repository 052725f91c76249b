"""The room Cases over HTTP: the list, the sheet, values and evidence, what is left open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import relata

Client = Callable[[str], Any]


@pytest.fixture
def told(served: relata.Databank) -> relata.Databank:
    """P-001 of whom Omar holds age 31 and a code; P-002 of whom nothing is known."""
    omar = served.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    omar.cases.set("P-001", "age", "31", evidence=[("first", 4, 9)], note="guard")
    served.cases.new()
    return served


def sheet(browser: Any, case: str = "P-001") -> Any:
    return browser.get("/api/cases/sheet", params={"case": case}).json()


def test_the_list_tells_what_is_held_and_what_is_missing(
    told: relata.Databank, client: Client
) -> None:
    """Counts are the library's; filters ask for a value, its absence, a code, what is open."""
    ada = client("Ada")
    first, second = ada.get("/api/cases").json()["cases"]
    counts = ("pseudonym", "sources", "values", "codings", "motives", "open")
    assert [first[name] for name in counts] == ["P-001", 1, 1, 1, 1, 0]
    assert first["missing"] == ["left_on", "role", "account"]
    assert second["missing"] == ["age", "left_on", "role", "account"]

    def names(**asked: str) -> list[str]:
        return [case["pseudonym"] for case in ada.get("/api/cases", params=asked).json()["cases"]]

    assert names(variable="age", value="31") == ["P-001"]
    assert names(variable="age", value="32") == []
    assert names(variable="age") == ["P-002"]
    assert names(code="brutality") == ["P-001"]
    assert names(open="true") == ["P-002"]
    refused = ada.get("/api/cases", params={"variable": "age", "value": "old"})
    assert refused.status_code == 422


def test_a_new_case_may_begin_with_its_source(told: relata.Databank, client: Client) -> None:
    """A case is made by pseudonym or number, linked at once; a pseudonym in use is refused."""
    omar = client("Omar")
    second = told.sources.get("second").id
    made = omar.post("/api/cases", json={"pseudonym": "The Baker", "sources": [second]}).json()
    assert (made["pseudonym"], made["sources"]) == ("The Baker", 1)
    assert omar.post("/api/cases", json={}).json()["pseudonym"] == "P-003"
    again = omar.post("/api/cases", json={"pseudonym": "the baker"})
    assert (again.status_code, again.json()["error"]) == (422, "PseudonymTaken")
    assert sheet(omar, made["id"])["sources"] == [second]


def test_values_of_coders_stand_side_by_side(told: relata.Databank, client: Client) -> None:
    """Everybody's value is shown with whose it is; setting one's own leaves the others'."""
    ada = client("Ada")
    (omars,) = sheet(ada)["values"]
    assert (omars["told"], omars["coder"], omars["own"]) == ("31", "Omar", False)
    made = ada.post(f"/api/cases/{sheet(ada)['id']}/values", json={"about": "age", "told": "32"})
    assert made.status_code == 201
    assert made.json()["own"]
    ada.post("/api/cases/P-001/values", json={"about": "age", "told": "33"})
    assert [(v["coder"], v["told"]) for v in sheet(ada)["values"]] == [
        ("Omar", "31"),
        ("Ada", "33"),
    ]
    assert [v["own"] for v in sheet(client("Omar"))["values"]] == [True, False]


def test_every_status_can_be_said(told: relata.Databank, client: Client) -> None:
    """A missing reason says why nothing is stated; a code is said to be told or not."""
    ada = client("Ada")

    def say(**body: str) -> Any:
        return ada.post("/api/cases/P-001/values", json=body)

    reason = say(about="role", status="not stated", missing="refused").json()
    assert (reason["status"], reason["missing"], reason["told"]) == ("not stated", "refused", None)
    absent = say(about="hardship", status="stated as absent").json()
    assert (absent["is_code"], absent["status"]) == (True, "stated as absent")
    for status in ("withheld", "contradicted"):
        assert say(about="role", status=status).json()["status"] == status
    refused = say(about="role", status="withheld", told="cook")
    assert (refused.status_code, refused.json()["error"]) == (422, "BadStatus")


def test_a_bad_value_is_refused_in_the_librarys_words(
    told: relata.Databank, client: Client
) -> None:
    """The sentence names the variable, never what was typed, and nothing is kept."""
    ada = client("Ada")
    answer = ada.post("/api/cases/P-001/values", json={"about": "age", "told": "very old"})
    assert (answer.status_code, answer.json()["error"]) == (422, "BadValue")
    assert "very old" not in answer.text
    assert len(sheet(ada)["values"]) == 1


def test_a_value_takes_its_evidence_one_passage_at_a_time(
    told: relata.Databank, client: Client
) -> None:
    """Evidence comes and goes by its own acts; the value keeps its id, and its words are told."""
    omar = client("Omar")
    value = sheet(omar)["values"][0]
    source = told.sources.get("second").id
    spot = {"source": source, "start": 4, "end": 9}
    for _ in range(2):
        rested = omar.post(f"/api/values/{value['id']}/evidence", json=spot)
        assert rested.status_code == 200
    assert rested.json()["id"] == value["id"]
    assert rested.json()["evidence"] == [*value["evidence"], spot]
    worded = omar.get("/api/cases/P-001/evidence").json()
    assert {p["words"] for p in worded["passages"]} == {"guard", "other"}
    assert {s["title"] for s in worded["sources"]} == {"first", "second"}

    left = omar.delete(f"/api/values/{value['id']}/evidence/{source}/4/9")
    assert left.json()["evidence"] == value["evidence"]
    gone = omar.delete(f"/api/values/{value['id']}/evidence/{source}/4/9")
    assert gone.json()["error"] == "NoSuchEvidence"
    outside = omar.post(f"/api/values/{value['id']}/evidence", json={**spot, "end": 9999})
    assert outside.json()["error"] == "OutsideText"


def test_nobody_changes_anothers_value(told: relata.Databank, client: Client) -> None:
    """Evidence is not added to another's value, nor the value taken back; one's own may be."""
    (value,) = sheet(client("Omar"))["values"]
    ada, lead = client("Ada"), client("Ines")
    spot = {"source": told.sources.get("second").id, "start": 4, "end": 9}
    for browser in (ada, lead):
        answers = [
            browser.post(f"/api/values/{value['id']}/evidence", json=spot),
            browser.delete(f"/api/values/{value['id']}"),
            browser.delete(f"/api/values/{value['id']}/evidence/{spot['source']}/4/9"),
        ]
        assert [(a.status_code, a.json()["error"]) for a in answers] == [(404, "NoSuchValue")] * 3
    assert sheet(ada)["values"][0]["evidence"] == value["evidence"]
    assert client("Omar").delete(f"/api/values/{value['id']}").status_code == 204
    assert sheet(ada)["values"] == []


def test_what_is_typed_is_read_before_it_is_kept(told: relata.Databank, client: Client) -> None:
    """Dates told in words are proposed in EDTF with the days they mean; refusals are sentences."""
    ada = client("Ada")

    def read(variable: str, typed: str) -> Any:
        return ada.post("/api/cases/reading-of", json={"variable": variable, "told": typed}).json()

    spring = read("left_on", "spring 2015")
    assert (spring["canonical"], spring["proposed"]) == ("2015-21", True)
    assert (spring["earliest"], spring["latest"]) == ("2015-03-01", "2015-05-31")
    about = read("left_on", "2014-9~")
    assert (about["canonical"], about["proposed"], about["approximate"]) == (
        "2014-09~",
        False,
        True,
    )
    assert read("age", "20-25") | {"proposed": False} == read("age", "20..25")
    wrong = read("left_on", "one fine day")
    assert wrong["canonical"] is None
    assert "left_on takes a date" in wrong["refused"]
    assert "fine" not in wrong["refused"] + wrong["remedy"]
    assert len(sheet(ada)["values"]) == 1


def test_codings_left_open_are_listed_and_assigned(told: relata.Databank, client: Client) -> None:
    """In a source of two cases a coding is open until its coder says which case it is about."""
    told.cases.link("P-002", "first")
    omar, ada = client("Omar"), client("Ada")
    told.seated("Omar").coding.code("first", (10, 14), code="hardship")
    told.seated("Ada").coding.code("first", (10, 14), code="corruption")
    listed = omar.get("/api/cases/open-codings").json()
    assert {(one["coding"]["words"], tuple(one["cases"])) for one in listed} == {
        ("left", ("P-001", "P-002"))
    }
    (own,) = [one["coding"] for one in listed if one["coding"]["own"]]
    for case in ("P-001", "P-002"):
        found = omar.get(f"/api/cases/{case}/codings").json()
        assert {one["id"] for one in found["open"]} == {one["coding"]["id"] for one in listed}
    body = {"case": "P-002", "codings": [own["id"]]}
    assert ada.post("/api/cases/codings", json=body).status_code == 404
    assert omar.post("/api/cases/codings", json=body).status_code == 204
    assert [c["code"] for c in ada.get("/api/cases/P-002/codings").json()["about"]] == ["hardship"]
    assert [c["coder"] for c in ada.get("/api/cases/P-001/codings").json()["open"]] == ["Ada"]


def test_links_are_made_and_taken_back(told: relata.Databank, client: Client) -> None:
    """The sources that tell of a case can be chosen by their title."""
    omar = client("Omar")
    second = next(s["id"] for s in omar.get("/api/cases/sources").json() if s["title"] == "second")
    made = omar.post("/api/cases/P-001/sources", json={"sources": [second]})
    assert made.json()["sources"] == 2
    assert omar.delete(f"/api/cases/P-001/sources/{second}").status_code == 204
    assert second not in sheet(omar)["sources"]


def test_who_said_what_when_is_told(told: relata.Databank, client: Client) -> None:
    """A value that was thought again stays in the history, with when it stood."""
    omar = client("Omar")
    omar.post("/api/cases/P-001/values", json={"about": "age", "told": "32"})
    first, second = omar.get("/api/cases/P-001/judgements", params={"about": "age"}).json()
    assert (first["told"], second["told"]) == ("31", "32")
    assert first["since"] <= first["until"] == second["since"]
    assert second["until"] is None


def test_a_reader_sees_values_and_no_word_of_a_source(
    told: relata.Databank, client: Client
) -> None:
    """Values and counts are read by all; words, titles, notes and changes are not a reader's."""
    rosa = client("Rosa")
    assert rosa.get("/api/cases").json()["cases"][0]["motives"] == 1
    (value,) = sheet(rosa)["values"]
    assert (value["told"], value["note"], len(value["evidence"])) == ("31", None, 1)
    assert rosa.get("/api/cases/form").status_code == 200
    for path in ("evidence", "codings", "judgements?about=age"):
        assert rosa.get(f"/api/cases/P-001/{path}").status_code == 403
    assert rosa.get("/api/cases/sources").status_code == 403
    assert rosa.get("/api/cases/open-codings").status_code == 403
    changes = [
        rosa.post("/api/cases", json={}),
        rosa.post("/api/cases/P-001/values", json={"about": "age", "told": "32"}),
        rosa.post("/api/cases/P-001/sources", json={"sources": ["second"]}),
        rosa.post("/api/cases/codings", json={"case": "P-001", "codings": ["00"]}),
        rosa.delete(f"/api/values/{value['id']}"),
    ]
    assert [answer.status_code for answer in changes] == [403] * 5
    assert len(sheet(rosa)["values"]) == 1
