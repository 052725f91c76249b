"""The history over HTTP: pages of it, what one revision did, and undoing it."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import relata

Client = Callable[[str], Any]


def test_the_history_is_read_page_by_page(served: relata.Databank, client: Client) -> None:
    """Pages follow one another without a gap and without telling anything twice."""
    omar = client("Omar")
    numbers: list[int] = []
    before = None
    while True:
        asked = {"limit": 3} | ({"before": before} if before else {})
        page = omar.get("/api/history", params=asked).json()
        numbers += [entry["number"] for entry in page["entries"]]
        before = page["before"]
        if before is None:
            break

    assert numbers == [entry.number for entry in served.history(limit=None)]
    assert len(numbers) > 6


def test_the_history_is_filtered_by_person_kind_and_source(
    served: relata.Databank, client: Client
) -> None:
    """Each filter keeps what it names, and a source finds what was taken from it too."""
    omar = served.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    omar.coding.remove(omar.coding.list()[0].id)
    served.seated("Ada").coding.code("second", (0, 3), code="hardship")
    browser = client("Ines")

    def told(**asked: str) -> list[tuple[str, str]]:
        entries = browser.get("/api/history", params=asked).json()["entries"]
        return [(entry["author"], entry["action"]) for entry in entries]

    assert told(author="Omar") == [("Omar", "coding.uncode"), ("Omar", "coding.code")]
    assert told(action="coding") == [
        ("Ada", "coding.code"),
        ("Omar", "coding.uncode"),
        ("Omar", "coding.code"),
    ]
    assert told(action="coding.uncode") == [("Omar", "coding.uncode")]
    first = served.sources.get("first").id
    assert told(source=first)[:2] == [("Omar", "coding.uncode"), ("Omar", "coding.code")]
    assert ("Ada", "coding.code") not in told(source=first)
    assert browser.get("/api/history", params={"author": "Nobody"}).status_code == 404


def test_an_entry_names_the_sources_it_touched(served: relata.Databank, client: Client) -> None:
    """Coding a source and taking the coding back both name that source."""
    omar = served.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    omar.coding.remove(omar.coding.list()[0].id)

    entries = client("Omar").get("/api/history", params={"limit": 2}).json()["entries"]

    for entry in entries:
        assert [source["title"] for source in entry["sources"]] == ["first"]
        assert entry["own"]


def test_a_revision_opens_to_what_it_did(served: relata.Databank, client: Client) -> None:
    """Its rows are told with passage, code, case and person, before and after it is undone."""
    omar = served.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    made = served.revision
    browser = client("Omar")

    told = browser.get(f"/api/history/{made}").json()
    (row,) = told["deeds"]["rows"]
    assert (row["table"], row["deed"], row["stands"]) == ("coding", "add", True)
    assert (row["title"], row["start"], row["end"]) == ("first", 4, 9)
    assert (row["code"], row["case"], row["person"]) == ("Brutality", "P-001", "Omar")
    assert told["undo"]["withdraw"]["coding"] == 1
    assert told["undo"]["refused"] is None

    undone = browser.post(f"/api/history/{made}/undo", json={"reason": "by mistake"}).json()
    again = browser.get(f"/api/history/{made}").json()
    assert again["entry"]["undone_by"] == undone["revision"]
    assert not again["deeds"]["rows"][0]["stands"]
    assert again["undo"]["refused"]["message"]
    undoing = browser.get(f"/api/history/{undone['revision']}").json()
    assert undoing["entry"]["reason"] == "by mistake"
    assert [r["deed"] for r in undoing["deeds"]["rows"]] == ["withdraw"]

    browser.post(f"/api/history/{undone['revision']}/undo", json={})
    redone = browser.get(f"/api/history/{made}").json()
    assert redone["entry"]["undone_by"] is None
    assert redone["deeds"]["rows"][0]["stands"]


def test_undoing_tells_what_rests_on_it_and_takes_it_along_only_when_asked(
    served: relata.Databank, client: Client
) -> None:
    """Later work is listed by name; without asking for it nothing of it is touched."""
    ines = served.seated("Ines")
    ines.cases.new("Zed")
    made = served.revision
    ines.cases.set("Zed", "age", "31")
    browser = client("Ines")

    rests = browser.get(f"/api/history/{made}").json()["undo"]["rests_on"]
    assert [(row["table"], row["variable"], row["case"]) for row in rests["rows"]] == [
        ("case_value", "Age", "Zed")
    ]
    refused = browser.post(f"/api/history/{made}/undo", json={})
    assert (refused.status_code, refused.json()["error"]) == (422, "RestsOnIt")
    assert len(served.cases.list()) == 2

    done = browser.post(f"/api/history/{made}/undo", json={"with_later": True})
    assert done.status_code == 200
    assert [case.pseudonym for case in served.cases.list()] == ["P-001"]


def test_coders_undo_their_own_acts_and_leads_anybodys(
    served: relata.Databank, client: Client
) -> None:
    """A coder is refused another's revision, a lead is not, a reader sees no history."""
    served.seated("Ada").coding.code("first", (4, 9), code="brutality")
    made = served.revision

    refused = client("Omar").post(f"/api/history/{made}/undo", json={})
    assert (refused.status_code, refused.json()["error"]) == (403, "NotAllowed")
    assert client("Ines").post(f"/api/history/{made}/undo", json={}).status_code == 200
    assert client("Rosa").get("/api/history").status_code == 403
    assert client("Rosa").get(f"/api/history/{made}").status_code == 403


PROGRAM = Path(relata.__file__).parent
WORDS = PROGRAM.parent / "workspace" / "src" / "i18n"


def actions() -> Iterator[str]:
    """The names of all actions that the program writes into the history."""
    for file in PROGRAM.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        constants = [
            (target.id, node.value.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            told = [word.value for word in node.keywords if word.arg == "action"]
            if isinstance(node.func, ast.Attribute) and node.func.attr == "writing":
                told += node.args[1:2]
            for value in told:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
                elif isinstance(value, ast.Name):
                    yield from (str(text) for name, text in constants if name == value.id)


@pytest.mark.skipif(not WORDS.is_dir(), reason="the workspace is not beside the program")
@pytest.mark.parametrize("language", ["en", "it", "fr", "ar"])
def test_every_action_of_the_program_has_words(language: str) -> None:
    """Whatever the program writes into the history is told in the person's language."""
    words = json.loads((WORDS / language / "history.json").read_text("utf-8"))
    written = set(actions())

    assert {"coding.code", "cases.set", "team.change", "undo", "databank.init"} <= written
    assert {name for name in written if f"action.{name}" not in words} == set()
