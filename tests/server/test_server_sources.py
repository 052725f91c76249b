"""The list of sources over HTTP: what was done in each, searching, describing, relating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.banks import put

import relata

Client = Callable[[str], Any]


def test_the_list_tells_what_was_done_in_each_source(
    served: relata.Databank, client: Client
) -> None:
    """Codings are told with their coders and one's own apart, cases by pseudonym."""
    served.seated("Omar").coding.code("first", (4, 9), code="brutality")
    served.seated("Ada").coding.code("first", (4, 9), code="hardship")

    told = client("Omar").get("/api/sources").json()

    first, second = told["sources"]
    assert told["total"] == 2
    assert (first["title"], first["codings"], first["own"]) == ("first", 2, 1)
    assert (first["state"], first["cases"], first["case_count"]) == ("begun", ["P-001"], 1)
    names = dict(told["people"])
    assert {names[number] for number, _ in first["coders"]} == {"Omar", "Ada"}
    assert (second["codings"], second["state"], second["hits"]) == (0, None, None)


def test_the_list_is_narrowed(served: relata.Databank, client: Client) -> None:
    """By words, by state, by whose state, by date; what does not fit is refused in words."""
    served.seated("Ada").coding.look("second", "done")
    put(served, "Une lettre.", title="letter", language="fr", date="2015-03", kind="mail")
    browser = client("Omar")

    def titles(**asked: str) -> list[str]:
        return [s["title"] for s in browser.get("/api/sources", params=asked).json()["sources"]]

    assert titles(words="border") == ["first"]
    assert titles(stand="done") == []
    assert titles(stand="done", coder="Ada") == ["second"]
    assert titles(language="fr") == titles(kind="mail") == titles(since="2015") == ["letter"]
    refused = browser.get("/api/sources", params={"words": "NOT"})
    assert refused.status_code == 422
    assert refused.json()["error"] == "NotASearch"


def test_a_search_gives_paragraphs_with_their_marks(
    served: relata.Databank, client: Client
) -> None:
    """Marks lie within the paragraph told, and a coder's state narrows the search too."""
    browser = client("Omar")

    told = browser.get("/api/search", params={"words": "friend"}).json()

    (hit,) = told["hits"]
    (mark,) = hit["marks"]
    assert hit["content"][slice(*mark)] == "friends"
    text = browser.get(f"/api/sources/{hit['source']}/text").json()["text"]
    assert text[hit["start"] : hit["end"]] == hit["content"]
    none = browser.get("/api/search", params={"words": "friend", "stand": "done"}).json()
    assert (none["passages"], none["hits"]) == (0, [])


@pytest.mark.parametrize(("extent", "words"), [("match", 1), ("sentence", 1), ("paragraph", 1)])
def test_all_hits_are_counted_coded_and_taken_back(
    served: relata.Databank, client: Client, extent: str, words: int
) -> None:
    """What was counted is what is coded, in one revision that is taken back whole."""
    browser = client("Omar")
    asked = {"words": "he", "extent": extent}

    counted = browser.get("/api/search/count", params=asked).json()
    done = browser.post("/api/search/code", json={**asked, "code": "hardship"}).json()

    assert counted["passages"] == done["made"] == len(served.coding.list())
    assert done["made"] >= words
    again = browser.post("/api/search/code", json={**asked, "code": "hardship"}).json()
    assert (again["made"], again["stood"], again["revision"]) == (0, done["made"], None)
    assert browser.post("/api/undo", json={"revision": done["revision"]}).status_code == 200
    assert served.coding.list() == []


def test_coding_all_hits_keeps_to_the_sources_listed(
    served: relata.Databank, client: Client
) -> None:
    """Narrowed to sources not looked at, others keep what they have."""
    served.seated("Omar").coding.look("first", "done")
    asked = {"words": "he", "extent": "paragraph", "stand": "not looked at"}
    browser = client("Omar")

    counted = browser.get("/api/search/count", params=asked).json()
    browser.post("/api/search/code", json={**asked, "code": "hardship"})

    assert counted == {"passages": 1, "sources": 1}
    assert {c.source for c in served.coding.list()} == {served.sources.get("second").id}


def test_a_description_is_corrected_and_emptied(served: relata.Databank, client: Client) -> None:
    """What is left out stays, an empty word empties, a date that is none is refused."""
    id = served.sources.get("second").id
    browser = client("Omar")

    told = browser.patch(
        f"/api/sources/{id}", json={"title": "Interview 2", "date": "2015-03~", "author": "A. B."}
    ).json()
    assert (told["title"], told["date"], told["language"]) == ("Interview 2", "2015-03~", "en")

    told = browser.patch(f"/api/sources/{id}", json={"author": "", "date": ""}).json()
    assert (told["author"], told["date"], told["title"]) == (None, None, "Interview 2")
    refused = browser.patch(f"/api/sources/{id}", json={"date": "last spring"})
    assert refused.status_code == 422
    assert browser.get(f"/api/sources/{id}/description").json()["date"] is None


def test_a_translation_stands_beside_its_original(served: relata.Databank, client: Client) -> None:
    """Each of two related sources tells what the other is; paragraphs stand in rows, pins hold."""
    one = put(served, "He left.\n\nIt was night.\n\nNobody saw.", title="a.en")
    two = put(served, "Partì.\n\nEra notte.\n\nNessuno vide.", title="a.it", language="it")
    browser = client("Omar")

    asked = {"other": one, "kind": "translation"}
    assert browser.post(f"/api/sources/{two}/relate", json=asked).status_code == 204
    (from_original,) = browser.get(f"/api/sources/{one}/related").json()
    (from_translation,) = browser.get(f"/api/sources/{two}/related").json()
    assert (from_original["source"], from_original["kind"]) == (two, "translation")
    assert (from_translation["source"], from_translation["kind"]) == (one, "original")

    pins = {"other": one, "pairs": [[1, 1]]}
    assert browser.post(f"/api/sources/{two}/align", json=pins).status_code == 204
    told = browser.get(f"/api/sources/{one}/aligned/{two}").json()
    assert told["text"][slice(*told["rows"][1][:2])] == "It was night."
    assert told["other_text"][slice(*told["rows"][1][2:4])] == "Era notte."
    assert [row[6] for row in told["rows"]] == [False, True, False]
    across = browser.get(f"/api/sources/{one}/across/{two}", params={"start": 12, "end": 17}).json()
    assert told["other_text"][across["start"] : across["end"]] == "Era notte."

    gone = browser.post(f"/api/sources/{one}/unrelate", json={"other": two})
    assert gone.status_code == 204
    assert browser.get(f"/api/sources/{two}/related").json() == []


def test_relations_are_suggested_until_confirmed(served: relata.Databank, client: Client) -> None:
    """Names that differ by a language suggest a translation; what is confirmed is not suggested."""
    one = put(served, "He left at night.", title="story", origin="story.en.txt")
    put(served, "Partì di notte.", title="storia", language="it", origin="story.it.txt")
    browser = client("Omar")

    (told,) = browser.get("/api/relations/suggested").json()
    assert {told["title"], told["other_title"]} == {"story", "storia"}
    asked = {"other": told["other"], "kind": told["kind"]}
    browser.post(f"/api/sources/{told['source']}/relate", json=asked)

    assert browser.get("/api/relations/suggested").json() == []
    assert len(browser.get(f"/api/sources/{one}/related").json()) == 1


def test_a_reader_sees_no_source(client: Client) -> None:
    """Whoever reads findings alone is refused the list, the search and every description."""
    browser = client("Rosa")
    for path in ("/api/sources", "/api/search?words=he", "/api/relations/suggested"):
        assert browser.get(path).status_code == 403, path
