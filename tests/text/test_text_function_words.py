"""The quick way to a language must agree with the slow one, or not answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relata.text.function_words import plain_language


@pytest.mark.parametrize("language", ["it", "en", "fr"])
def test_small_words_never_name_another_language(language: str, shared: Path) -> None:
    """On real sentences, three at a time, the answer is right or is not given."""
    lines = (shared / "data" / "pud-attribution" / f"pud_{language}.jsonl").read_text("utf-8")
    texts = [json.loads(line)["text"] for line in lines.splitlines()]
    samples = [" ".join(texts[at : at + 3]) for at in range(0, len(texts), 3)]

    answers = [plain_language(sample) for sample in samples]

    assert set(answers) <= {language, None}
    assert answers.count(language) > 0.7 * len(samples)


def test_too_few_words_show_nothing() -> None:
    """A headline is left to the statistical model."""
    assert plain_language("Il ritorno degli uomini che non hanno voluto restare") is None


def test_other_scripts_show_nothing() -> None:
    """Words that no list holds do not add up to a language."""
    assert plain_language("سمعنا إطلاق النار عبر النهر ولم يعرف أحد إلى أين " * 5) is None


def test_catalan_is_not_taken_for_spanish() -> None:
    """A neighbour that shares its small words leaves room for doubt."""
    told = (
        "els homes de la ciutat van anar amb els seus fills cap a la casa de la mare "
        "i no van tornar fins que la guerra va acabar amb tots els camins del poble"
    )
    assert plain_language(told) != "es"
