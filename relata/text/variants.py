"""What else a searched word may stand for in the index.

The index holds one token for each word. A search is generous instead: a word typed
without accents also looks for the accented endings that its language has (deserte
for déserté), one typed with accents for the bare one, and an Arabic word for the
prefixes and inner plurals that cannot be taken off without doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relata.text import arabic
from relata.text.stems import LATIN, LETTERS, PLAIN, stemmed_as, stemmer, token
from relata.text.words import bare, lowered, script

_ACCENTED_ENDINGS: dict[str, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = {
    "it": (
        (re.compile("a$"), ("à",)),
        (re.compile("e$"), ("é", "è")),
        (re.compile("i$"), ("ì",)),
        (re.compile("o$"), ("ò",)),
        (re.compile("u$"), ("ù",)),
    ),
    "fr": (
        (re.compile("e$"), ("é",)),
        (re.compile("es$"), ("és",)),
        (re.compile("ee$"), ("ée",)),
        (re.compile("ees$"), ("ées",)),
        (re.compile("erent$"), ("èrent",)),
        (re.compile("ete$"), ("eté", "ète")),
    ),
    "es": (
        (re.compile("ion$"), ("ión",)),
        (re.compile("ia(s|n|mos|is)?$"), (r"ía\1",)),
        (re.compile("a$"), ("á",)),
        (re.compile("e$"), ("é",)),
        (re.compile("i$"), ("í",)),
        (re.compile("o$"), ("ó",)),
        (re.compile("a(n|s)$"), (r"á\1",)),
        (re.compile("e(n|s|is|mos)$"), (r"é\1",)),
        (re.compile("ais$"), ("áis",)),
        (re.compile("ramos$"), ("ráramos",)),
    ),
    "pt": (
        (re.compile("cao$"), ("ção",)),
        (re.compile("coes$"), ("ções",)),
        (re.compile("ao$"), ("ão",)),
        (re.compile("oes$"), ("ões",)),
        (re.compile("ia(m|s)?$"), (r"ía\1",)),
    ),
    "ro": ((re.compile("a$"), ("ă", "â")), (re.compile("t(a|i|e)$"), (r"ț\1",))),
    "tr": ((re.compile("i$"), ("ı",)), (re.compile("u$"), ("ü",))),
}


def indexed(word: str, language: str | None) -> tuple[str, ...]:
    """The tokens that a text of that language may hold for the word, likeliest first.

    Empty where the word is marks only.
    """
    own = token(word, language)
    if not own:
        return ()
    rules = stemmed_as(language, script(word))
    if rules is None:
        return (own,)
    return tuple(dict.fromkeys((own, *_others(word, rules))))


def _others(word: str, rules: str) -> Iterator[str]:
    letter, stem = LETTERS[rules], stemmer(rules)
    if rules == "ar":
        spelled = arabic.spelled(word)
        plain = stem(spelled)
        yield from (letter + other for other in arabic.plurals(plain))
        yield from (letter + arabic.stem(other) for other in arabic.kin(spelled))
        return
    written = lowered(word, language=rules)
    unaccented = bare(written)
    yield letter + bare(stem(unaccented))
    if written == unaccented and rules in LATIN:
        for ending, accents in _ACCENTED_ENDINGS.get(rules, ()):
            for accent in accents:
                if ending.search(written):
                    yield letter + bare(stem(ending.sub(accent, written)))


def prefixes(beginning: str, language: str | None) -> tuple[str, ...]:
    """Beginnings of the tokens that words so begun may have in such a text.

    Stems are shorter than words: for `combattim*` Italian must look from `combatt`.
    So a stem that is a beginning of the word's beginning takes its place; it finds
    more, never less, than the letters typed.
    """
    rules = stemmed_as(language, script(beginning))
    typed = bare(lowered(beginning, language=rules))
    if not typed:
        return ()
    if rules is None:
        return (PLAIN + typed,)
    if rules == "ar":
        typed = arabic.spelled(beginning)
        bases = dict.fromkeys(filter(None, (*arabic.unprefixed(typed), arabic.stem(typed))))
        return tuple(LETTERS[rules] + base for base in bases)
    shortest = typed
    for ending in ("", *_ENDINGS.get(rules, ())):
        stem = bare(stemmer(rules)(lowered(beginning, language=rules) + ending))
        if len(stem) >= 3 and typed.startswith(stem) and len(stem) < len(shortest):
            shortest = stem
    return (LETTERS[rules] + shortest,)


_ENDINGS = {
    "de": ("e", "en", "er", "ung", "ungen", "lich", "keit", "isch"),
    "en": ("e", "s", "es", "ed", "ing", "ion", "ation", "ment", "er", "ly", "ness"),
    "es": ("o", "a", "os", "ar", "er", "ir", "ción", "iento", "mente", "ador", "ado", "ido"),
    "fr": ("e", "er", "es", "ent", "ion", "ions", "ment", "eur", "ante", "ance"),
    "it": ("o", "a", "e", "i", "are", "ere", "ento", "enti", "ione", "ioni", "ore", "ante", "mente"),
}
