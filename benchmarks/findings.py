"""How fast findings are counted and opened on a large databank.

    python benchmarks/findings.py [--codings 1000000] [--cases 10000]

The rows are written through the store as a team's work would be, in a few large
revisions, into an encrypted databank; then motives, a cross table and coded retrieval
are counted from a cold start, and one number is opened.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

import msgspec
from measuring import machine, peak_memory, row

import relata
from relata.archive import Layout
from relata.archive.tables import description, passage, source, text
from relata.cases.tables import case, pseudonym, value
from relata.coding.tables import coding
from relata.text.paragraphs import pack
from relata.text.spans import Span

PASSPHRASE = "measured in the open"
SOURCES = 1000
PASSAGES_AT_ONCE = 50_000


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--codings", type=int, default=1_000_000)
    arguments.add_argument("--cases", type=int, default=10_000)
    told = arguments.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="relata-bench-") as place:
        bank = relata.init(Path(place) / "bank", passphrase=PASSPHRASE)
        begun = time.perf_counter()
        _fill(bank, told.codings, told.cases)
        row("written (codings a second)", f"{told.codings / (time.perf_counter() - begun):.0f}")
        with peak_memory() as peak:
            _timed("motives, cold: read and counted", lambda: bank.findings.motives())
            motives = bank.findings.motives()
            _timed("motives, again", lambda: bank.findings.motives())
            _timed("one number opened, cases counted", lambda: motives.open("boredom").n_cases)
            _timed("role by sex", lambda: bank.findings.cross("role", "sex"))
            _timed(
                "boredom NEAR/200 hardship",
                lambda: bank.findings.codes("boredom NEAR/200 hardship"),
            )
        row("peak memory", f"{peak.megabytes:.0f} MB")
        bank.close()


def _timed(name: str, work: object) -> None:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    row(name, f"{(time.perf_counter() - begun) * 1000:.0f} ms")


def _fill(bank: relata.Databank, codings: int, cases: int) -> None:
    rng = random.Random(5)
    bank.codebook.load("reasons-for-leaving")
    bank.codebook.load("a-persons-way")
    codes = [c.number for c in bank.codebook.codes() if c.entry.codable]
    variables = {v.entry.name: v for v in bank.codebook.variables()}
    desk = bank._desk
    layout = msgspec.msgpack.encode(
        Layout(pack([Span(at, at + 398) for at in range(0, 50_000, 400)]))
    )
    with desk.writing("sources.add", "sources.add") as (writing, _):
        sources = writing.add(
            source,
            [
                {
                    "id": rng.randbytes(16),
                    "media_type": "text/plain",
                    "size": 1,
                    "sha256": "",
                    "origin": f"{n}.txt",
                    "obtained": 0,
                }
                for n in range(SOURCES)
            ],
        )
        writing.add(description, [{"source": s, "kind": "interview"} for s in sources])
        texts = writing.add(
            text,
            [
                {
                    "id": rng.randbytes(16),
                    "source": s,
                    "reader": "text/1",
                    "characters": 50_000,
                    "layout": layout,
                }
                for s in sources
            ],
        )
    with desk.writing("cases.write", "cases.new") as (writing, _):
        people = writing.add(case, [{} for _ in range(cases)])
        writing.add(pseudonym, [{"case": p, "name": f"P-{n:05d}"} for n, p in enumerate(people)])
        for name in ("role", "sex"):
            choices = [c.name for c in variables[name].entry.choices]
            writing.add(
                value,
                [
                    {
                        "case": p,
                        "variable": variables[name].number,
                        "coder": bank.viewer.number,
                        "status": "stated",
                        "told": rng.choice(choices),
                    }
                    for p in people
                ],
            )
    for at in range(0, codings, PASSAGES_AT_ONCE):
        count = min(PASSAGES_AT_ONCE, codings - at)
        with desk.writing("codings.write", "coding.code") as (writing, _):
            where = [rng.randrange(SOURCES) for _ in range(count)]
            starts = [rng.randrange(49_000) for _ in range(count)]
            passages = writing.add(
                passage,
                [
                    {
                        "id": rng.randbytes(16),
                        "source": sources[w],
                        "text": texts[w],
                        "start": s,
                        "stop": s + rng.randrange(20, 900),
                    }
                    for w, s in zip(where, starts, strict=True)
                ],
            )
            writing.add(
                coding,
                [
                    {
                        "passage": p,
                        "source": sources[w],
                        "code": rng.choice(codes),
                        "coder": bank.viewer.number,
                        "case": people[rng.randrange(cases)],
                    }
                    for p, w in zip(passages, where, strict=True)
                ],
            )


if __name__ == "__main__":
    main()
