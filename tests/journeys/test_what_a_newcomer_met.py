"""Things that a person who tried the program for the first time ran into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import relata
from relata.codebook import BadDate

Write = Callable[[str, str], Path]


def test_a_value_set_again_keeps_its_evidence(study: relata.Databank) -> None:
    """Saying the same once more does not take the ground away; saying something else does."""
    study.cases.set("P-001", "left_on", "2014-09~", evidence=[("first", 4, 9)])

    again = study.cases.set("P-001", "left_on", "2014-09~")
    assert [(p.start, p.end) for p in again.evidence] == [(4, 9)]

    other = study.cases.set("P-001", "left_on", "2015")
    assert other.evidence == ()
    assert study.verify().sound


def test_a_missing_reason_says_that_nothing_was_stated(study: relata.Databank) -> None:
    """Why there is no value can be given without repeating that there is none."""
    value = study.cases.set("P-001", "age", missing="not asked")

    assert (value.status, value.missing, value.told) == ("not stated", "not asked", None)


def test_a_backup_tells_of_damage_that_goes_into_it(bank: relata.Databank, tmp_path: Path) -> None:
    """Whoever rotates backups learns in time that the newest one is not whole."""
    (tmp_path / "note.txt").write_text("He left for the coast at night.", "utf-8")
    bank.sources.add(tmp_path / "note.txt")
    assert bank.backup(tmp_path / "sound.relata").damaged == 0

    (pack,) = bank.folder.joinpath("blobs").iterdir()
    sealed = bytearray(pack.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    pack.write_bytes(sealed)

    assert bank.backup(tmp_path / "damaged.relata").damaged == 1


def test_a_date_that_is_none_is_refused_as_a_filter(bank: relata.Databank) -> None:
    """A list filtered by an impossible date would be wrong without a sign."""
    for wrong in ("2014-13", "2014-99-99", "31/12/2014"):
        with pytest.raises(BadDate):
            bank.sources.list(since=wrong)
        with pytest.raises(BadDate):
            bank.search("night", until=wrong)


def test_turns_are_paragraphs_of_their_own(bank: relata.Databank, text_file: Write) -> None:
    """The witness's words never stand in one paragraph with the question before them."""
    lines = "A note on a talk\n\nD: When did you leave?\nR: In spring.\nD: Why?\nR: I was bored."
    bank.sources.add(text_file("talk.txt", lines))
    text = bank.sources.text("talk.txt")

    assert [text.content[p.start : p.end] for p in text.paragraphs] == [
        "A note on a talk",
        "D: When did you leave?",
        "R: In spring.",
        "D: Why?",
        "R: I was bored.",
    ]
    assert bank.search('"leave spring"').passages == 0


def test_two_cues_in_capitals_tell_their_speakers(bank: relata.Databank, text_file: Write) -> None:
    """Subtitles that name each speaker once still keep who speaks."""
    cues = (
        "1\n00:00:01,000 --> 00:00:03,000\nANNA: When did you leave?\n\n"
        "2\n00:00:04,000 --> 00:00:06,000\nMAN: In the autumn of that year.\n"
    )
    bank.sources.add(text_file("talk.srt", cues))

    assert [t.speaker for t in bank.sources.text("talk.srt").turns] == ["ANNA", "MAN"]


def test_the_next_pseudonym_is_the_next_number(bank: relata.Databank) -> None:
    """Cases named otherwise do not use numbers up."""
    bank.cases.new("M-1")

    assert [bank.cases.new().pseudonym for _ in range(2)] == ["P-001", "P-002"]
