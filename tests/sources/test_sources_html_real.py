"""Real pages against what careful readers found in them; skipped where they are missing."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ARTICLES = DATA / "article-extraction-benchmark"
NEWSPAPERS = DATA / "fundus-test-data"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


@pytest.mark.slow
@pytest.mark.skipif(not ARTICLES.exists(), reason=f"{ARTICLES.name} is not here")
def test_the_article_is_found_on_real_pages(document):
    """On 40 pages the words of the article are found, and few others: F1 of at least .955."""
    truth = json.loads((ARTICLES / "ground-truth.json").read_text())
    precision, recall = [], []
    for name in sorted(truth)[::4][:40]:
        read = document(gzip.decompress((ARTICLES / "html" / f"{name}.html.gz").read_bytes()))
        gold, found = shingles(truth[name]["articleBody"]), shingles(read.text)
        shared = (gold & found).total()
        precision.append(shared / found.total())
        recall.append(shared / gold.total())
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)

    assert 2 * p * r / (p + r) >= 0.955


@pytest.mark.slow
@pytest.mark.skipif(not NEWSPAPERS.exists(), reason=f"{NEWSPAPERS.name} is not here")
def test_dates_of_real_newspapers_are_right_or_missing(document):
    """Of 60 newspaper pages nearly all give their date, and none gives a wrong one."""
    found = wrong = asked = titles = 0
    for gold in sorted(NEWSPAPERS.glob("*/*.json"))[::2]:
        records = json.loads(gold.read_text())
        pages = [p for p in gold.parent.glob(f"{gold.stem}_*.html.gz") if p.stem[:-16] == gold.stem]
        if len(records) != 1 or len(pages) != 1 or asked >= 60:
            continue
        (record,) = records.values()
        read = document(gzip.decompress(pages[0].read_bytes()), "page.html")
        asked += 1
        found += read.date is not None
        wrong += read.date not in (None, record["publishing_date"][:10])
        plain = [re.sub(r"\W", "", title or "").lower() for title in (record["title"], read.title)]
        titles += plain[0] in plain[1] or plain[1] in plain[0]

    assert asked >= 40
    assert wrong == 0
    assert found >= 0.9 * asked
    assert titles >= 0.75 * asked
