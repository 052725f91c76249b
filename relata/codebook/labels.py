"""Labels in several languages, keyed by a language tag."""

from __future__ import annotations

import re

from relata.codebook.cells import Row, one_line
from relata.codebook.model import Problem

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*\Z")


def is_language(tag: str) -> bool:
    """Whether a tag looks like "en", "it" or "zh-hant"; no list of languages is consulted."""
    return _LANGUAGE.match(tag) is not None


def labels(row: Row, problems: list[Problem]) -> dict[str, str]:
    """The translations in a row's cells "label:it", "label:ar", ...; a bad tag is a problem."""
    found: dict[str, str] = {}
    for language, text in row.family("label").items():
        if is_language(language):
            found[language] = one_line(text)
        else:
            problems.append(Problem(row.where, 'a label\'s language is a tag such as "en" or "it"'))
    return found
