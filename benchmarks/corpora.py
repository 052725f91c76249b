"""The texts that are measured on.

Interviews come from the corpus on which the peers were measured, when its program is
in `../shared/bench`; otherwise they are made here, and the benchmark says so. The
search corpus is always made here: it needs 60,000 word forms in four languages.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench" / "corpus.py"

_STEMS_A_LANGUAGE = 2500
_ENDINGS = {
    "it": ("o", "i", "a", "e", "are", "ato", "ando"),
    "en": ("", "s", "ed", "ing", "er", "ers"),
    "fr": ("er", "e", "es", "ons", "ait", "ement"),
    "ar": ("", "ون", "ين", "ات", "ة", "ها"),
}
_SYLLABLES = {
    "latin": [c + v for c in ("br", "tr", "st", *"bcdfglmnprstvz") for v in "aeiou"],
    "ar": [a + b for a in "بتجدرسشصطعفقكلمنهوي" for b in "اوي"],
}


def interviews(folder: Path, count: int = 1000) -> str:
    """Write interviews of about 8,000 words to a folder; says where they came from."""
    if SHARED.is_file():
        subprocess.run(
            [sys.executable, str(SHARED), str(folder), "--interviews", str(count)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return "the corpus on which the peers were measured"
    target = folder / "interviews"
    target.mkdir(parents=True)
    language = Language("en", random.Random(7))
    for number in range(count):
        text = "\n\n".join(language.paragraph(60) for _ in range(133))
        (target / f"int_{number + 1:04d}.txt").write_text(text, "utf-8")
    return "interviews made by this benchmark (../shared/bench is missing)"


class Language:
    """Pseudo-words of a language with its real endings, as frequent as words are."""

    def __init__(self, code: str, rng: random.Random) -> None:
        self.code = code
        self._rng = rng
        syllables = _SYLLABLES.get(code, _SYLLABLES["latin"])
        stems: dict[str, None] = {}
        while len(stems) < _STEMS_A_LANGUAGE:
            stems["".join(rng.choice(syllables) for _ in range(rng.choice((2, 2, 3, 3))))] = None
        self.forms = [stem + ending for stem in stems for ending in _ENDINGS[code]]
        rng.shuffle(self.forms)
        total, self._cumulative = 0.0, []
        for rank in range(len(self.forms)):
            total += 1 / (rank + 5)
            self._cumulative.append(total)

    def words(self, count: int) -> list[str]:
        return self._rng.choices(self.forms, cum_weights=self._cumulative, k=count)

    def paragraph(self, count: int) -> str:
        words = self.words(count)
        return (
            ". ".join(" ".join(words[at : at + 12]).capitalize() for at in range(0, count, 12))
            + "."
        )


@dataclass(frozen=True)
class SearchCorpus:
    """Texts with their languages, and how many word forms they are made of."""

    texts: Sequence[tuple[str, str, str]]
    languages: Sequence[Language]
    forms: int


def search_corpus(count: int, words: int, *, seed: int = 11) -> SearchCorpus:
    """`count` texts of `words` words in four languages: (name, language, text)."""
    rng = random.Random(seed)
    languages = [Language(code, rng) for code in _ENDINGS]
    texts = []
    for number in range(count):
        language = languages[number % len(languages)]
        paragraphs = [language.paragraph(min(60, words - at)) for at in range(0, words, 60)]
        texts.append((f"text_{number:06d}.txt", language.code, "\n\n".join(paragraphs)))
    return SearchCorpus(texts, languages, sum(len(language.forms) for language in languages))


def queries(corpus: SearchCorpus, count: int = 200, *, seed: int = 3) -> list[str]:
    """Mixed queries: words, phrases, AND, OR, NOT, prefixes; frequent and rare."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        language = corpus.languages[number % len(corpus.languages)]
        frequent = language.words(3)
        rare = rng.choice(language.forms)
        kind = number % 8
        made.append(
            {
                0: frequent[0],
                1: rare,
                2: f"{frequent[0]} {rare}",
                3: f"{frequent[0]} OR {rare}",
                4: f"{frequent[0]} NOT {frequent[1]}",
                5: f'"{frequent[0]} {frequent[1]}"',
                6: f"({frequent[0]} OR {frequent[1]}) {frequent[2]}",
                7: rare[:4] + "*",
            }[kind]
        )
    return made
