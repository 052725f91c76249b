"""The two pictures of the workspace: an interview being coded, and a finding that opens.

`tools/pictures.py` draws them with the others: it serves the demonstration databank on this
machine alone, and chromium photographs what it shows, light, 1400 by 900. The workspace has
to be built (`make workspace`).
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from relata.coding import Coding
    from relata.databank import Databank

SIZE = {"width": 1400, "height": 900}
IN_VIEW = 1100
"""Characters of a text that a picture shows, roughly."""
CODER = "Ada"
"""A coder of the demonstration, in whose place the pictures are taken."""
ENTRANCE = re.compile(r"(http://\S+)/#enter=(\S+)")


def draw(databank: Path, browser: Browser, pictures: Path) -> None:
    """Photograph the workspace at work on a copy of a databank."""
    import relata

    with tempfile.TemporaryDirectory(prefix="relata-workspace-") as folder:
        copy = Path(folder) / databank.name
        shutil.copytree(databank, copy)
        with relata.open(copy) as bank:
            source, start, end = worth_reading(bank)
            branch, motive = worth_asking(bank)
            bank.team.accept(bank.team.invite(CODER).token or "", os.environ["RELATA_PASSPHRASE"])
        with serving(copy) as entrance:
            context = browser.new_context(
                viewport=SIZE, color_scheme="light", reduced_motion="reduce", locale="en-GB"
            )
            page = context.new_page()
            page.goto(entrance)
            page.wait_for_selector("nav")
            site = entrance.partition("/#")[0]
            page.goto(f"{site}/sources/{source}?at={start}-{end}")
            page.wait_for_selector(".relata-bar")
            page.wait_for_selector("blockquote")
            keep(page, pictures / "reading.png")
            page.goto(f"{site}/findings?under={quote(branch, safe='')}&show=table")
            page.get_by_role(
                "button", name=re.compile(rf"Open .*{re.escape(motive)}")
            ).first.click()
            page.wait_for_selector("blockquote")
            page.get_by_role("button", name="Chart", exact=True).click()
            page.wait_for_selector("main svg")
            keep(page, pictures / "findings.png")
            context.close()


def worth_reading(bank: Databank) -> tuple[str, int, int]:
    """A stretch of an English interview with many codes, and a passage of it to take in hand."""
    best: tuple[tuple[int, int, str], list[Coding]] | None = None
    for source in bank.sources.list():
        if source.kind != "interview" or source.language != "en":
            continue
        codings = sorted(bank.coding.list(source=source.id), key=lambda c: (c.start, c.coder))
        for first in codings:
            near = [c for c in codings if first.start <= c.start and c.end < first.start + IN_VIEW]
            own = sum(c.coder == CODER for c in near)
            rank = (len({c.code for c in near}), own, source.title)
            if own and (best is None or rank > best[0]):
                best = (rank, near)
    assert best is not None
    own = [c for c in best[1] if c.coder == CODER]
    chosen = own[len(own) // 2]
    return chosen.source, chosen.start, chosen.end


def worth_asking(bank: Databank) -> tuple[str, str]:
    """A branch of the codebook, and the label of a motive in it with few cases."""
    found = bank.findings.motives(under="the-life")
    told = [row for row in found.rows if row.depth and row.cases >= 2]
    return found.rows[0].code, min(told, key=lambda row: (row.cases, row.label)).label


def keep(page: Page, file: Path) -> None:
    """A picture of what is in view."""
    from PIL import Image

    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(file, optimize=True)


@contextmanager
def serving(databank: Path) -> Iterator[str]:
    """`relata serve`, running; gives the one-time way in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "relata", "--databank", str(databank)]
    running = subprocess.Popen(
        [*command, "serve", "--no-browser", "--port", str(port)],
        env={**os.environ, "PYTHONUNBUFFERED": "1", "RELATA_USER": CODER},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        for line in running.stdout:
            if found := ENTRANCE.search(line):
                yield found[0]
                return
        raise SystemExit("the server did not start")
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(20)
