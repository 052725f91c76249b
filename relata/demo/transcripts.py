"""Interviews as files: typed transcripts and subtitles, in the encodings people send."""

from __future__ import annotations

import unicodedata
from datetime import date

from relata.demo.dice import Dice
from relata.demo.drafts import Draft, front_matter
from relata.demo.interviews import Exchange, Said
from relata.demo.model import Person, StoryPassage, StorySource
from relata.demo.prose import bank
from relata.demo.world import centre, named

_WRITTEN = ("txt", "txt", "vtt", "txt", "md", "srt", "txt", "txt", "txt")
_ENCODED = ("utf-8", "crlf", "utf-8", "decomposed", "utf-16", "utf-8")
_SECONDS_A_WORD = 0.42


def transcript(
    person: Person, told: tuple[Exchange, ...], number: int, held: date, dice: Dice
) -> StorySource:
    """The file of one interview; `number` decides format and encoding."""
    written = _WRITTEN[number % len(_WRITTEN)]
    question, answer = dice.pick(bank("interviews", person.language)["labels"]).split("|")
    labels = (question, answer.replace("<who>", person.pseudonym))
    if written in ("srt", "vtt"):
        labels = (question, person.pseudonym)
    draft = _draft(person, told, labels, held)
    if written == "srt":
        return draft.printed(".srt", _subtitles(told, labels, dice, vtt=False).encode("utf-8"))
    if written == "vtt":
        return draft.printed(".vtt", _subtitles(told, labels, dice, vtt=True).encode("utf-8"))
    head = f"{draft.title}\n{draft.publisher}\n{held.isoformat()}"
    if written == "md":
        head = f"{front_matter(draft)}\n\n# {draft.title}"
    body = "\n\n".join((head, *_typed(told, labels, bold=written == "md"))) + "\n"
    encoded = _ENCODED[number % len(_ENCODED)] if written == "txt" else "utf-8"
    return draft.printed(f".{written}", _bytes(body, encoded))


def _draft(
    person: Person, told: tuple[Exchange, ...], labels: tuple[str, str], held: date
) -> Draft:
    said = [one for exchange in told for one in exchange.answer]
    return Draft(
        name=f"interview-{person.pseudonym}",
        language=person.language,
        kind="interview",
        title=f"{named('interview', person.language)} {person.pseudonym}",
        date=held,
        publisher=centre(person.language),
        paragraphs=tuple(_typed(told, labels, bold=False)),
        persons=(person.pseudonym,),
        passages=tuple(
            StoryPassage(one.text, one.code, person.pseudonym) for one in said if one.code
        ),
        facts=tuple(fact for one in said for fact in one.facts),
    )


def _typed(told: tuple[Exchange, ...], labels: tuple[str, str], *, bold: bool) -> list[str]:
    mark = "**" if bold else ""
    typed = []
    for exchange in told:
        typed.append(f"{mark}{labels[0]}:{mark} {exchange.question}")
        typed.append(f"{mark}{labels[1]}:{mark} {' '.join(one.text for one in exchange.answer)}")
    return typed


def _subtitles(
    told: tuple[Exchange, ...], labels: tuple[str, str], dice: Dice, *, vtt: bool
) -> str:
    """One cue a sentence, at the pace of speech, with the rests between."""
    cues: list[str] = ["WEBVTT\n"] if vtt else []
    clock, number = 4.0, 0
    for exchange in told:
        spoken = [(labels[0], Said(exchange.question)), *((labels[1], a) for a in exchange.answer)]
        for speaker, said in spoken:
            number += 1
            ends = clock + 0.6 + _SECONDS_A_WORD * len(said.text.split())
            times = f"{_time(clock, vtt=vtt)} --> {_time(ends, vtt=vtt)}"
            words = f"<v {speaker}>{said.text}" if vtt else f"{speaker}: {said.text}"
            cues.append(f"{times}\n{words}\n" if vtt else f"{number}\n{times}\n{words}\n")
            clock = ends + 0.2 + dice.below(16) / 10
    return "\n".join(cues)


def _time(seconds: float, *, vtt: bool) -> str:
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    hours, minutes = divmod(minutes, 60)
    point = "." if vtt else ","
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def _bytes(text: str, encoded: str) -> bytes:
    if encoded == "crlf":
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8")
    if encoded == "decomposed":
        return unicodedata.normalize("NFD", text).encode("utf-8")
    if encoded == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode("utf-8")
