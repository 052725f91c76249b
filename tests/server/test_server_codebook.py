"""The room Codebook over HTTP: the tree, its versions, merging, splitting, and the queues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import relata

Client = Callable[[str], Any]


@pytest.fixture
def coded(served: relata.Databank) -> relata.Databank:
    """Omar has brutality on two passages and corruption on one; Ada brutality on one."""
    omar, ada = served.seated("Omar"), served.seated("Ada")
    omar.coding.code("first", (4, 9), (10, 14), code="brutality")
    omar.coding.code("first", (4, 9), code="corruption")
    ada.coding.code("first", (4, 9), code="brutality")
    return served


def codes(browser: Any) -> dict[str, Any]:
    told = browser.get("/api/codebook", params={"language": "en"}).json()
    return {code["name"]: code for code in told["codes"]}


def counts(browser: Any) -> dict[int, Any]:
    return {one["code"]: one for one in browser.get("/api/codebook/counts").json()}


def send(browser: Any, path: str, method: str = "POST", **body: Any) -> Any:
    answer = browser.request(method, f"/api/codebook/{path}", json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


def test_every_code_has_a_colour_and_a_place(served: relata.Databank, client: Client) -> None:
    """The tree is told in its order; a code without a colour of its own is shown in one."""
    told = codes(client("Rosa"))
    assert list(told) == ["leaving", "brutality", "corruption", "hardship"]
    assert {told[name]["parent"] for name in told} == {None, told["leaving"]["number"]}
    shown = [code["colour"] for code in told.values()]
    assert len(set(shown)) == 4
    assert all(code["own_colour"] is None for code in told.values())
    assert [v["name"] for v in client("Rosa").get("/api/codebook").json()["variables"]] == [
        "age",
        "left_on",
        "role",
        "account",
    ]


def test_only_leads_change_the_codebook(served: relata.Databank, client: Client) -> None:
    """A coder reads it and is refused, in the library's words, when changing it."""
    omar = client("Omar")
    number = codes(omar)["brutality"]["number"]
    refused = omar.patch(f"/api/codebook/codes/{number}", json={"label": "Cruelty"})
    assert (refused.status_code, refused.json()["error"]) == (403, "NotAllowed")
    assert codes(omar)["brutality"]["label"] == "Brutality"


def test_a_change_is_a_version_that_can_be_undone(served: relata.Databank, client: Client) -> None:
    """What is left out stays; the version tells who, why and what; its revision undoes it."""
    ines = client("Ines")
    number = codes(ines)["brutality"]["number"]
    done = send(
        ines,
        f"codes/{number}",
        "PATCH",
        definition="Violence seen.",
        colour="#123456",
        reason="ask",
    )
    now = codes(ines)["brutality"]
    assert (now["label"], now["definition"], now["colour"]) == (
        "Brutality",
        "Violence seen.",
        "#123456",
    )
    newest, first = ines.get(f"/api/codebook/codes/{number}/versions").json()
    assert (newest["author"], newest["reason"]) == ("Ines", "ask")
    assert sorted(newest["changed"]) == ["colour", "definition"]
    assert (first["definition"], first["changed"]) == ("", [])
    assert send(ines, f"codes/{number}", "PATCH", label="Brutality")["revision"] is None
    ines.post("/api/undo", json={"revision": done["revision"]})
    assert codes(ines)["brutality"]["definition"] == ""


def test_codes_are_added_moved_and_retired(served: relata.Databank, client: Client) -> None:
    """A new code stands where it was asked for, moves with all below it, and goes if unused."""
    ines = client("Ines")
    told = codes(ines)
    (made,) = send(
        ines, "codes", label="Fear of arrest", parent=told["leaving"]["number"],
        after=told["brutality"]["number"],
    )["numbers"]  # fmt: skip
    assert list(codes(ines)) == [
        "leaving",
        "brutality",
        "fear-of-arrest",
        "corruption",
        "hardship",
    ]
    send(ines, f"codes/{made}/move", under=told["hardship"]["number"])
    assert codes(ines)["fear-of-arrest"]["path"] == "leaving/hardship/fear-of-arrest"
    below = ines.post(f"/api/codebook/codes/{told['leaving']['number']}/move", json={"under": made})
    assert (below.status_code, below.json()["error"]) == (422, "WrongPlace")
    send(ines, f"codes/{made}/retire")
    assert "fear-of-arrest" not in codes(ines)


def test_a_merge_says_beforehand_what_it_concerns(coded: relata.Databank, client: Client) -> None:
    """The figures of the question are those of the act; codings stay their coders'."""
    ines = client("Ines")
    told = codes(ines)
    gone, kept = told["brutality"]["number"], told["corruption"]["number"]
    asked = ines.get(f"/api/codebook/codes/{gone}/merge/{kept}").json()
    assert (asked["codings"], asked["doubles"], asked["coders"]) == (3, 1, 2)
    assert "brutality" in codes(ines)
    done = send(ines, f"codes/{gone}/merge", into=kept, reason="the same")
    assert "brutality" not in codes(ines)
    assert counts(ines)[kept]["codings"] == 3
    ines.post("/api/undo", json={"revision": done["revision"]})
    assert counts(ines)[gone]["codings"] == 3


def test_codings_of_a_split_code_wait_for_their_coders(
    coded: relata.Databank, client: Client
) -> None:
    """Each sees one's own with their words, and gives them to a part; none are lost."""
    ines, omar = client("Ines"), client("Omar")
    whole = codes(ines)["brutality"]["number"]
    made = send(ines, f"codes/{whole}/split", parts=[{"label": "Seen"}, {"label": "Suffered"}])
    assert codes(omar)["brutality"]["parts"] == made["numbers"]
    assert codes(omar)["brutality"]["codable"] is False
    queue = omar.get(f"/api/codebook/codes/{whole}/to-reassign").json()
    assert (queue["total"], queue["codings"][0]["passage"]["words"]) == (2, "guard")
    assert ines.get(f"/api/codebook/codes/{whole}/to-reassign").json()["total"] == 0
    every = ines.get(f"/api/codebook/codes/{whole}/to-reassign", params={"all": True}).json()
    assert every["total"] == 3
    first = queue["codings"][0]["number"]
    send(omar, "reassign", codings=[first], code=made["numbers"][1])
    assert omar.get(f"/api/codebook/codes/{whole}/to-reassign").json()["total"] == 1
    assert counts(omar)[made["numbers"][1]]["codings"] == 1


def test_older_codings_are_kept_given_or_removed(coded: relata.Databank, client: Client) -> None:
    """The queue tells what the code meant then; each of the three answers takes one off it."""
    coded.seated("Omar").coding.code("first", (15, 19), code="brutality")
    ines, omar = client("Ines"), client("Omar")
    told = codes(ines)
    number = told["brutality"]["number"]
    send(ines, f"codes/{number}", "PATCH", definition="Violence, seen or suffered.")
    assert counts(omar)[number]["older"] == 4
    assert (counts(omar)[number]["own_older"], counts(ines)[number]["own_older"]) == (3, 0)
    queue = omar.get("/api/codebook/older").json()
    assert (queue["total"], {one["own"] for one in queue["codings"]}) == (3, {True})
    assert queue["codings"][0]["then"]["definition"] == ""
    assert ines.get("/api/codebook/older", params={"all": True}).json()["total"] == 4
    one, two, three = (coding["number"] for coding in queue["codings"])
    send(omar, "older/keep", codings=[one])
    send(omar, "older/give", codings=[two], code=told["hardship"]["number"])
    done = send(omar, "older/remove", codings=[three])
    assert omar.get("/api/codebook/older").json()["total"] == 0
    assert counts(omar)[told["hardship"]["number"]]["own"] == 1
    omar.post("/api/undo", json={"revision": done["revision"]})
    assert omar.get("/api/codebook/older").json()["total"] == 1
    others = ines.post("/api/codebook/older/keep", json={"codings": [three]})
    assert others.json()["error"] == "NoSuchCoding"


def test_counts_open_to_passages(coded: relata.Databank, client: Client) -> None:
    """The passages of a code are as many as its count, and narrow to a coder."""
    ada = client("Ada")
    number = codes(ada)["brutality"]["number"]
    told = ada.get(f"/api/codebook/codes/{number}/passages").json()
    assert told["total"] == counts(ada)[number]["codings"] == 3
    assert told["passages"][0]["words"] == "guard"
    omar = next(one for one in told["coders"] if one["name"] == "Omar")
    assert omar["codings"] == 2
    narrowed = ada.get(
        f"/api/codebook/codes/{number}/passages", params={"coder": omar["number"], "skip": 1}
    ).json()
    assert (narrowed["total"], len(narrowed["passages"])) == (2, 1)
    assert client("Rosa").get(f"/api/codebook/codes/{number}/passages").status_code == 403


def test_variables_are_added_changed_moved_and_retired(
    served: relata.Databank, client: Client
) -> None:
    """What would make values that stand unfit is refused with how many."""
    served.seated("Omar").cases.set("P-001", "age", "31")
    ines = client("Ines")
    (made,) = send(
        ines, "variables", label="Rank", kind="ordinal",
        choices=[{"name": "low", "label": "Low", "labels": {}},
                 {"name": "high", "label": "High", "labels": {"it": "Alto"}}],
    )["numbers"]  # fmt: skip

    def variables() -> dict[str, Any]:
        return {v["name"]: v for v in ines.get("/api/codebook").json()["variables"]}

    assert [c["name"] for c in variables()["rank"]["choices"]] == ["low", "high"]
    age = variables()["age"]["number"]
    send(ines, f"variables/{made}/move", before=age)
    assert next(iter(variables())) == "rank"
    refused = ines.patch(f"/api/codebook/variables/{age}", json={"maximum": 20})
    assert refused.status_code == 422
    assert "1" in refused.json()["message"]
    send(ines, f"variables/{age}", "PATCH", maximum=90, identifying=True)
    assert (variables()["age"]["maximum"], variables()["age"]["identifying"]) == (90, True)
    send(ines, f"variables/{made}/retire", reason="not asked")
    assert "rank" not in variables()


def test_a_codebook_goes_out_and_comes_back(served: relata.Databank, client: Client) -> None:
    """Each form that is written can be brought in again, where it adds nothing new."""
    served.codebook.retire_variable("left_on")  # files write names with hyphens
    ines = client("Ines")
    for form in ("yaml", "xlsx", "csv"):
        file = ines.get("/api/codebook/export", params={"form": form})
        assert f'filename="codebook.{form}"' in file.headers["content-disposition"]
        back = ines.post("/api/codebook/import", params={"form": form}, content=file.content)
        assert back.status_code == 200, back.text
        assert (back.json()["added"], len(codes(ines))) == (0, 4)
    bad = ines.post("/api/codebook/import", params={"form": "yaml"}, content=b"codes: 3")
    assert (bad.status_code, bad.json()["error"]) == (422, "BadCodebook")


def test_a_starter_brings_its_codes(served: relata.Databank, client: Client) -> None:
    """The three starters are told with their sizes; one that is chosen stands at once."""
    ines = client("Ines")
    told = {one["name"]: one for one in ines.get("/api/codebook/starters").json()}
    assert len(told) == 3
    wanted = told["reasons-for-leaving"]
    brought = send(ines, f"starters/{wanted['name']}")
    assert brought["added"] > 10
    assert len(codes(ines)) >= wanted["codes"]
    assert client("Omar").post("/api/codebook/starters/a-persons-way").status_code == 403
    assert ines.post("/api/codebook/starters/none-such").status_code == 422
