"""Turns of speech, from plain transcripts and from subtitles."""

from __future__ import annotations

import pytest

from relata.sources import Unreadable, speeches

QA = """Interview 12. Date: 3 May.

Q: Where were you then?

A: In the harbour. We waited there:
for nine days.

Q: Alone?

A: With my brother.
"""


def said(document):
    return [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


def test_questions_and_answers_become_turns(document):
    """Each turn spans what was said, without its label, to the end of the last line."""
    interview = document(QA.encode())

    assert interview.kind == "interview"
    assert interview.text == QA
    assert said(interview) == [
        ("Q", "Where were you then?"),
        ("A", "In the harbour. We waited there:\nfor nine days."),
        ("Q", "Alone?"),
        ("A", "With my brother."),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("[00:12:03] ANNA: Yes.\n[00:12:09] B: No.\n[00:12:20] ANNA: So.", ("ANNA", 723_000)),
        ("Anna B. (01:02): Yes.\nMoussa: No.\nAnna B. (01:12): So.", ("Anna B.", 62_000)),
        (
            "Speaker 1  0:05\nYes.\n\nSpeaker 2  0:09\nNo.\n\nSpeaker 1  0:15\nSo.",
            ("Speaker 1", 5_000),
        ),
        ("**Interviewer:** Yes.\n\n**Anna:** No.\n\n**Interviewer:** So.", ("Interviewer", None)),
        ("س: نعم.\nج: لا.\nس: إذن.", ("س", None)),
        ("INTERVIEWER:\nYes.\nANNA:\nNo.\nINTERVIEWER:\nSo.", ("INTERVIEWER", None)),
    ],
)
def test_the_usual_forms_of_transcripts_are_known(document, text, first):
    """Labels, times and marks as different services write them give the same three turns."""
    interview = document(text.encode())

    assert (interview.turns[0].speaker, interview.turns[0].begins_ms) == first
    assert len(interview.turns) == 3
    assert interview.turns[1].speaker != first[0]
    assert interview.text[interview.turns[2].start :].rstrip() in ("So.", "إذن.")


@pytest.mark.parametrize(
    "text",
    [
        "Date: 3 May\nPlace: the harbour\nAuthor: nobody\n\nWe left at night.",
        "He said: no.\nShe said: yes.",
        "Note: this.\nNote: that.\nNote: these.",
        "https://example.org/a\nhttps://example.org/b\nhttps://example.org/c",
        "At 10:30 we left.\nAt 11:30 we came.\nAt 12:30 we slept.",
    ],
)
def test_other_colons_are_no_turns(document, text):
    """Headers, notes and times of day do not make an interview of a report."""
    read = document(text.encode())

    assert (read.turns, read.kind) == ((), "document")


def test_the_heading_of_a_transcript_is_no_speaker(document):
    """Labels at the top that never come back are not turns."""
    interview = document(b"Date: 3 May\nPlace: harbour\n" + QA.encode())

    assert {turn.speaker for turn in interview.turns} == {"Q", "A"}


VTT = """WEBVTT

NOTE made by hand

1
00:00:01.000 --> 00:00:03.500 align:start
<v Anna>We waited <i>there</i>

00:00:03.500 --> 00:00:06.000
<v Anna>for nine days.

00:01:06.000 --> 00:01:08.000
<v Moussa>Perche\u0301 &amp; how?</v>

00:01:10.000 --> 00:01:12.000
Nobody knows.
"""


def test_subtitles_read_as_speech_and_keep_their_times(document):
    """Cues of one speaker are a paragraph; each keeps its own span and time."""
    film = document(VTT.encode(), "a.vtt")

    assert film.text == (
        "Anna: We waited there for nine days.\n\nMoussa: Perché & how?\n\nNobody knows."
    )
    assert said(film) == [
        ("Anna", "We waited there"),
        ("Anna", "for nine days."),
        ("Moussa", "Perché & how?"),
        (None, "Nobody knows."),
    ]
    assert (film.turns[0].begins_ms, film.turns[2].ends_ms) == (1_000, 68_000)
    assert film.kind == "interview"


def test_neighbouring_turns_of_one_speaker_are_one_speech(document):
    """A speech spans its cues and their whole time."""
    film = document(VTT.encode(), "a.vtt")
    first = speeches(film.turns)[0]

    assert film.text[first.start : first.end] == "We waited there for nine days."
    assert (first.begins_ms, first.ends_ms) == (1_000, 6_000)


def test_names_in_subrip_hold_until_the_next(document):
    """In SubRip a name before a colon tells the speaker, also of the cues that follow."""
    cues = [
        "ANNA: Where?",
        "MOUSSA: There.",
        "I was alone.",
        "- ANNA: Then?\n- MOUSSA: Then I left.",
    ]
    data = "\n".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{words}\n"
        for n, words in enumerate(cues, 1)
    )

    assert said(document(data.encode("cp1252"), "a.srt")) == [
        ("ANNA", "Where?"),
        ("MOUSSA", "There."),
        ("MOUSSA", "I was alone."),
        ("ANNA", "Then?"),
        ("MOUSSA", "Then I left."),
    ]


def test_a_colon_in_subtitles_is_not_always_a_name(document):
    """Without a name that comes back, words before a colon stay words."""
    data = "1\n00:00:01,000 --> 00:00:02,000\nListen: they come.\n"

    assert document(data.encode(), "a.srt").text == "Listen: they come."


def test_broken_cues_are_counted(document):
    """A cue that ends before it begins is left out, and a note says how many."""
    data = "1\n00:00:05,000 --> 00:00:02,000\nlost\n\n2\n00:00:06,000 --> 00:00:07,000\nkept\n"
    film = document(data.encode(), "a.srt")

    assert film.text == "kept"
    assert film.notes[0].startswith("1 cues")


def test_subtitles_without_cues_are_refused(document):
    """A header alone is no transcript."""
    with pytest.raises(Unreadable, match="no cue"):
        document(b"WEBVTT\n\nnothing here\n", "a.vtt")
