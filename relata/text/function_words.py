"""The small words that give a language away at a glance.

Most texts of a page or more show their language by words such as "che", "the" or
"nicht" alone. Where these leave no doubt the statistical model need not be asked,
nor loaded; where they do, it is.
"""

from __future__ import annotations

import re
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
    signs = sorted(
        ((sum(word in own for word in words), code) for code, own in _own_words().items()),
        reverse=True,
    )
    (most, code), (next_most, _) = signs[0], signs[1]
    sure = most >= max(_FEWEST_SIGNS, _LEAST_SHARE * len(words), _LEAD * next_most)
    return code if sure else None


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """For each language the words that no other of them has."""
    lines = (resources.files("relata.text") / "data" / "function_words.tsv").read_text("utf-8")
    lists = {
        code: frozenset(words.split())
        for code, words in (
            line.split("\t") for line in lines.splitlines() if line and not line.startswith("#")
        )
    }
    return {
        code: frozenset(w for w in words if sum(w in other for other in lists.values()) == 1)
        for code, words in lists.items()
    }
