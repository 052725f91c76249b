"""What every benchmark needs: the machine in words, times, and memory of a process tree."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def machine() -> str:
    """The machine in one line."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )


class Peak:
    """The most memory a process and its children held together, in MB (resident)."""

    def __init__(self) -> None:
        self.megabytes = 0.0


@contextmanager
def peak_memory(pid: int | None = None, every: float = 0.02) -> Iterator[Peak]:
    """Watch the resident memory of a process tree."""
    peak = Peak()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(every):
            peak.megabytes = max(peak.megabytes, _tree(pid or os.getpid()) / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        peak.megabytes = max(
            peak.megabytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        )


def _tree(pid: int) -> int:
    total = 0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * 4096
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return total


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    ordered = sorted(seconds)
    return (
        statistics.median(ordered) * 1000,
        ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000,
    )


def row(name: str, *cells: str) -> None:
    print(f"  {name:<46}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
