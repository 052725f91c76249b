"""Coming in over HTTP: cookies, tokens, time, the throttle, invitations, second factors."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from litestar.testing import TestClient

import relata
from relata.databank.door import Door
from relata.server.app import application

Browser = Any
Browsers = Callable[[], Browser]
HOST = "testserver.local"
COOKIE = "relata_session"
OMARS = "omar's own passphrase"


@dataclass
class Clock:
    """The store's clock, which goes on when told to."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock(served: relata.Databank) -> Clock:
    """A clock that a test can put forward."""
    made = Clock()
    served._desk.store.clock = made
    return made


@pytest.fixture
def omar(served: relata.Databank) -> None:
    """Omar has a passphrase of his own."""
    token = served.team.invite("Omar").token
    assert token is not None
    served.team.accept(token, OMARS)


def enter(browser: Browser, name: str = "Omar", passphrase: str = OMARS) -> Any:
    return browser.post("/api/sign-in", json={"name": name, "passphrase": passphrase})


def token_of(answer: Any) -> str:
    cookie = SimpleCookie(answer.headers.get("set-cookie", ""))
    return next((one.value for one in cookie.values()), "")


def stands(browser: Browser, token: str) -> int:
    """The status under which a token, and nothing else, is answered."""
    browser.cookies.clear()
    return int(browser.get("/api/me", headers={"cookie": f"{COOKIE}={token}"}).status_code)


# -- the cookie -----------------------------------------------------------------


@pytest.mark.usefixtures("omar")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browsers: Browsers) -> None:
    """The cookie is HttpOnly, SameSite=Strict, for this host, and ends with the browser."""
    (told,) = SimpleCookie(enter(browsers()).headers["set-cookie"]).values()
    assert told.key == COOKIE
    assert told["httponly"]
    assert told["samesite"].lower() == "strict"
    assert told["path"] == "/"
    assert (told["domain"], told["max-age"], told["expires"]) == ("", "", "")


@pytest.mark.usefixtures("omar")
def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(door: Door) -> None:
    """Where browsers come by TLS the cookie is Secure, with the __Host- name."""
    app = application(door, hosts=[HOST], secure=True)
    with TestClient(app, base_url=f"https://{HOST}") as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        (told,) = SimpleCookie(enter(browser).headers["set-cookie"]).values()
        assert told.key == f"__Host-{COOKIE}"
        assert told["secure"]
        assert browser.get("/api/me").json()["name"] == "Omar"


# -- tokens ---------------------------------------------------------------------


@pytest.mark.usefixtures("omar")
def test_a_token_of_ones_own_choosing_opens_nothing(browsers: Browsers) -> None:
    """Signing in gives a new token, whatever was brought; the brought one opens nothing."""
    browser = browsers()
    brought = "A" * 43
    browser.cookies.set(COOKIE, brought)
    given = token_of(enter(browser))
    assert given != brought
    assert stands(browser, brought) == 401
    assert stands(browser, given) == 200


@pytest.mark.usefixtures("omar")
def test_unlocking_gives_a_new_token_and_kills_the_old(browsers: Browsers) -> None:
    """A locked session is silent; the passphrase opens it under a new token alone."""
    browser = browsers()
    old = token_of(enter(browser))
    browser.post("/api/lock", json={})
    assert browser.get("/api/me").status_code == 423
    assert browser.get("/api/waiting").json() == {"name": "Omar", "needs": "passphrase"}
    assert browser.post("/api/unlock", json={"passphrase": "wrong"}).status_code == 403
    new = token_of(browser.post("/api/unlock", json={"passphrase": OMARS}))
    assert browser.get("/api/me").json()["name"] == "Omar"
    assert new not in ("", old)
    assert (stands(browser, old), stands(browser, new)) == (401, 200)


@pytest.mark.usefixtures("omar")
def test_signing_out_ends_the_session_at_the_server(browsers: Browsers) -> None:
    """The token of somebody who signed out opens nothing, wherever it was copied to."""
    browser = browsers()
    token = token_of(enter(browser))
    browser.post("/api/sign-out", json={})
    assert browser.get("/api/me").status_code == 401
    assert stands(browser, token) == 401


@pytest.mark.usefixtures("omar")
def test_a_changed_passphrase_ends_the_other_sessions(browsers: Browsers) -> None:
    """Whoever changes the passphrase stays in, under a new token; everywhere else it is over."""
    here, elsewhere = browsers(), browsers()
    old = token_of(enter(here))
    enter(elsewhere)
    new = "another passphrase of omar"
    assert here.post("/api/me/passphrase", json={"old": "no", "new": new}).status_code == 403
    short = here.post("/api/me/passphrase", json={"old": OMARS, "new": "short"})
    assert (short.status_code, short.json()["error"]) == (422, "WeakPassphrase")
    assert here.get("/api/me").status_code == 200
    answer = here.post("/api/me/passphrase", json={"old": OMARS, "new": new})
    assert answer.status_code == 204, answer.text
    assert here.get("/api/me").status_code == 200
    assert elsewhere.get("/api/me").status_code == 401
    assert enter(elsewhere).status_code == 403
    assert enter(elsewhere, passphrase=new).status_code == 204
    assert stands(elsewhere, old) == 401


@pytest.mark.usefixtures("omar")
def test_a_recovery_key_is_told_once_and_lets_in(browsers: Browsers) -> None:
    """A recovery key is made for whoever gives the passphrase again, and signs in like it."""
    browser = browsers()
    enter(browser)
    refused = browser.post("/api/me/recovery-key", json={"passphrase": "wrong"})
    assert (refused.status_code, "key" in refused.json()) == (403, False)
    key = browser.post("/api/me/recovery-key", json={"passphrase": OMARS}).json()["key"]
    assert browser.get("/api/me").status_code == 200
    assert enter(browsers(), passphrase=key).status_code == 204


@pytest.mark.usefixtures("omar")
def test_sessions_are_listed_and_ended_one_by_one(browsers: Browsers) -> None:
    """One's sessions are told without their tokens, and another one is ended by its id."""
    here, there, lena = browsers(), browsers(), browsers()
    enter(here)
    token = token_of(enter(there))
    told = here.get("/api/me/sessions")
    assert token not in told.text
    (other,) = [one for one in told.json() if not one["here"]]
    lena.post("/api/enter", json={"ticket": "x"})
    assert here.delete(f"/api/me/sessions/{other['id']}").status_code == 204
    assert there.get("/api/me").status_code == 401
    assert here.get("/api/me").status_code == 200


def test_a_ticket_lets_in_once(browsers: Browsers, door: Door) -> None:
    """The address that the server prints signs in once, and a second time nobody."""
    ticket = door.ticket()
    assert browsers().post("/api/enter", json={"ticket": ticket}).status_code == 204
    again = browsers().post("/api/enter", json={"ticket": ticket})
    assert (again.status_code, again.json()["error"]) == (422, "TicketSpent")


# -- time -----------------------------------------------------------------------


@pytest.mark.usefixtures("omar")
def test_a_session_locks_and_ends_without_a_sign_of_life(browsers: Browsers, clock: Clock) -> None:
    """After an hour of silence the passphrase is asked; after two the session is over."""
    browser = browsers()
    enter(browser)
    clock.ahead += 3500
    assert browser.get("/api/me").status_code == 200
    clock.ahead += 3700
    assert browser.get("/api/me").status_code == 423
    clock.ahead += 3600
    assert browser.get("/api/me").status_code == 401


@pytest.mark.usefixtures("omar")
def test_a_session_ends_after_a_long_day(browsers: Browsers, clock: Clock) -> None:
    """However busy somebody is, fourteen hours after it began a session is over."""
    browser = browsers()
    enter(browser)
    for _ in range(27):
        clock.ahead += 1800
        assert browser.get("/api/me").status_code == 200
    clock.ahead += 1900
    assert browser.get("/api/me").status_code == 401


# -- guessing -------------------------------------------------------------------


@pytest.mark.usefixtures("omar")
def test_guessing_is_slowed_down_and_told_for_how_long(browsers: Browsers, clock: Clock) -> None:
    """After three wrong attempts the next waits, the right one too, and the wait is told."""
    browser = browsers()
    for _ in range(3):
        assert enter(browser, passphrase="wrong").status_code == 403
    early = enter(browser)
    assert early.status_code == 429
    assert early.json()["error"] == "TooManyAttempts"
    assert 0 < early.json()["wait"] <= 1
    clock.ahead += 2
    assert enter(browser).status_code == 204


@pytest.mark.usefixtures("omar")
def test_an_unknown_name_is_answered_as_a_wrong_passphrase_is(browsers: Browsers) -> None:
    """Who works here cannot be found out at the door: same words, same status, same headers."""
    known = enter(browsers(), passphrase="wrong")
    unknown = enter(browsers(), name="Nobody", passphrase="wrong")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert dict(known.headers) == dict(unknown.headers)
    assert "set-cookie" not in known.headers


def test_only_a_trusted_proxy_says_where_somebody_comes_from(
    served: relata.Databank, door: Door
) -> None:
    """A forged X-Forwarded-For changes no address, and behind a proxy its last entry counts."""
    for behind, places in ((False, 1), (True, 2)):
        app = application(door, hosts=[HOST], behind_proxy=behind)
        with TestClient(app, base_url=f"http://{HOST}") as browser:
            browser.headers["sec-fetch-site"] = "same-origin"
            before = {one.at for one in served.team.sign_ins()}
            for last in ("10.0.0.1", "10.0.0.2"):
                browser.headers["x-forwarded-for"] = f"1.2.3.4, {last}"
                enter(browser, name=f"Nobody {behind}", passphrase="wrong")
            made = [one for one in served.team.sign_ins() if one.at not in before]
        assert len({one.place for one in made}) == places


# -- people ---------------------------------------------------------------------


@pytest.mark.usefixtures("omar")
def test_deactivation_ends_everything_at_once(browsers: Browsers, client: Any) -> None:
    """Somebody deactivated is out with the next request, and the passphrase opens nothing."""
    browser, lead = browsers(), client("Ines")
    enter(browser)
    assert browser.get("/api/me").status_code == 200
    assert lead.patch("/api/team", json={"name": "Omar", "active": False}).status_code == 200
    assert browser.get("/api/me").status_code == 401
    assert enter(browser).status_code == 403


@pytest.mark.usefixtures("omar")
def test_a_changed_role_waits_for_the_passphrase(browsers: Browsers, client: Any) -> None:
    """A person whose role changed gives the passphrase again, and goes on with the new role."""
    browser, lead = browsers(), client("Ines")
    enter(browser)
    assert lead.patch("/api/team", json={"name": "Omar", "role": "reader"}).status_code == 200
    assert browser.get("/api/sources").status_code == 423
    assert browser.post("/api/unlock", json={"passphrase": OMARS}).status_code == 204
    assert browser.get("/api/me").json()["role"] == "reader"
    assert browser.get("/api/sources").status_code == 403


def test_an_invitation_from_end_to_end(browsers: Browsers, client: Any) -> None:
    """A lead invites, the person is greeted by name, chooses a passphrase, and is in."""
    lead, new = client("Ines"), browsers()
    made = lead.post("/api/team/invitations", json={"name": "Noor", "role": "coder"}).json()
    token = made["token"]
    assert token not in lead.get("/api/team/invitations").text
    assert new.post("/api/invited", json={"invitation": token}).json() == {"name": "Noor"}
    weak = new.post("/api/accept", json={"invitation": token, "passphrase": "short"})
    assert (weak.status_code, weak.json()["error"]) == (422, "WeakPassphrase")
    body = {"invitation": token, "passphrase": "noor's own passphrase"}
    assert new.post("/api/accept", json=body).status_code == 204
    assert (new.get("/api/me").json()["name"], new.get("/api/me").json()["role"]) == (
        "Noor",
        "coder",
    )
    assert browsers().post("/api/accept", json=body).status_code == 422
    assert enter(browsers(), "Noor", "noor's own passphrase").status_code == 204


# -- second factors -------------------------------------------------------------


def code_of(secret: str, *, ahead: int = 0) -> str:
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)
    return totp.generate(time.time() + 30 * ahead).decode("ascii")


@pytest.mark.usefixtures("omar")
def test_a_second_factor_from_end_to_end(browsers: Browsers) -> None:
    """Set up, confirmed, asked for at the next entry; each code once, each step a new token."""
    browser = browsers()
    first = token_of(enter(browser))
    setup = browser.post("/api/me/second-factor/set-up", json={"code": ""}).json()
    assert setup["address"].startswith("otpauth://totp/")
    assert "<script" not in setup["picture"]
    wrong = browser.post("/api/me/second-factor/confirm", json={"code": "000000"})
    assert wrong.status_code == 422
    shown = code_of(setup["secret"])
    confirmed = browser.post("/api/me/second-factor/confirm", json={"code": shown})
    codes = confirmed.json()["codes"]
    assert len(set(codes)) == 10
    assert token_of(confirmed) not in ("", first)

    other = browsers()
    half = token_of(enter(other))
    assert other.get("/api/me").json()["error"] == "SecondFactorNeeded"
    assert other.get("/api/waiting").json() == {"name": "Omar", "needs": "code"}
    assert other.post("/api/me/second-factor/set-up", json={"code": ""}).status_code == 423
    spent = other.post("/api/second-factor", json={"code": shown})
    assert (spent.status_code, spent.json()["error"]) == (422, "WrongCode")
    risen = other.post("/api/second-factor", json={"code": code_of(setup["secret"], ahead=1)})
    assert risen.status_code == 204, risen.text
    assert other.get("/api/me").json()["name"] == "Omar"
    assert stands(browsers(), half) == 401

    third = browsers()
    enter(third)
    assert third.post("/api/second-factor", json={"code": codes[0].lower()}).status_code == 204
    fourth = browsers()
    enter(fourth)
    assert fourth.post("/api/second-factor", json={"code": codes[0]}).status_code == 422
    assert third.get("/api/me/second-factor").json()["codes_left"] == 9


def test_where_the_rule_asks_the_next_entry_sets_a_factor_up(
    served: relata.Databank, browsers: Browsers
) -> None:
    """A lead without a second factor sees nothing but its set-up, once the rule asks for it."""
    token = served.team.invite("Ines").token or ""
    served.team.accept(token, "ines' own passphrase")
    served.team.require_second_factor("leads")
    browser = browsers()
    enter(browser, "Ines", "ines' own passphrase")
    assert browser.get("/api/waiting").json()["needs"] == "set up"
    assert browser.get("/api/team").status_code == 423
    secret = browser.post("/api/me/second-factor/set-up", json={"code": ""}).json()["secret"]
    body = {"code": code_of(secret)}
    assert browser.post("/api/me/second-factor/confirm", json=body).status_code == 200
    assert browser.get("/api/team").status_code == 200
    off = browser.post("/api/me/second-factor/off", json={"code": code_of(secret, ahead=1)})
    assert (off.status_code, off.json()["error"]) == (422, "SecondFactorRequired")


def test_preferences_are_told_whole_and_kept(browsers: Browsers, door: Door) -> None:
    """Every preference is told, also one that was never chosen; what cannot be is refused."""
    browser = browsers()
    browser.post("/api/enter", json={"ticket": door.ticket()})
    liked = browser.get("/api/me").json()["preferences"]
    assert {"language", "theme", "text_size", "lock_after", "others"} <= set(liked)
    changed = browser.patch("/api/me/preferences", json={"theme": "dark", "text_size": 20})
    assert changed.json() == {**liked, "theme": "dark", "text_size": 20}
    wrong = browser.patch("/api/me/preferences", json={"text_size": 4000})
    assert (wrong.status_code, wrong.json()["error"]) == (422, "BadPreference")
    assert browser.get("/api/me").json()["preferences"]["text_size"] == 20
