"""The story as a whole: the same from one seed, and of the size that was promised."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from relata.demo import Story, story

FINGERPRINT = (
    "import hashlib; from relata.demo import story; s = story();"
    "h = hashlib.sha256(s.truth_json().encode());"
    "[h.update(x.filename.encode() + x.data) for x in s.sources];"
    "h.update(repr((s.codings, s.values)).encode()); print(h.hexdigest())"
)


def _fingerprint(told: Story) -> str:
    found = hashlib.sha256(told.truth_json().encode())
    for source in told.sources:
        found.update(source.filename.encode() + source.data)
    found.update(repr((told.codings, told.values)).encode())
    return found.hexdigest()


def test_one_seed_tells_one_story(departures: Story) -> None:
    """Told twice from the same seed, every byte is the same."""
    assert _fingerprint(story()) == _fingerprint(departures)


@pytest.mark.parametrize("salt", ["0", "4711"])
def test_another_process_tells_the_same(departures: Story, salt: str) -> None:
    """Nothing hangs on Python's salted hashes or on the order of sets."""
    told = subprocess.run(
        [sys.executable, "-c", FINGERPRINT],
        env={**os.environ, "PYTHONHASHSEED": salt},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == _fingerprint(departures)


@pytest.mark.parametrize("seed", [1, 7, 2027])
def test_another_seed_tells_another_story_of_the_same_make(seed: int, departures: Story) -> None:
    """Any seed gives sixty people and as many sources, but other lives."""
    other = story(seed)

    assert len(other.persons) == 60
    assert len(other.sources) == len(departures.sources)
    assert {p.left for p in other.persons} != {p.left for p in departures.persons}
    for source in other.sources:
        assert all(p.quote in source.text for p in source.passages)


def test_the_numbers_are_those_promised(departures: Story) -> None:
    """Sixty people, about ninety sources, two coders, in four languages."""
    kinds = Counter(source.kind for source in departures.sources)
    languages = Counter(source.language for source in departures.sources)

    assert len(departures.persons) == 60
    assert 85 <= len(departures.sources) <= 95
    assert kinds["interview"] == 34
    assert 44 <= kinds["news"] <= 50
    assert kinds["document"] + kinds["mail"] == 10
    assert departures.coders == ("Ada", "Bruno")
    assert {language for language, n in languages.items() if n >= 12} == {"it", "en", "fr", "ar"}


def test_interviews_are_as_long_as_interviews(departures: Story) -> None:
    """From some 600 words up; Arabic says the same in fewer."""
    for source in departures.sources:
        if source.kind == "interview":
            least = 450 if source.language == "ar" else 550
            assert least <= len(source.text.split()) <= 1500, source.filename


def test_files_are_named_apart_and_name_nobody(departures: Story) -> None:
    """File names are unique and carry pseudonyms only."""
    names = [source.filename for source in departures.sources]

    assert len(set(names)) == len(names)
    for person in departures.persons:
        for spelling in person.names.values():
            last = spelling.split(" ", 1)[1]
            assert not any(last.casefold() in name.casefold() for name in names)


def test_every_source_says_that_it_is_fictional(departures: Story) -> None:
    """Each publisher says so in its own language, and the note says it of all."""
    words = ("fictional", "immaginari", "imaginaire", "خيالي")

    assert "fictional" in departures.note
    for source in departures.sources:
        assert any(word in source.publisher for word in words), source.filename


def test_the_story_cannot_be_changed(departures: Story) -> None:
    """Its records are frozen: tests may share one telling."""
    with pytest.raises(FrozenInstanceError):
        departures.persons[0].age = 99  # type: ignore[misc]
