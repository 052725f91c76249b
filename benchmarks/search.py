"""How fast a search answers, with places, in any inflection.

    python benchmarks/search.py [--interviews 1000] [--reports 100000] [--store URL]

200 mixed queries (words, phrases, AND, OR, NOT, prefixes; frequent and rare) over
texts of 60,000 word forms in four languages: 1,000 interviews of 8,000 words, and
100,000 short reports. Each answer counts all passages and sources and opens the
first 20 passages with the words marked. Beside it, in the same run: a plain scan of
all texts, unencrypted and in memory, for the words as typed: what a program without
an index can do at best, without inflection.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

import corpora
from measuring import machine, peak_memory, quantiles, row

import relata

PASSPHRASE = "measured in the open"
KNOWN = {"QualCoder": "500", "doccano": "90-900", "Label Studio": "300-500"}
"""Milliseconds a query on 1,000 such interviews, without inflection, mostly without places."""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--interviews", type=int, default=1000)
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--store", help="a PostgreSQL address instead of the folder")
    told = arguments.parse_args()
    print(machine())
    row("", "p50 ms", "p95 ms", "aim p95", "scan p50", "ratio")
    if told.interviews:
        _measure(f"{told.interviews} interviews", told.interviews, 8000, "30", told.store)
    if told.reports:
        _measure(f"{told.reports} short reports", told.reports, 120, "150", told.store)
    print("\n  figures of another run, 1,000 interviews, ms a query:", KNOWN)


def _measure(name: str, count: int, words: int, aim: str, store: str | None) -> None:
    corpus = corpora.search_corpus(count, words)
    with tempfile.TemporaryDirectory(prefix="relata-bench-") as place:
        folder = Path(place)
        for title, language, text in corpus.texts:
            target = folder / "in" / language
            target.mkdir(parents=True, exist_ok=True)
            (target / title).write_text(text, "utf-8")
        bank = relata.init(folder / "bank", passphrase=PASSPHRASE, url=store)
        begun = time.perf_counter()
        for language in sorted(p.name for p in (folder / "in").iterdir()):
            bank.sources.add(folder / "in" / language, language=language)
        took = time.perf_counter() - begun
        asked = corpora.queries(corpus)
        random.Random(1).shuffle(asked)
        bank.search(asked[0])
        times, passages = [], 0
        with peak_memory() as peak:
            for words_asked in asked:
                begun = time.perf_counter()
                answer = bank.search(words_asked, limit=20)
                times.append(time.perf_counter() - begun)
                passages += answer.passages
        scanned = _scan([text for _, _, text in corpus.texts], asked[:20])
        middle, late = quantiles(times)
        row(
            name, f"{middle:.1f}", f"{late:.1f}", aim, f"{scanned:.0f}", f"{scanned / middle:.0f} x"
        )
        row(
            f"  {corpus.forms} word forms, {passages} passages found",
            f"in {took:.0f} s",
            "taken in",
        )
        row("  peak memory of the searching process", f"{peak.megabytes:.0f} MB")
        bank.close()


def _scan(texts: list[str], asked: list[str]) -> float:
    """Milliseconds for a plain scan of all texts for each word of a query, median."""
    times = []
    for words_asked in asked:
        plain = [w.strip('()"*') for w in words_asked.split() if w not in ("OR", "NOT")]
        begun = time.perf_counter()
        sum(1 for text in texts if all(word in text for word in plain))
        times.append(time.perf_counter() - begun)
    return quantiles(times)[0]


if __name__ == "__main__":
    main()
