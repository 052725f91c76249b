"""How many acts of coding one process carries out for a team, and how long each waits.

    python benchmarks/coding_acts.py [--seconds 10] [--threads 20] [--sources 1000] [--store URL]

An encrypted databank with 100 codings a source. As many coders as threads work at once,
each at a place of their own: half of what they do is to fetch the codings of a source,
half is to code one new passage. Every act is acknowledged when it is on the disk.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import threading
import time
from pathlib import Path

from corpora import Language
from measuring import machine, peak_memory, quantiles, row

import relata
from relata.archive import Description, Intake, Layout, Original, Reading, keep, source_id
from relata.store.keys import Cost
from relata.text.paragraphs import pack, paragraphs

PASSPHRASE = "measured in the open"
CHARACTERS = 56_000
CODINGS = 100
AT_ONCE = 100


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--threads", type=int, default=20)
    arguments.add_argument("--sources", type=int, default=1000)
    arguments.add_argument("--store", default=None)
    told = arguments.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="relata-bench-") as place:
        bank = relata.init(
            Path(place) / "bank", passphrase=PASSPHRASE, url=told.store, cost=Cost(1024, 1, 1)
        )
        begun = time.perf_counter()
        sources = fill(bank, told.sources, told.threads)
        row("filled", f"{time.perf_counter() - begun:.0f} s", f"{len(sources)} sources")
        alone(bank, sources)
        with peak_memory() as peak:
            work(bank, sources, told.threads, told.seconds)
        row("peak memory", f"{peak.megabytes:.0f} MB")
        begun = time.perf_counter()
        verified = bank.verify()
        row(
            "verified afterwards",
            f"{len(verified.damages)} damages",
            f"{time.perf_counter() - begun:.0f} s",
        )
        bank.close()


def fill(bank: relata.Databank, count: int, coders: int) -> list[str]:
    """Take sources in and code each a hundred times; returns their ids."""
    rng = random.Random(7)
    bank.codebook.load("reasons-for-leaving")
    codes = [c.entry.name for c in bank.codebook.codes() if c.entry.codable]
    for number in range(coders):
        bank.team.add(f"coder {number}", "coder")
    language = Language("en", rng)
    base = "\n\n".join(language.paragraph(60) for _ in range(160))[:CHARACTERS]
    store = bank._desk.store
    ids: list[str] = []
    for at in range(0, count, AT_ONCE):
        intakes = []
        for number in range(at, min(count, at + AT_ONCE)):
            content = f"{number}. {base}"
            data = content.encode()
            digest = hashlib.sha256(data).hexdigest()
            intakes.append(
                Intake(
                    source_id(store.naming, digest, len(data)),
                    Original("text/plain", len(data), digest, f"{number}.txt", 0),
                    data,
                    Description(f"interview {number}", language="en"),
                    Reading("plain/1", content, Layout(pack(paragraphs(content)))),
                )
            )
        with bank._desk.writing("sources.add", "sources.add") as (writing, _):
            keep(writing, store.naming, intakes)
        ids += [intake.id.hex() for intake in intakes]
    seats = [bank.seated(f"coder {number}") for number in range(coders)]
    for number, source in enumerate(ids):
        spans = [(start, start + rng.randint(20, 400)) for start in range(0, 50_000, 500)]
        seats[number % coders].coding.code(source, *spans[:CODINGS], code=rng.choice(codes))
    return ids


def alone(bank: relata.Databank, sources: list[str]) -> None:
    """What one act costs when nobody else works."""
    rng = random.Random(3)
    for name, act in (("fetch", fetching(bank, sources)), ("code", coding(bank, sources))):
        act(rng)
        begun, cpu = time.perf_counter(), time.process_time()
        for _ in range(200):
            act(rng)
        row(
            f"alone: {name}",
            f"{(time.perf_counter() - begun) * 5:.2f} ms",
            f"{(time.process_time() - cpu) * 5:.2f} ms CPU",
        )


def fetching(bank: relata.Databank, sources: list[str]):  # type: ignore[no-untyped-def]
    return lambda rng: bank.coding.columns(rng.choice(sources))


def coding(bank: relata.Databank, sources: list[str]):  # type: ignore[no-untyped-def]
    codes = [c.entry.name for c in bank.codebook.codes() if c.entry.codable]

    def act(rng: random.Random) -> None:
        start = rng.randrange(CHARACTERS - 400)
        bank.coding.code(
            rng.choice(sources), (start, start + rng.randint(5, 300)), code=rng.choice(codes)
        )

    return act


def work(bank: relata.Databank, sources: list[str], threads: int, seconds: float) -> None:
    """Everybody at once, for some seconds."""
    times: dict[str, list[float]] = {"fetch": [], "code": []}
    ends = time.perf_counter() + seconds

    def coder(number: int) -> None:
        seat = bank.seated(f"coder {number}")
        acts = {"fetch": fetching(seat, sources), "code": coding(seat, sources)}
        rng = random.Random(number)
        while time.perf_counter() < ends:
            kind = rng.choice(("fetch", "code"))
            begun = time.perf_counter()
            acts[kind](rng)
            times[kind].append(time.perf_counter() - begun)

    cpu = time.process_time()
    workers = [threading.Thread(target=coder, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    done = sum(map(len, times.values()))
    row("together: operations a second", f"{done / seconds:.0f}")
    row("CPU an operation", f"{(time.process_time() - cpu) / done * 1000:.2f} ms")
    for kind, taken in times.items():
        p50, p95 = quantiles(taken)
        row(f"{kind}: p50, p95", f"{p50:.1f} ms", f"{p95:.1f} ms", f"{len(taken) / seconds:.0f} /s")


if __name__ == "__main__":
    main()
