"""Court notes, notes of an aid group, mails: what is neither interview nor newspaper."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from relata.demo.cast import Appearance, month_of
from relata.demo.codes import MOTIVES, ROLES, ROUTES
from relata.demo.dice import Dice
from relata.demo.drafts import Draft, front_matter
from relata.demo.model import Person, StoryFact, StoryPassage, StorySource
from relata.demo.prose import Decks, data, lines
from relata.demo.speaking import Voice
from relata.demo.telling_dates import month_name
from relata.demo.world import countries


def court_note(of: Appearance, seed: int, decks: Decks) -> StorySource:
    """A note of hearing, as the court's office would hand it out."""
    form, person = data("notes")[f"court.{of.where}"], of.person
    dice = Dice(seed, "court", person.pseudonym)
    voice = Voice(person, of.where, decks=decks, dice=dice)
    held = after(person.left, 9, 2 + dice.below(25))
    reasons = (person.motives[0], person.motives[-1])
    quotes = [voice.quotation(reason) for reason in reasons]
    number = f"{100 + dice.below(800)}/{held.year}"
    slots = {"number": number, "quote1": quotes[0], "quote2": quotes[1]}
    body = tuple(voice.say(line, **slots) for line in lines(form["body"]))
    facts = [
        *_facts(person, body[2], "joined", "age-at-joining", "role", "country-of-residence"),
        *_facts(person, body[3], "left", "route-out"),
        StoryFact(body[-1], person.pseudonym, "legal-outcome", "charged"),
    ]
    draft = Draft(
        name=f"{held.isoformat()}-court-{person.pseudonym}",
        language=voice.person.language,
        kind="document",
        title=voice.say(form["title"], **slots),
        date=held,
        publisher=form["publisher"],
        paragraphs=body,
        persons=(person.pseudonym,),
        passages=_passages(person, quotes, reasons),
        facts=tuple(facts),
    )
    text = "\n\n".join((f"{draft.publisher}\n{held.isoformat()}", draft.text)) + "\n"
    return draft.printed(".txt", text.encode("utf-8"))


def aid_note(language: str, first: Person, second: Person, seed: int, decks: Decks) -> StorySource:
    """A note about two visits, in Markdown."""
    form = data("notes")[f"aid.{language}"]
    dice = Dice(seed, "aid", first.pseudonym)
    held = after(max(first.left, second.left, key=month_of), 4, 3 + dice.below(24))
    slots: dict[str, str] = {"month": f"{month_name(held.month, language)} {held.year}"}
    voices, passages = {}, []
    for mark, person in (("a", first), ("b", second)):
        voice = Voice(person, language, decks=decks, dice=dice)
        quote = voice.quotation(person.motives[0])
        passages.append(StoryPassage(quote, MOTIVES[person.motives[0]], person.pseudonym))
        slots |= {f"{mark}:{key}": value for key, value in voice.slots.items()}
        slots[f"{mark}:quote"] = quote
        voices[mark] = voice
    speaking, body = voices["a"], []
    for line in lines(form["body"]):
        if line.startswith("## <b"):
            speaking = voices["b"]
        body.append(speaking.say(line, **slots))
    facts = [
        *_facts(first, body[3], "age-at-joining", "role", "left", "route-out"),
        *_facts(second, body[7], "age-at-joining", "joined", "role"),
    ]
    draft = Draft(
        name=f"{held.isoformat()}-visits-{first.pseudonym}-{second.pseudonym}",
        language=first.language,
        kind="document",
        title=form["title"],
        date=held,
        publisher=form["publisher"],
        paragraphs=tuple(line.lstrip("# ") for line in body),
        persons=(first.pseudonym, second.pseudonym),
        passages=tuple(passages),
        facts=tuple(facts),
    )
    text = "\n\n".join((front_matter(draft), *body)) + "\n"
    return draft.printed(".md", text.encode("utf-8"))


def mail(of: Appearance, seed: int, decks: Decks) -> StorySource:
    """A letter that corrects a date someone gave in an interview."""
    form, person = data("notes")[f"mail.{of.where}"], of.person
    voice = Voice(
        person, of.where, decks=decks, dice=Dice(seed, "mail", person.pseudonym), left=of.left
    )
    sent = after(person.left, 14, 14)
    quote = voice.quotation(person.motives[0])
    body = tuple(voice.say(line, quote=quote) for line in lines(form["body"]))
    draft = Draft(
        name=f"{sent.isoformat()}-mail-{person.pseudonym}",
        language=person.language,
        kind="mail",
        title=voice.say(form["title"]),
        date=sent,
        publisher=form["publisher"],
        paragraphs=body,
        persons=(person.pseudonym,),
        passages=_passages(person, [quote], (person.motives[0],)),
        facts=(StoryFact(body[2], person.pseudonym, "left", str(of.left)),),
    )
    return draft.printed(".eml", _letter(draft, form, voice).encode("utf-8"))


def _letter(draft: Draft, form: dict[str, Any], voice: Voice) -> str:
    writer, _, address = voice.say(form["from"]).rpartition(" ")
    day = draft.date
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    month = month_name(day.month, "en")[:3]
    head = (
        f"From: {_encoded(writer)} {address}",
        f"To: {form['to']}",
        f"Subject: {_encoded(draft.title)}",
        f"Date: {weekday}, {day.day:02d} {month} {day.year} 20:14:00 +0100",
        f"Message-ID: <{draft.name}@letters.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    )
    return "\r\n".join((*head, "", "\r\n\r\n".join(draft.paragraphs), ""))


def _encoded(words: str) -> str:
    """An encoded word where the header needs it (RFC 2047)."""
    if words.isascii():
        return words
    return f"=?utf-8?b?{base64.b64encode(words.encode('utf-8')).decode('ascii')}?="


def _passages(
    person: Person, quotes: list[str], reasons: tuple[str, ...]
) -> tuple[StoryPassage, ...]:
    return tuple(
        StoryPassage(quote, MOTIVES[reason], person.pseudonym)
        for quote, reason in zip(quotes, reasons, strict=True)
    )


def _facts(person: Person, quote: str, *variables: str) -> list[StoryFact]:
    true = {
        "age-at-joining": str(person.age),
        "country-of-residence": countries()[person.home]["en"],
        "joined": person.joined,
        "left": person.left,
        "role": ROLES[person.role],
        "route-out": ROUTES[person.route],
    }
    return [StoryFact(quote, person.pseudonym, each, true[each]) for each in variables]


def after(left: str, months: int, day: int) -> date:
    """A day so many months after someone left."""
    at = month_of(left) + months
    return date(at // 12, at % 12 + 1, day)
