"""Which language a text is in, among those that testimonies come in.

The small words of a language decide where they leave no doubt; otherwise py3langid,
limited to `LANGUAGES`. Both look at a sample from the beginning and the middle of the
text, so that a book costs no more than a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from threading import Lock

from relata.text.function_words import plain_language

LANGUAGES = (
    "ar",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "he",
    "it",
    "ku",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sv",
    "tr",
    "uk",
    "ur",
)
"""The codes that `recognise` may answer."""

_SAMPLE = 900
_FEWEST_LETTERS = 6
_SUREST_ENOUGH = 0.45
_NOT_LETTERS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[\W\d_]+")
_loading = Lock()


def recognise(text: str) -> str | None:
    """The two-letter code of a text's language, or None.

    None where there are fewer than six letters or no language stands out: a name,
    a table of numbers, a text that mixes several.

    >>> recognise("Sono fuggito di notte, senza dire niente.")
    'it'
    """
    sample = text[: 2 * _SAMPLE]
    if len(text) > 4 * _SAMPLE:
        middle = len(text) // 2
        sample = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"
    letters = _NOT_LETTERS.sub(" ", sample).strip()
    if len(letters) - letters.count(" ") < _FEWEST_LETTERS:
        return None
    plain = plain_language(letters)
    if plain is not None:
        return plain
    language, sureness = _classifier()(letters)
    return language if sureness >= _SUREST_ENOUGH else None


def _classifier() -> Callable[[str], tuple[str, float]]:
    with _loading:
        return _loaded()


@cache
def _loaded() -> Callable[[str], tuple[str, float]]:
    """Loads the model, once: about half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify
