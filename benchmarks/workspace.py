"""The workspace, on the work that the peers were given.

    python benchmarks/workspace.py [--interviews 1000] [--seconds 15] [--only load|page]

`load`: twenty coders on the interviews without pauses, half opening one (its text and its
codings), half coding a passage. `page`: real chromium opens the transcript of 1 MB with
20,000 coded passages, codes one more, and scrolls through it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import tempfile
import time
from pathlib import Path

import zstandard
from coded_corpus import PASSPHRASE, Coded, build
from measuring import machine, quantiles, row
from serving import Client, Served, served

import relata
from relata.databank import unlock

CODERS = 20
PEERS = {"doccano": (184, 0.18, 0.11), "Label Studio": (6.7, 4.9, 4.9), "Taguette": (1.7, 18, 18)}
"""Measured on such a machine at another time: operations a second, p95 of opening and of adding."""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--interviews", type=int, default=1000)
    arguments.add_argument("--seconds", type=float, default=15)
    arguments.add_argument("--only", choices=("load", "page"))
    arguments.add_argument("--keep", type=Path, help="build here once, and use it again")
    told = arguments.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="relata-bench-") as temporary:
        coded = _coded(told.keep or Path(temporary), told.interviews)
        print(f"on {coded.told}: {len(coded.interviews)} interviews and one transcript")
        if told.only != "page":
            _load(coded, told.seconds)
        if told.only != "load":
            from workspace_page import measure_page

            measure_page(coded)


def _coded(place: Path, interviews: int) -> Coded:
    kept = place / "coded.json"
    if kept.is_file():
        found = json.loads(kept.read_text())
        return Coded(Path(found.pop("folder")), **found)
    place.mkdir(exist_ok=True)
    coded = build(place, interviews=interviews, coders=CODERS)
    kept.write_text(json.dumps({**coded.__dict__, "folder": str(coded.folder)}))
    return coded


def _load(coded: Coded, seconds: float) -> None:
    begun = time.perf_counter()
    unlock(coded.folder, PASSPHRASE, user="lead")
    deriving = time.perf_counter() - begun
    with served(coded.folder, PASSPHRASE, port=8640, user="lead") as server:
        row("start to first answer, key derivation apart", f"{server.seconds - deriving:.2f} s")
        row("memory idle", f"{server.megabytes:.0f} MB")
        before = _standing(coded)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            spent, opened, added, refused = pool.apply(_drive, (server, coded, seconds))
        row("memory after", f"{server.megabytes:.0f} MB")
    lost = len(added) - (_standing(coded) - before)
    row("", "operations/s", "p50 ms", "p95 ms")
    total = (len(opened) + len(added)) / spent
    for name, times in (("opening an interview", opened), ("coding a passage", added)):
        middle, late = quantiles(times)
        row(name, f"{len(times) / spent:.0f}", f"{middle:.0f}", f"{late:.0f}")
    row("together", f"{total:.0f}", f"refused {refused}", f"lost {lost}")
    for name, (rate, *_late) in PEERS.items():
        row(f"  {name}, measured elsewhere: {rate}/s", f"{total / rate:.1f} x")


def _standing(coded: Coded) -> int:
    with relata.open(coded.folder, passphrase=PASSPHRASE, user="lead") as bank:
        return sum(count.codings for count in bank.coding.counts().values())


def _drive(
    server: Served, coded: Coded, seconds: float
) -> tuple[float, list[float], list[float], int]:
    return asyncio.run(_coders(server, coded, seconds))


async def _coders(
    server: Served, coded: Coded, seconds: float
) -> tuple[float, list[float], list[float], int]:
    clients = [Client(server.url) for _ in range(CODERS)]
    for number, client in enumerate(clients):
        await client.connect()
        await client.sign_in(f"coder {number + 1}", PASSPHRASE)
    opened: list[float] = []
    added: list[float] = []
    refused = 0
    end = time.perf_counter() + seconds

    async def work(client: Client, seed: int) -> None:
        nonlocal refused
        rng = random.Random(f"{seed} {time.time_ns()}")
        while time.perf_counter() < end:
            source = rng.choice(coded.interviews)
            begun = time.perf_counter()
            status, body = await client.call("GET", f"/api/sources/{source}/text")
            second, _ = await client.call("GET", f"/api/sources/{source}/codings")
            opened.append(time.perf_counter() - begun)
            refused += status != 200 or second != 200
            start = rng.randrange(40_000)
            span = [start, start + rng.randrange(20, 900)]
            begun = time.perf_counter()
            status, body = await client.call(
                "POST",
                f"/api/sources/{source}/codings",
                {"spans": [span], "code": rng.choice(coded.codes), "case": None},
            )
            added.append(time.perf_counter() - begun)
            refused += status >= 300
            assert status < 500, zstandard.ZstdDecompressor().decompress(body)[:200]

    begun = time.perf_counter()
    await asyncio.gather(*(work(client, seed) for seed, client in enumerate(clients)))
    spent = time.perf_counter() - begun
    for client in clients:
        client.close()
    return spent, opened, added, refused


if __name__ == "__main__":
    main()
