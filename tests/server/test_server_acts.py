"""Acts that are sent twice are done once, and only for whoever sent them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import relata
from relata.databank.door import Door

Browser = Any
Browsers = Callable[[], Browser]


def code(browser: Browser, source: str, act: str) -> Any:
    body = {"spans": [[4, 9]], "code": "brutality", "case": None}
    return browser.post(f"/api/sources/{source}/codings", json=body, headers={"relata-act": act})


def seated(browsers: Browsers, served: relata.Databank, name: str) -> Browser:
    browser = browsers()
    browser.post("/api/enter", json={"ticket": Door(served.seated(name)).ticket()})
    assert browser.get("/api/me").json()["name"] == name
    return browser


def test_an_act_sent_twice_is_done_once(served: relata.Databank, browsers: Browsers) -> None:
    """The same act gets the same answer, and writes one revision."""
    omar, source = seated(browsers, served, "Omar"), served.sources.get("first").id
    before = served.latest_number()
    answers = [code(omar, source, "one") for _ in range(3)]
    assert answers[0].status_code == 200, answers[0].text
    assert len({answer.content for answer in answers}) == 1
    assert served.latest_number() == before + 1
    code(omar, source, "two")
    assert len(served.coding.list()) >= 1


def test_an_act_sent_twice_at_once_is_done_once(
    served: relata.Databank, browsers: Browsers
) -> None:
    """Also when the second comes while the first is under way."""
    omar = seated(browsers, served, "Omar")
    before = served.latest_number()

    def memo(_: int) -> Any:
        body = {"body": "ask again", "code": "brutality"}
        return omar.post("/api/memos", json=body, headers={"relata-act": "memo"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(memo, range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert served.latest_number() == before + 1


def test_an_act_survives_unlocking_and_signing_in_again(
    served: relata.Databank, browsers: Browsers
) -> None:
    """An act whose answer was lost is not done again because its author came in anew."""
    token = served.team.invite("Omar").token or ""
    served.team.accept(token, "omar's own passphrase")
    source = served.sources.get("first").id
    omar = seated(browsers, served, "Omar")
    first = code(omar, source, "lost")
    done = served.latest_number()
    omar.post("/api/lock", json={})
    assert code(omar, source, "lost").status_code == 423
    omar.post("/api/unlock", json={"passphrase": "omar's own passphrase"})
    assert code(omar, source, "lost").content == first.content
    omar.post("/api/sign-out", json={})
    assert code(omar, source, "lost").status_code == 401
    body = {"name": "Omar", "passphrase": "omar's own passphrase"}
    assert omar.post("/api/sign-in", json=body).status_code == 204
    assert code(omar, source, "lost").content == first.content
    assert served.latest_number() == done


def test_another_person_does_not_get_the_answer(
    served: relata.Databank, browsers: Browsers
) -> None:
    """An act's name is no key: under somebody else's session it is another act."""
    omar, ada = seated(browsers, served, "Omar"), seated(browsers, served, "Ada")
    source = served.sources.get("first").id
    first, second = code(omar, source, "one"), code(ada, source, "one")
    assert first.content != second.content
    assert {one.coder for one in served.coding.list()} == {"Omar", "Ada"}


def test_a_refused_act_may_be_tried_again_where_time_helps(
    served: relata.Databank, browsers: Browsers
) -> None:
    """What was answered "not now" is not kept as the answer; what was refused for good is."""
    omar, source = seated(browsers, served, "Omar"), served.sources.get("first").id
    omar.post("/api/lock", json={})
    assert code(omar, source, "later").status_code == 423
    omar.post("/api/enter", json={"ticket": Door(served.seated("Omar")).ticket()})
    assert code(omar, source, "later").status_code == 200
