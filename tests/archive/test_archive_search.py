"""Search: any inflection finds the others, and every answer is what reading it all would give."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.banks import MakeBank, intake, put, put_all

import relata
from relata.archive import Description
from relata.text.matching import evaluate, marks
from relata.text.paragraphs import paragraphs
from relata.text.parsing import NotASearch, parse
from relata.text.query import leaves, positive
from relata.text.spans import Span

INFLECTIONS = [
    ("it", "I disertori sono fuggiti dalla città.", "disertore", "disertori"),
    ("it", "Le prigioni erano piene.", "prigione", "prigioni"),
    ("en", "The deserters were leaving their towns.", "deserter", "deserters"),
    ("en", "They fought in two battles.", "battle", "battles"),
    ("fr", "Les combattantes sont revenues.", "combattante", "combattantes"),
    ("de", "Die Gefängnisse waren überfüllt.", "Gefängnis", "Gefängnisse"),
    ("es", "Los desertores huyeron de las ciudades.", "ciudad", "ciudades"),
    ("ar", "هرب المقاتلون من المدينة.", "مدينة", "المدينة"),
    ("ar", "قَالَ المُقَاتِلُ إِنَّهُ هَرَبَ.", "المقاتل", "المُقَاتِلُ"),
]


def test_an_inflection_finds_the_others(bank: relata.Databank) -> None:
    """Asked for one form, search marks the other, exactly, in six languages."""
    before = "🙂 Vorher.\n\n"
    for number, (language, content, _, _) in enumerate(INFLECTIONS):
        put(bank, before + content, language=language, title=f"report {number}")

    for number, (language, content, asked, written) in enumerate(INFLECTIONS):
        hits = bank.search(asked, language=language).hits
        (hit,) = (h for h in hits if h.title == f"report {number}")
        whole = bank.sources.text(f"report {number}").content
        assert hit.content == content == hit.span.of(whole)
        assert [mark.of(whole) for mark in hit.marks] == [written]


def test_a_phrase_holds_within_a_paragraph(bank: relata.Databank) -> None:
    """Words one after the other count within a paragraph, never across two."""
    put(bank, "He went back home.\n\nAgain he left.", title="apart")
    put(bank, "He went home again and again.", title="together")
    assert [h.title for h in bank.search('"home again"').hits] == ["together"]
    assert bank.search('"again home"').passages == 0
    assert bank.search("home again").sources == 2


def test_and_and_not_hold_within_a_source(bank: relata.Databank) -> None:
    """Both words anywhere in one source; NOT takes the whole source away."""
    put(bank, "The guard left.\n\nThe cook stayed.", title="both")
    put(bank, "The guard left.", title="guard")
    put(bank, "The cook stayed.", title="cook")

    assert {h.title for h in bank.search("guard cook").hits} == {"both"}
    assert bank.search("guard AND cook").passages == 2
    assert {h.title for h in bank.search("guard NOT cook").hits} == {"guard"}
    assert {h.title for h in bank.search("guard -cook").hits} == {"guard"}
    assert bank.search("guard OR cook").sources == 3
    assert {h.title for h in bank.search("(guard OR cook) -(guard cook)").hits} == {"guard", "cook"}


def test_filters_are_on_what_is_said_of_the_source(bank: relata.Databank) -> None:
    """By language, kind and date; a year or a month will do, on both ends."""
    for title, language, kind, date in (
        ("a", "it", "news", "2014-12-31"),
        ("b", "it", "interview", "2015-03"),
        ("c", "en", "news", "2015-07-02"),
        ("d", "en", "news", "2016"),
        ("e", "en", "news", None),
    ):
        put(bank, f"Raqqa, {title}.", title=title, language=language, kind=kind, date=date)

    def found(**filters: Any) -> str:
        hits = bank.search("raqqa", **filters).hits
        assert [h.title for h in hits] == [s.title for s in bank.sources.list(**filters)]
        return "".join(h.title for h in hits)

    assert found() == "abcde"
    assert found(language="it") == "ab"
    assert found(language="EN") == "cde"
    assert found(kind="interview") == "b"
    assert found(since="2015") == "bcd"
    assert found(until="2015") == "abc"
    assert found(since="2015-03", until="2015-07") == "bc"
    assert found(language="en", kind="news", until="2015-07-02") == "c"
    assert found(language="xx") == ""


def test_pages_of_an_answer_make_the_whole(bank: relata.Databank) -> None:
    """Paging by any limit gives the same hits in the same order; counts are of all."""
    for number in range(7):
        put(bank, f"The guard, {number}.\n\nThe guard again, {number}.", title=f"t{number}")
    whole = bank.search("guard", limit=None)
    assert (len(whole.hits), whole.passages, whole.sources) == (14, 14, 7)

    for size in (1, 3, 14, 50):
        pages = [bank.search("guard", limit=size, skip=at) for at in range(0, 15, size)]
        assert [h for page in pages for h in page.hits] == list(whole.hits)
        assert {(page.passages, page.sources) for page in pages} == {(14, 7)}
    assert bank.search("guard", limit=None, skip=10).hits == whole.hits[10:]
    assert bank.search("guard", limit=0).hits == ()
    assert bank.search("guard", skip=99).hits == ()


def test_what_was_withdrawn_is_not_found(bank: relata.Databank) -> None:
    """A source whose intake was undone is found as of before, and not now."""
    put(bank, "The guard stayed.", title="kept")
    put(bank, "The guard left.", title="undone")
    before = bank.revision
    bank.undo()

    assert [h.title for h in bank.search("guard").hits] == ["kept"]
    assert bank.search("guard").passages == 1
    past = bank.as_of(before).search("guard")
    assert [h.title for h in past.hits] == ["kept", "undone"]
    assert past.revision == before
    bank.undo(bank.revision)
    assert bank.search("guard").sources == 2


def test_what_came_later_is_not_found_as_of_before(bank: relata.Databank) -> None:
    """Looking back, search knows only what was there."""
    put(bank, "The guard stayed.", title="early")
    early = bank.revision
    put(bank, "The guard left.", title="late")
    assert [h.title for h in bank.as_of(early).search("guard").hits] == ["early"]


def test_the_past_is_searched_though_nothing_was_indexed_yet(bank: relata.Databank) -> None:
    """The first search of all may be one of the past."""
    put(bank, "The guard stayed.", title="early")
    assert bank.as_of(bank.revision).search("guard").passages == 1


def test_what_cannot_be_understood_is_refused(bank: relata.Databank) -> None:
    """A malformed search is one clear sentence on both engines, never a database's."""
    put(bank, "a b")
    for words in ("", "   ", '"open', "(a", "a)", "-a", "NOT a", "a OR -b", "* a"):
        with pytest.raises(NotASearch):
            bank.search(words)


def test_signs_of_the_engines_mean_nothing(bank: relata.Databank) -> None:
    """What an engine would take for its own language is only words and marks."""
    put(bank, "The guard of the text.")
    for words in ("guard'; DROP TABLE text; --", "a:b", "guard^2", "{guard}", "NEAR(a b)"):
        bank.search(words)
    for words in ('gu"a"rd"', "%", "\\"):
        with pytest.raises(NotASearch):
            bank.search(words)
    assert bank.search("guard").passages == 1


VOCABULARY = {
    "it": "il disertore disertori prigione prigioni notte città fuggire fuggito non sapeva",
    "en": "the deserter deserters prison prisons night city fled fleeing not knew",
    "fr": "le déserteur déserteurs prison prisons nuit ville fuir fui pas savait",
    "ar": "المدينة مدينة مقاتل المقاتلون هرب هربوا ليل الليل قال سجن",
    "de": "der Deserteur Gefängnis Gefängnisse Nacht Stadt Städte floh geflohen nicht",
    "es": "el desertor desertores prisión prisiones noche ciudad ciudades huir no",
}
WORDS = {language: words.split() for language, words in VOCABULARY.items()}
LEAVES = st.one_of(
    st.sampled_from(sorted({w for words in WORDS.values() for w in words})),
    st.sampled_from(["deser*", "pris*", "cit*", "مد*", "n*", "Gef*"]),
    st.sampled_from(list(WORDS)).flatmap(
        lambda language: st.lists(st.sampled_from(WORDS[language]), min_size=2, max_size=3).map(
            lambda words: '"' + " ".join(words) + '"'
        )
    ),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} -{pair[1]})"),
    ),
    max_leaves=4,
)


@dataclass(frozen=True)
class Kept:
    """A text as it was put in: what the oracle reads instead of the index."""

    source: str
    content: str
    language: str | None


def corpus(bank: relata.Databank, seed: int) -> list[Kept]:
    chance = random.Random(seed)
    made, intakes = [], []
    for number in range(40):
        language = chance.choice([*WORDS, None])
        words = WORDS[language or chance.choice(list(WORDS))]
        if chance.random() < 0.2:
            words = words + WORDS[chance.choice(list(WORDS))]
        paras = [
            " ".join(chance.choices(words, k=chance.randint(1, 7)))
            + chance.choice([".", "!", " 🙂"])
            for _ in range(chance.randint(1, 4))
        ]
        content = "\n\n".join(paras) + f"\n\n{number}"
        intakes.append(
            intake(bank, content, description=Description(f"t{number}", language=language))
        )
        made.append((content, language))
    ids = put_all(bank, intakes)
    return [Kept(id, content, language) for id, (content, language) in zip(ids, made, strict=True)]


def oracle(kept: list[Kept], words: str) -> list[tuple[str, Span, tuple[Span, ...]]]:
    """Every paragraph that answers, found by reading every paragraph."""
    query = parse(words)
    languages = sorted({k.language for k in kept if k.language})
    holds = {
        leaf: {
            k.source
            for k in kept
            if any(
                marks(span.of(k.content), k.language, [leaf], languages)
                for span in paragraphs(k.content)
            )
        }
        for leaf in leaves(query)
    }
    answering = evaluate(query, holds)
    found = []
    for k in kept:
        if k.source in answering:
            for span in paragraphs(k.content):
                seen = marks(span.of(k.content), k.language, positive(query), languages)
                if seen:
                    found.append((k.source, span, tuple(m.shifted(span.start) for m in seen)))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_answer_is_what_reading_everything_gives(make_bank: MakeBank, seed: int) -> None:
    """Random searches over random texts in six languages: hits, marks, order and counts."""
    bank = make_bank()
    kept = corpus(bank, seed)
    nonempty = 0

    @settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))
    @given(words=QUERIES)
    def ask(words: str) -> None:
        nonlocal nonempty
        answer = bank.search(words, limit=None)
        expected = oracle(kept, words)
        assert [(h.source, h.span, h.marks) for h in answer.hits] == expected
        assert answer.passages == len(expected)
        assert answer.sources == len({source for source, _, _ in expected})
        nonempty += bool(expected)

    ask()
    assert nonempty > 20
