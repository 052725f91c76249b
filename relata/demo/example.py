"""A short invented interview to try coding on, in each language of the workspace."""

from __future__ import annotations

from pathlib import Path

_NAMES = {
    "en": "Example interview.txt",
    "it": "Intervista di esempio.txt",
    "fr": "Entretien d'exemple.txt",
    "ar": "مقابلة للتجربة.txt",
}
EXAMPLE_LANGUAGES = tuple(_NAMES)


def example_text(language: str) -> tuple[str, bytes]:
    """The name and the bytes of the example; in English where a language has none.

    >>> example_text("it")[0]
    'Intervista di esempio.txt'
    """
    known = language if language in _NAMES else "en"
    return _NAMES[known], (Path(__file__).parent / "data" / "example" / f"{known}.txt").read_bytes()
