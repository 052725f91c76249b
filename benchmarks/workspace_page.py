"""The page of the workspace in real chromium: opening, coding, scrolling, memory."""

from __future__ import annotations

import random
import statistics
from typing import Any

from coded_corpus import PASSPHRASE, Coded
from measuring import row
from serving import served

PEERS_OPENED = {
    "doccano, what is in view (20,000 codings)": 5.0,
    "QualCoder (20,000 codings)": 255.0,
}
PEERS_ADDED = {"doccano, seen": 2.3, "QualCoder": 0.36}

_OPENING = """(id) => new Promise((done, fail) => {
  const link = document.querySelector(`a[href^="/sources/${id}"]`);
  if (!link) return fail(new Error("the transcript is not in the list"));
  const begun = performance.now();
  const limit = begun + 60000;
  const coded = () =>
    [...CSS.highlights.entries()].some(([name, held]) => /\\d/.test(name) && held.size > 3);
  const wait = () => {
    if (coded() && document.querySelector(".relata-bar")) {
      const frame = requestAnimationFrame;
      frame(() => frame(() => done(performance.now() - begun)));
    } else if (performance.now() > limit) fail(new Error("nothing was painted"));
    else requestAnimationFrame(wait);
  };
  link.click();
  requestAnimationFrame(wait);
})"""

_SCROLLING = """(seconds) => new Promise((done) => {
  const host = document.querySelector(".relata-pane");
  const frames = [];
  const begun = performance.now();
  let last = begun;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    if (now - begun > seconds * 1000) return done(frames.slice(2));
    host.scrollTop += 120;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def measure_page(coded: Coded) -> None:
    """Print what a coder waits for in the transcript of 1 MB with 20,000 codings."""
    from playwright.sync_api import sync_playwright

    with (
        served(coded.folder, PASSPHRASE, port=8641, user="lead") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        sizes: dict[str, int] = {}
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        _watch_sizes(client, sizes)
        page.goto(f"{server.url}/#enter={server.ticket}")
        _list(page, coded)
        opened = []
        for _ in range(5):
            opened.append(page.evaluate(_OPENING, coded.giant) / 1000)
            if len(opened) < 5:
                page.goto(f"{server.url}/sources")
                _list(page, coded)
        bundle = sum(size for address, size in sizes.items() if "/assets/" in address)
        row("bundle fetched so far, packed (no charts yet)", f"{bundle / 1000:.0f} kB")
        row("click in the list to all highlights painted", f"{statistics.median(opened):.2f} s")
        for name, seconds in PEERS_OPENED.items():
            ratio = seconds / statistics.median(opened)
            row(f"  {name}, measured elsewhere: {seconds} s", f"{ratio:.1f} x")
        _answers(page, coded, sizes)
        _coding(page)
        frames = sorted(page.evaluate(_SCROLLING, 8))
        row("scroll: frame p50 / p95", f"{_at(frames, 0.5):.0f}/{_at(frames, 0.95):.0f} ms")
        _memory(page, client)
        browser.close()


def _list(page: Any, coded: Coded) -> None:
    """Bring the transcript into view of the list: by its title, in the alphabet."""
    page.locator("th.c-title button").click()
    page.wait_for_selector(f'a[href^="/sources/{coded.giant}"]', timeout=30_000)


def _watch_sizes(client: Any, sizes: dict[str, int]) -> None:
    addresses: dict[str, str] = {}
    client.on(
        "Network.responseReceived",
        lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
    )

    def finished(event: dict[str, Any]) -> None:
        # What is opened again comes from the browser's own memory, and weighs nothing.
        address = addresses.get(event["requestId"], "")
        sizes[address] = max(sizes.get(address, 0), int(event["encodedDataLength"]))

    client.on("Network.loadingFinished", finished)


def _answers(page: Any, coded: Coded, sizes: dict[str, int]) -> None:
    """The server's two answers for the transcript: their time, as the browser sees it, and size."""
    times = []
    for _ in range(20):
        times.append(
            page.evaluate(
                """async (id) => {
                  const begun = performance.now();
                  await Promise.all(["text", "codings"].map(async (part) => {
                    const answer = await fetch(`/api/sources/${id}/${part}`);
                    await answer.arrayBuffer();
                  }));
                  return performance.now() - begun;
                }""",
                coded.giant,
            )
        )
    told = sum(size for address, size in sizes.items() if address.endswith(("/text", "/codings")))
    row(
        "the server's answer for it, p95; bytes",
        f"{_at(sorted(times), 0.95):.0f} ms",
        f"{told / 1000:.0f} kB",
    )


def _coding(page: Any) -> None:
    """Select a word with the mouse, type letters of a code, Enter: until seen, and saved."""
    seen, saved = [], []
    begin = random.randrange(20, 2000)
    for turn in range(8):
        block = page.locator(".relata-block").nth(begin + 3 * turn)
        block.scroll_into_view_if_needed()
        block.dblclick(position={"x": 60 + 10 * turn, "y": 12})
        page.wait_for_timeout(150)
        page.keyboard.type("th")
        page.wait_for_selector("[role=option]")
        page.wait_for_timeout(150)
        page.evaluate(_TIMING)
        page.keyboard.press("Enter")
        page.wait_for_function("() => window.timed.seen && window.timed.saved", timeout=8000)
        timed = page.evaluate("() => window.timed")
        seen.append(timed["seen"])
        saved.append(timed["saved"])
        page.keyboard.press("Escape")
    row(
        "Enter to highlight visible / saved, median",
        f"{statistics.median(seen):.0f}/{statistics.median(saved):.0f} ms",
    )
    for name, seconds in PEERS_ADDED.items():
        ratio = seconds * 1000 / statistics.median(seen)
        row(f"  {name}, measured elsewhere: {seconds} s", f"{ratio:.1f} x")
    row("actions to code selected text", "2 (letters, Enter)")


_TIMING = """() => {
  window.timed = {};
  const ranges = () => {
    let n = 0;
    for (const [name, held] of CSS.highlights) if (/\\d/.test(name)) n += held.size;
    return n;
  };
  addEventListener("keydown", () => {
    const begun = (window.begun = performance.now());
    const before = ranges();
    const wait = () => {
      const seen = () => (window.timed.seen = performance.now() - begun);
      if (ranges() !== before) requestAnimationFrame(seen);
      else if (performance.now() - begun < 5000) requestAnimationFrame(wait);
    };
    requestAnimationFrame(wait);
    if (window.listening) return;
    window.listening = true;
    const send = window.fetch;
    window.fetch = async (...asked) => {
      const answer = await send(...asked);
      if (String(asked[0]).endsWith("/codings") && asked[1]?.method === "POST")
        window.timed.saved ??= performance.now() - window.begun;
      return answer;
    };
  }, { once: true, capture: true });
}"""


def _memory(page: Any, client: Any) -> None:
    client.send("Performance.enable")
    client.send("HeapProfiler.collectGarbage")
    told = client.send("Performance.getMetrics")["metrics"]
    heap = next(m["value"] for m in told if m["name"] == "JSHeapUsedSize")
    nodes = page.evaluate(
        """() => {
          let n = 0;
          const walk = document.createTreeWalker(document);
          while (walk.nextNode()) n++;
          return n;
        }"""
    )
    row("DOM nodes; JS heap", f"{nodes}", f"{heap / 1e6:.0f} MB")


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
