"""The text engine of the reader alone, in chromium: times, size, and what it must get right.

    python benchmarks/reading_engine.py [--corpus FOLDER] [--shots FOLDER] [--runs 3]
                                        [--only measure|check]

The page is `workspace/harness`, built here and served under the workspace's own security
policy. The work is the transcript of 1 MB with 20,000 overlapping passages in 200 codes
(`coded_corpus.py` says where it comes from). Needs the workspace's packages and chromium.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from measuring import machine, row
from playwright.sync_api import Page, sync_playwright
from reading_checks import run
from reading_texts import texts, write

WORKSPACE = Path(__file__).parents[1] / "workspace"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", type=Path, help="a folder with giant.txt and its codings")
    arguments.add_argument("--shots", type=Path, help="write screenshots here")
    arguments.add_argument("--only", choices=("measure", "check"))
    arguments.add_argument("--runs", type=int, default=3)
    told = arguments.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="relata-engine-") as temporary:
        place = Path(temporary)
        subprocess.run(
            ["npx", "vite", "build", "--config", "harness/vite.config.ts", "--outDir", place],
            cwd=WORKSPACE,
            check=True,
            capture_output=True,
        )
        write(place / "data", texts(told.corpus))
        with _served(place) as address, _page(address) as page:
            if told.only != "check":
                _measure(page, told.runs)
            failed = 0 if told.only == "measure" else run(page)
            if told.shots:
                _shots(page, told.shots)
    raise SystemExit(1 if failed else 0)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


@contextmanager
def _page(address: str) -> Iterator[Page]:
    flags = ["--enable-precise-memory-info", "--js-flags=--expose-gc"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda fault: print("page error:", fault))
        page.on("console", lambda said: print("page:", said.text) if said.type == "error" else None)
        page.goto(address)
        page.wait_for_function("window.harness !== undefined")
        try:
            yield page
        finally:
            browser.close()


def _measure(page: Page, runs: int) -> None:
    page.evaluate("harness.load('giant')")
    mounts = [page.evaluate("harness.mount()") for _ in range(runs)]
    row("", "median ms", "aim ms")
    row("mount to painted", _median(mounts, "painted"), "500")
    row("  of it, building", _median(mounts, "built"))
    page.evaluate("harness.scroll(0, 5)")
    one = """(i) => harness.timed((pane) => pane.add([{number: 1000000 + i, start: 600 + i,
        end: 900 + i, code: 30 + i, coder: 1, case: 0, old: false}]))"""
    added = [page.evaluate(one, i) for i in range(9)]
    row("one more coding shown, until painted", _median(added, "painted"), "50")
    row("  of it, work", _median(added, "work"), "40")
    gone = [
        page.evaluate("(i) => harness.timed((pane) => pane.remove([1000000 + i]))", i)
        for i in range(9)
    ]
    row("one coding taken away, until painted", _median(gone, "painted"), "50")
    toggled = [
        page.evaluate("(on) => harness.timed((pane) => pane.showCodes([30], on))", bool(i % 2))
        for i in range(6)
    ]
    row("a code hidden or shown, until painted", _median(toggled, "painted"), "")
    for name, pixels in (("reading (60 px a frame)", 60), ("fast (400 px a frame)", 400)):
        page.evaluate("document.querySelector('.relata-pane').scrollTop = 0")
        frames = sorted(page.evaluate(f"harness.scroll({pixels}, 240)"))
        row(f"frame while scrolling, {name}: p50", f"{statistics.median(frames):.1f}")
        row("  p95", f"{frames[int(len(frames) * 0.95)]:.1f}", "42")
    jumps = [
        page.evaluate(f"harness.timed((pane) => pane.scrollTo({{start: {at}, end: {at + 200}}}))")
        for at in (500_000, 120_000, 900_000)
    ]
    row("go to a far place, until painted", _median(jumps, "painted"), "")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    every = page.evaluate(
        "(() => { const w = document.createTreeWalker(document); let n = 1;"
        " while (w.nextNode()) n++; return n; })()"
    )
    row("DOM nodes, elements", f"{every}, {nodes}", "15000")
    row("ranges registered", str(page.evaluate("harness.pane().drawn.ranges")))
    page.evaluate("gc()")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    row("JavaScript heap", f"{heap:.1f} MB", "60 MB")


def _median(times: list[dict[str, float]], name: str) -> str:
    return f"{statistics.median(one[name] for one in times):.1f}"


SHOTS = {
    "transcript": ("transcript", "light", 1280, ""),
    "dark": ("transcript", "dark", 1280, ""),
    "contrast": ("transcript", "contrast", 1280, ""),
    "narrow": ("transcript", "light", 560, ""),
    "folded": ("transcript", "light", 1280, "pane.setSpeakers(new Set(['Anna Berg']))"),
    "arabic": ("arabic", "light", 1280, "document.documentElement.dir = 'rtl'"),
    "arabic-ltr": ("arabic", "dark", 1280, ""),
    "forty": ("forty", "light", 1280, ""),
    "forty-dark": ("forty", "dark", 1280, "document.querySelector('.relata-chip')?.click()"),
    "giant": ("giant", "light", 1280, ""),
    "marks": (
        "transcript",
        "light",
        1280,
        "pane.setFocused(2); pane.setHits([{start: 20, end: 30}, {start: 300, end: 310}], 1);"
        "pane.setSelection({start: 420, end: 520})",
    ),
}


def _shots(page: Page, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, theme, width, then) in SHOTS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.documentElement.dir = 'ltr'")
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.evaluate(f"harness.load('{text}')")
        page.evaluate("harness.mount()")
        page.evaluate(f"(() => {{ const pane = harness.pane(); {then} }})()")
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main()
