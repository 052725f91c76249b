"""Values of a case, each coder's beside the others', and the passages they rest on."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.params import Parameter

from relata.cases import Status, Value
from relata.codebook.values import BadValue
from relata.databank.bank import Databank
from relata.server.routes.cases import CaseName, TellingSource, titles_of

ValueId = Annotated[str, Parameter(description="The id of a value")]


class Spot(msgspec.Struct, frozen=True):
    """A passage: the id of a source, and the code points it spans."""

    source: str
    start: int
    end: int


class ValueTold(msgspec.Struct, frozen=True):
    """What one coder holds to be known of a case; `own` when it is yours to change."""

    id: str
    about: str
    is_code: bool
    told: str | None
    status: Status
    missing: str | None
    note: str | None
    coder: str
    own: bool
    evidence: list[Spot]


class SheetTold(msgspec.Struct, frozen=True):
    """All values of a case, and the sources that tell of it."""

    id: str
    number: int
    pseudonym: str
    sources: list[str]
    values: list[ValueTold]
    revision: str


class NewValue(msgspec.Struct, frozen=True):
    """A value as a coder judges it; `about` is the name of a variable or code.

    `evidence` left empty keeps the passages of the same value that stood before.
    """

    about: str
    told: str | None = None
    status: Status = "stated"
    missing: str | None = None
    note: str | None = None
    evidence: list[Spot] = []
    beside: bool = False


class ToldValue(msgspec.Struct, frozen=True):
    """What is being typed for a variable."""

    variable: str
    told: str


class ReadingOf(msgspec.Struct, frozen=True):
    """How a value would be kept, or why it would be refused.

    `proposed` says that words were rewritten into a form the variable takes. Days are
    ISO dates, null where a date is open.
    """

    canonical: str | None = None
    proposed: bool = False
    choices: list[str] = []
    low: float | None = None
    high: float | None = None
    earliest: str | None = None
    latest: str | None = None
    uncertain: bool = False
    approximate: bool = False
    refused: str | None = None
    remedy: str = ""


class Worded(msgspec.Struct, frozen=True):
    """A passage of evidence with its words."""

    source: str
    start: int
    end: int
    words: str


class EvidenceTold(msgspec.Struct, frozen=True):
    """The words that the values of a case rest on, and the titles of its sources."""

    sources: list[TellingSource]
    passages: list[Worded]


class JudgementTold(msgspec.Struct, frozen=True):
    """What a coder held from one moment to another; `until` is null while it stands."""

    coder: str
    told: str | None
    status: Status
    missing: str | None
    note: str | None
    since: int
    until: int | None


@get("/cases/sheet", sync_to_thread=True)
def sheet(bank: Databank, case: CaseName) -> SheetTold:
    """All values of one case, each coder's beside the others'."""
    found = bank.cases.sheet(case)
    return SheetTold(
        found.case.id,
        found.case.number,
        found.case.pseudonym,
        list(found.sources),
        [_value(bank, value) for value in found.values],
        found.revision,
    )


@get("/cases/{case:str}/evidence", sync_to_thread=True)
def evidence(bank: Databank, case: CaseName) -> EvidenceTold:
    """The words that the values of a case rest on, and the titles of its sources."""
    found = bank.cases.sheet(case)
    places = {(p.source, p.start, p.end) for value in found.values for p in value.evidence}
    words = bank.sources.quotes(places)
    titles = titles_of(bank, [*found.sources, *sorted(source for source, _, _ in places)])
    return EvidenceTold(
        list(titles.values()), [Worded(*place, words[place]) for place in sorted(places)]
    )


@get("/cases/{case:str}/judgements", sync_to_thread=True)
def judgements(bank: Databank, case: CaseName, about: str) -> list[JudgementTold]:
    """Who said what of a variable or code when, taken back or not; oldest first."""
    return [
        JudgementTold(j.coder, j.told, j.status, j.missing, j.note, j.since, j.until)
        for j in bank.cases.judgements(case, about)
    ]


@post("/cases/{case:str}/values", sync_to_thread=True)
def set_value(bank: Databank, case: CaseName, data: NewValue) -> ValueTold:
    """Say what you hold to be known of a case; your earlier value goes, unless kept beside."""
    made = bank.cases.set(
        case,
        data.about,
        data.told,
        status=data.status,
        evidence=[(spot.source, spot.start, spot.end) for spot in data.evidence],
        missing=data.missing,
        note=data.note,
        beside=data.beside,
    )
    return _value(bank, made)


@delete("/values/{value:str}", sync_to_thread=True)
def take_back(bank: Databank, value: ValueId) -> None:
    """Take a value of yours back: nothing is said in its place."""
    bank.cases.take_back(value)


@post("/values/{value:str}/evidence", status_code=200, sync_to_thread=True)
def rest(bank: Databank, value: ValueId, data: Spot) -> ValueTold:
    """Let a value of yours rest on one more passage."""
    return _value(bank, bank.cases.rest(value, data.source, data.start, data.end))


@delete(
    "/values/{value:str}/evidence/{source:str}/{start:int}/{end:int}",
    status_code=200,
    sync_to_thread=True,
)
def unrest(bank: Databank, value: ValueId, source: str, start: int, end: int) -> ValueTold:
    """Let a value of yours no longer rest on a passage."""
    return _value(bank, bank.cases.unrest(value, source, start, end))


@post("/cases/reading-of", status_code=200, sync_to_thread=True)
def reading_of(bank: Databank, data: ToldValue) -> ReadingOf:
    """How what is being typed would be kept, or why it would be refused; nothing is kept."""
    try:
        found = bank.cases.understand(data.variable, data.told)
    except BadValue as fault:
        return ReadingOf(refused=str(fault.args[0]), remedy=fault.remedy or "")
    read = found.checked
    return ReadingOf(
        read.canonical,
        found.proposed,
        list(read.choices),
        read.low,
        read.high,
        read.earliest.isoformat() if read.earliest else None,
        read.latest.isoformat() if read.latest else None,
        read.uncertain,
        read.approximate,
    )


def _value(bank: Databank, value: Value) -> ValueTold:
    return ValueTold(
        value.id,
        value.about,
        value.is_code,
        value.told,
        value.status,
        value.missing,
        value.note,
        value.coder,
        value.coder == bank.viewer.name,
        [Spot(p.source, p.start, p.end) for p in value.evidence],
    )


ROUTES = (sheet, evidence, judgements, set_value, take_back, rest, unrest, reading_of)
