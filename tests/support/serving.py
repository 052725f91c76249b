"""A served databank and real chromium, for journeys."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import PASSPHRASE
from playwright.sync_api import Browser, Page, sync_playwright

import relata
from relata.server.workspace_files import BUILT

CHROMIUM = shutil.which("chromium")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_ENTRANCE = re.compile(r"(http://127\.0\.0\.1:\d+)/#enter=(\S+)")


@dataclass
class Served:
    """`relata serve`, running: where, and the one-time way in of whoever started it."""

    url: str
    ticket: str
    process: subprocess.Popen[str]


@contextlib.contextmanager
def served(folder: Path, passphrase: str, *, user: str | None = None) -> Iterator[Served]:
    """Serve a databank in a process of its own, on this machine alone."""
    if not (BUILT / "index.html").is_file():
        pytest.skip("the workspace is not built (make workspace)")
    command = [sys.executable, "-m", "relata", "--databank", str(folder)]
    command += ["--user", user] if user else []
    command += ["serve", "--no-browser", "--port", str(_free_port())]
    environment = {**os.environ, "RELATA_PASSPHRASE": passphrase, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := _ENTRANCE.search(line):
                yield Served(found[1], found[2], process)
                return
        raise AssertionError("the server did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def standing(folder: Path, coder: str) -> set[tuple[str, str]]:
    """What a coder's codings say in the store: code and words."""
    with relata.open(folder, passphrase=PASSPHRASE, user="Lena") as bank:
        return {(c.code, bank.coding.quotation(c)) for c in bank.coding.list(coder=coder)}


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Real chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Person:
    """Somebody at a browser of their own; what the page complained of is kept."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls, browser: Browser, served: Served, *, language: str = "en-GB", **more: Any
    ) -> Person:
        """A fresh browser, with nothing of anybody else's."""
        size = {"width": 1400, "height": 900}
        context = browser.new_context(locale=language, viewport=size, **more)
        person = cls(context.new_page(), served.url)
        person.page.set_default_timeout(15_000)
        person.page.on("pageerror", lambda fault: person.complaints.append(str(fault)))
        person.page.on(
            "console",
            lambda told: (
                person.complaints.append(told.text)
                if told.type == "error" and "Content Security Policy" in told.text
                else None
            ),
        )
        return person

    def enter(self, ticket: str) -> None:
        """Come in by the address that the server printed."""
        self.page.goto(f"{self.url}/#enter={ticket}")
        self.page.wait_for_selector("nav")

    def sign_in(self, name: str, passphrase: str) -> None:
        """Come in by name and passphrase."""
        self.page.goto(self.url)
        self.page.fill("#name", name)
        self.page.fill("input[autocomplete=current-password]", passphrase)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("nav")

    def open(self, source: str, at: tuple[int, int] | None = None) -> None:
        """Open a source in the reader."""
        place = f"?at={at[0]}-{at[1]}" if at else ""
        self.page.goto(f"{self.url}/sources/{source}{place}")
        self.page.wait_for_selector(".relata-block")

    def select(self, words: str) -> None:
        """Select words of the open text with the mouse, from their first letter to their last."""
        ends = self.page.evaluate(_ENDS, words)
        assert ends, f"{words!r} is not in view"
        (x1, y1), (x2, y2) = ends
        self.page.mouse.move(x1, y1)
        self.page.mouse.down()
        self.page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2)
        self.page.mouse.move(x2, y2, steps=4)
        self.page.mouse.up()

    def code(self, words: str, letters: str) -> None:
        """Select words, type letters of a code, Enter."""
        self.select(words)
        self.page.keyboard.type(letters)
        self.page.wait_for_selector("[role=option]")
        self.page.keyboard.press("Enter")

    def saved(self) -> None:
        """Wait until nothing is left to save."""
        self.page.wait_for_selector(".sign.good", state="attached")

    def says(self, words: str) -> None:
        """Wait until words stand on the page."""
        self.page.get_by_text(words).first.wait_for()


_ENDS = """(words) => {
  const text = document.querySelector(".relata-text");
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    const box = (from, to) => {
      range.setStart(walk.currentNode, from);
      range.setEnd(walk.currentNode, to);
      return range.getBoundingClientRect();
    };
    box(at, at + 1);
    walk.currentNode.parentElement.scrollIntoView({ block: "center" });
    const rtl = getComputedStyle(walk.currentNode.parentElement).direction === "rtl"
      || /[\\u0590-\\u08ff]/.test(words);
    const first = box(at, at + 1);
    const last = box(at + words.length - 1, at + words.length);
    const y = (one) => one.top + one.height / 2;
    return rtl
      ? [[first.right - 1, y(first)], [last.left + 0.5, y(last)]]
      : [[first.left + 1, y(first)], [last.right - 0.5, y(last)]];
  }
  return null;
}"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
