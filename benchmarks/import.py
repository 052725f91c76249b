"""How fast interviews come into an encrypted, searchable databank.

    python benchmarks/import.py [--interviews 1000] [--store URL]

Prints documents per second until the texts can be opened and until all can be
searched, the peak memory of all processes together, what opening the databank
costs (key derivation apart), and the same work done by Taguette where its Python
is named in TAGUETTE_PYTHON. QualCoder and the others are not installed by this
program: their figures, measured on one such machine with the same corpus, are
printed for comparison and marked so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpora
from measuring import machine, peak_memory, row

import relata
from relata.databank import unlock

PASSPHRASE = "measured in the open"
KNOWN = {"QualCoder": 142.0, "Taguette": 32.0, "Label Studio": 274.0, "doccano": 401.0}
"""Documents a second, one run each on such a machine, same corpus; none of them
encrypts, stems, or (Label Studio, doccano: one JSON file) reads single files."""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--interviews", type=int, default=1000)
    arguments.add_argument("--store", help="a PostgreSQL address instead of the folder")
    told = arguments.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="relata-bench-") as place:
        folder = Path(place)
        whence = corpora.interviews(folder, told.interviews)
        files = folder / "interviews"
        size = sum(f.stat().st_size for f in files.iterdir()) / 1e6
        print(f"{told.interviews} interviews, {size:.0f} MB: {whence}\n")
        ours = _ours(folder, files, told.store)
        _opening(folder, told.interviews)
        if told.store is None:
            _killed(folder, files)
        _peers(folder, files, told.interviews, ours)


def _ours(folder: Path, files: Path, store: str | None) -> float:
    bank = relata.init(folder / "bank", passphrase=PASSPHRASE, url=store)
    names = sorted(files.iterdir())
    with peak_memory() as peak:
        begun = time.perf_counter()
        opened = 0.0

        def progress(_: int) -> None:
            nonlocal opened
            opened = time.perf_counter() - begun

        added = bank.sources.add(*names, progress=progress)
        searchable = time.perf_counter() - begun
    assert added.new == len(names), added.refused[:3]
    answer = bank.search("the river", limit=1)
    assert answer.passages > 0
    row("", "seconds", "documents/s")
    row("Relata, until the texts can be opened", f"{opened:.2f}", f"{len(names) / opened:.0f}")
    row("Relata, until all is searchable", f"{searchable:.2f}", f"{len(names) / searchable:.0f}")
    row("  peak memory, all processes", f"{peak.megabytes:.0f} MB")
    size = sum(f.stat().st_size for f in (folder / "bank").rglob("*") if f.is_file()) / 1e6
    row("  on disk, encrypted", f"{size:.0f} MB")
    bank.close()
    return len(names) / searchable


def _opening(folder: Path, count: int) -> None:
    begun = time.perf_counter()
    keys = unlock(folder / "bank", PASSPHRASE)
    derived = time.perf_counter() - begun
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        bank = relata.open(folder / "bank", keys=keys)
        assert len(bank.sources.list()) == count
        times.append(time.perf_counter() - begun)
        bank.close()
    row("  opening it and listing the sources", f"{min(times) * 1000:.0f} ms")
    row("  (key derivation, Argon2id 256 MiB, apart)", f"{derived:.2f} s")


def _killed(folder: Path, files: Path) -> None:
    """Kill an intake with -9 while it indexes; what was kept is there, the rest resumes."""
    relata.init(folder / "killed", passphrase=PASSPHRASE).close()
    intake = subprocess.Popen(
        [sys.executable, "-m", "relata", "--databank", str(folder / "killed"), "add", str(files)],
        env=os.environ | {"RELATA_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(2.2)
    os.killpg(intake.pid, signal.SIGKILL)
    intake.wait()
    with relata.open(folder / "killed", passphrase=PASSPHRASE) as bank:
        kept = len(bank.sources.list())
        begun = time.perf_counter()
        bank.sources.add(files)
        resumed = time.perf_counter() - begun
        found = bank.search("the", limit=1).sources
        total = len(bank.sources.list())
    row("  killed after 2.2 s: kept, then resumed in", f"{kept}", f"{resumed:.2f} s")
    row("  then kept / found by a search", f"{total} / {found}")
    shutil.rmtree(folder / "killed")


def _peers(folder: Path, files: Path, count: int, ours: float) -> None:
    python = os.environ.get("TAGUETTE_PYTHON")
    print()
    row("beside it", "documents/s", "Relata is")
    if python:
        told = subprocess.run(
            [
                python,
                str(Path(__file__).parent / "peers" / "taguette_import.py"),
                str(files),
                str(folder / "taguette.db"),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        rate = int(told[-2]) / float(told[-1])
        row("Taguette, in this run (no HTTP, no search)", f"{rate:.0f}", f"{ours / rate:.1f} x")
    else:
        row("Taguette: not installed (TAGUETTE_PYTHON)", "-")
    for name, rate in KNOWN.items():
        row(f"{name}, figure of another run", f"{rate:.0f}", f"{ours / rate:.1f} x")


if __name__ == "__main__":
    main()
