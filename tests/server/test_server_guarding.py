"""The guard at the door: foreign sites, foreign names, and requests that have no form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from relata.databank.door import Door
from relata.server import workspace_files
from relata.server.app import application
from relata.server.workspace_files import Built

Browser = Any
Browsers = Callable[[], Browser]
HOST = "testserver.local"
PREFER = ("PATCH", "/api/me/preferences")


@pytest.fixture
def browser(browsers: Browsers, door: Door) -> Browser:
    """A browser signed in as the guardian."""
    made = browsers()
    made.post("/api/enter", json={"ticket": door.ticket()})
    return made


def sent(browser: Browser, headers: dict[str, str | None], *, to: tuple[str, str] = PREFER) -> Any:
    """Send a change with some headers set, or left out (None)."""
    request = browser.build_request(to[0], to[1], json={"theme": "dark"})
    for name, value in headers.items():
        if value is None:
            request.headers.pop(name, None)
        else:
            request.headers[name] = value
    return browser.send(request)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8620", "", f"{HOST}.evil.example"])
def test_a_foreign_name_pointed_here_is_refused(browser: Browser, host: str) -> None:
    """Whoever points a name of their own at this address reads and changes nothing by it."""
    for method, path in [("GET", "/api/me"), ("GET", "/"), PREFER]:
        answer = sent(browser, {"host": host}, to=(method, path))
        assert answer.status_code == 421, (method, path)
        assert answer.json()["error"] == "NotThisSite"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": f"http://{HOST}"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": None},
        {"sec-fetch-site": None, "origin": "null"},
        {"sec-fetch-site": None, "origin": "http://evil.example"},
        {"sec-fetch-site": None, "origin": f"http://{HOST}.evil.example"},
    ],
)
def test_another_site_changes_nothing(browser: Browser, headers: dict[str, str | None]) -> None:
    """A change that the workspace itself did not send is refused, cookie or no cookie."""
    answer = sent(browser, headers)
    assert (answer.status_code, answer.json()["error"]) == (403, "OtherSite")
    assert browser.get("/api/me").json()["preferences"]["theme"] == "system"


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": None, "origin": f"http://{HOST}"}],
)
def test_the_workspace_itself_changes_things(
    browser: Browser, headers: dict[str, str | None]
) -> None:
    """What the workspace sends is done, also by a browser that only tells its origin."""
    assert sent(browser, headers).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_reads_nothing(browser: Browser, site: str) -> None:
    """Another site cannot fetch or embed an answer; a link to a page of the workspace opens."""
    embedded = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    assert browser.get("/api/me", headers=embedded).status_code == 403
    assert browser.get("/", headers=embedded).status_code == 403
    followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert browser.get("/", headers=followed).status_code != 403


def test_too_large_a_request_is_refused(browser: Browser) -> None:
    """More than two megabytes are not taken, uploads apart, and change nothing."""
    answer = browser.post("/api/me/preferences", content=b"x" * 2_100_000)
    assert answer.status_code in (405, 413)
    large = b'{"theme": "' + b"x" * 2_100_000 + b'"}'
    answer = browser.patch("/api/me/preferences", content=large)
    assert answer.status_code == 413
    assert browser.get("/api/me").json()["preferences"]["theme"] == "system"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"",
        b'"a"',
        b'{"name": 3, "passphrase": []}',
        b"\xff\xfe",
        b'{"name": "Lena"}',
        b'{"name": "\\ud800", "passphrase": "x"}',
        b"[" * 100_000,
    ],
)
def test_what_has_no_form_is_refused_in_one_sentence(browser: Browser, body: bytes) -> None:
    """A request that does not have its form gets a refusal of one shape, never a fault."""
    answer = browser.post(
        "/api/sign-in", content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500
    assert set(answer.json()) <= {"error", "message", "remedy", "wait"}


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../pyproject.toml",
        "/assets/..%2f..%2fapp.py",
        "/assets/%2e%2e/%2e%2e/app.py",
        "/..%5c..%5capp.py",
        "/assets//etc/passwd",
        "/%2fetc%2fpasswd",
        "/assets/\\..\\app.py",
        "/relata.toml",
        "/keys/",
        "/assets/%00",
    ],
)
def test_only_the_files_of_the_workspace_are_served(browser: Browser, path: str) -> None:
    """No spelling of an address leads to a file that is not of the built workspace."""
    answer = browser.get(path)
    known = {one.plain for one in workspace_files.load().values()}
    assert answer.status_code in (400, 404, 503) or answer.content in known


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/me", 401),
        ("GET", "/api/nowhere", 404),
        ("DELETE", "/api/me", 405),
        ("POST", "/api/sign-in", 400),
        ("GET", "/api/schema/openapi.json", 200),
        ("GET", "/assets/nothing.js", 404),
        ("GET", "/", 200),
        ("GET", "/sources/ab", 200),
        ("GET", "/assets/index.js", 200),
    ],
)
def test_every_answer_is_guarded(
    door: Door, monkeypatch: pytest.MonkeyPatch, method: str, path: str, status: int
) -> None:
    """Refusals, pages and files carry the policy alike: no inline code, no frame, no sniffing."""
    built = {
        "/index.html": Built("text/html", b"<!doctype html>", None, False),
        "/assets/index.js": Built("text/javascript", b"1", None, True),
    }
    monkeypatch.setattr(workspace_files, "load", lambda: built)
    with TestClient(application(door, hosts=[HOST]), base_url=f"http://{HOST}") as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        answer = browser.request(method, path)
    assert answer.status_code == status
    policy = dict(
        part.strip().split(" ", 1)
        for part in answer.headers["content-security-policy"].split(";")
        if " " in part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert "http" not in str(policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers
    if path.startswith("/api/"):
        assert answer.headers["cache-control"] == "no-store"


def test_a_refusal_at_the_door_is_guarded_too(browser: Browser) -> None:
    """What the guard itself answers carries the policy, and over TLS the browser is told so."""
    answer = browser.get("/api/me", headers={"host": "evil.example"})
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_over_tls_the_browser_stays_with_tls(door: Door) -> None:
    """Where browsers come by TLS every answer says to come by nothing else."""
    app = application(door, hosts=[HOST], secure=True)
    with TestClient(app, base_url=f"https://{HOST}") as browser:
        for path in ("/api/me", "/", "/api/nowhere"):
            assert "max-age=" in browser.get(path).headers["strict-transport-security"]
