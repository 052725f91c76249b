"""The small words that give a language away at a glance.

Most texts of a page or more show their language by words such as "che", "the" or
"nicht" alone. Where these leave no doubt the statistical model need not be asked,
nor loaded; where they do, it is.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 25
_FEWEST_SIGNS = 6
_LEAST_SHARE = 0.08
_LEAD = 3


def plain_language(sample: str) -> str | None:
    """The language that a sample's small words show beyond doubt, or None.

    Beyond doubt: at least 6 words, and 8 % of all, belong to one language alone, three
    times as many as to any other.
    """
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    owners = _owners()
    signs = Counter(owners[word] for word in words if word in owners).most_common(2)
    if not signs:
        return None
    code, most = signs[0]
    next_most = signs[1][1] if len(signs) > 1 else 0
    sure = most >= max(_FEWEST_SIGNS, _LEAST_SHARE * len(words), _LEAD * next_most)
    return code if sure else None


@cache
def _owners() -> dict[str, str]:
    """The one language of each word that only one of them has."""
    lines = (resources.files("relata.text") / "data" / "function_words.tsv").read_text("utf-8")
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for line in lines.splitlines():
        if line and not line.startswith("#"):
            code, words = line.split("\t")
            for word in words.split():
                if owners.setdefault(word, code) != code:
                    shared.add(word)
    return {word: code for word, code in owners.items() if word not in shared}
