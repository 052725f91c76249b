"""Cases: the list, what is asked of each, the sources and codings that tell of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.params import Parameter

from relata.cases import Case
from relata.codebook.model import Kind
from relata.coding import Coding
from relata.databank.bank import Databank

CaseName = Annotated[str, Parameter(description="The id of a case, or its pseudonym")]


class MadeCase(msgspec.Struct, frozen=True):
    """A case as it was made or linked; `sources` counts those that tell of it."""

    id: str
    number: int
    pseudonym: str
    sources: int


class CaseRow(msgspec.Struct, frozen=True):
    """One line of the list of cases; `missing` names variables nobody has said anything of.

    `open` counts codings in its sources that are about no case yet.
    """

    id: str
    number: int
    pseudonym: str
    sources: int
    values: int
    codings: int
    motives: int
    missing: list[str]
    open: int


class CaseList(msgspec.Struct, frozen=True):
    cases: list[CaseRow]
    variables: int
    """How many variables the codebook asks of each case."""
    revision: str


class NewCase(msgspec.Struct, frozen=True):
    """A case to make; without a pseudonym it gets the next number."""

    pseudonym: str | None = None
    sources: list[str] = []


class ChoiceTold(msgspec.Struct, frozen=True):
    name: str
    label: str
    labels: dict[str, str]


class VariableTold(msgspec.Struct, frozen=True):
    """What is asked of each case, and which values it takes."""

    number: int
    name: str
    label: str
    labels: dict[str, str]
    kind: Kind
    choices: list[ChoiceTold]
    unit: str
    definition: str
    missing: list[str]
    identifying: bool


class CodeTold(msgspec.Struct, frozen=True):
    """A code that can be said of a case."""

    number: int
    name: str
    label: str
    labels: dict[str, str]
    path: str
    colour: str
    codable: bool


class CaseForm(msgspec.Struct, frozen=True):
    """What the sheet of a case asks."""

    language: str
    variables: list[VariableTold]
    codes: list[CodeTold]


class TellingSource(msgspec.Struct, frozen=True):
    """A source by id, as the list of a case's sources shows it."""

    id: str
    title: str
    kind: str
    language: str | None


class AboutCoding(msgspec.Struct, frozen=True):
    """A coding with its words; `own` when it is yours to change."""

    id: str
    source: str
    title: str
    language: str | None
    start: int
    end: int
    words: str
    code: str
    coder: str
    own: bool
    case: str | None


class CaseCodings(msgspec.Struct, frozen=True):
    """Codings about a case; `open` are those of its sources that are about nobody yet."""

    about: list[AboutCoding]
    open: list[AboutCoding]


class LeftOpen(msgspec.Struct, frozen=True):
    """A coding about no case yet, and the pseudonyms of the cases its source tells of."""

    coding: AboutCoding
    cases: list[str]


class SomeSources(msgspec.Struct, frozen=True):
    sources: list[str]


class SomeCodings(msgspec.Struct, frozen=True):
    """Codings by id, and the case they are about, by pseudonym or id."""

    case: str
    codings: list[str]


@get("/cases", sync_to_thread=True)
def cases(
    bank: Databank,
    variable: str | None = None,
    value: str | None = None,
    code: str | None = None,
    open: bool = False,
) -> CaseList:
    """All cases with what is held of each, in the order they were made.

    `variable` with `value` asks for those of which some coder states it, without one for
    those of which nobody has said anything; `code` for those of which it is told; `open`
    for those without a source, or with codings in their sources about no case yet.
    """
    found = bank.cases.overview(where={variable: value} if variable else None, code=code, open=open)
    return CaseList(
        [
            CaseRow(
                case.id,
                case.number,
                case.pseudonym,
                case.sources,
                case.values,
                case.codings,
                case.motives,
                list(case.missing),
                case.open,
            )
            for case in found
        ],
        len(bank.codebook.variables()),
        bank.revision,
    )


@post("/cases", sync_to_thread=True)
def new_case(bank: Databank, data: NewCase) -> MadeCase:
    """Make a case, linked to the sources that tell of it."""
    return _made(bank.cases.new(data.pseudonym, sources=data.sources))


@get("/cases/open-codings", sync_to_thread=True)
def left_open(bank: Databank, limit: int = 200) -> list[LeftOpen]:
    """Codings about no case yet, by place in their source, with the cases to choose from."""
    found = bank.cases.open_codings(limit=max(1, min(limit, 1000)))
    told = _codings(bank, [one.coding for one in found])
    return [LeftOpen(coding, list(one.cases)) for coding, one in zip(told, found, strict=True)]


@get("/cases/form", sync_to_thread=True)
def form(bank: Databank) -> CaseForm:
    """The variables and codes of the codebook, as the sheet of a case asks them."""
    return CaseForm(
        bank.codebook.show().language,
        [
            VariableTold(
                of.number,
                of.entry.name,
                of.entry.label,
                dict(of.entry.labels),
                of.entry.kind,
                [ChoiceTold(c.name, c.label, dict(c.labels)) for c in of.entry.choices],
                of.entry.unit,
                of.entry.definition,
                list(of.entry.missing),
                of.entry.identifying,
            )
            for of in bank.codebook.variables()
        ],
        [
            CodeTold(
                of.number,
                of.entry.name,
                of.entry.label,
                dict(of.entry.labels),
                of.entry.path,
                of.colour,
                of.entry.codable,
            )
            for of in bank.codebook.codes()
        ],
    )


@get("/cases/sources", sync_to_thread=True)
def sources(bank: Databank) -> list[TellingSource]:
    """The sources that a case can be linked to."""
    return [TellingSource(of.id, of.title, of.kind, of.language) for of in bank.sources.list()]


@get("/cases/{case:str}/codings", sync_to_thread=True)
def codings_about(bank: Databank, case: CaseName) -> CaseCodings:
    """The codings about a case, and those of its sources that are about nobody yet."""
    return _about(bank, case)


@post("/cases/codings", status_code=204, sync_to_thread=True)
def assign(bank: Databank, data: SomeCodings) -> None:
    """Say that your codings are about a case."""
    for coding in data.codings:
        bank.coding.about(coding, data.case)


@post("/cases/{case:str}/sources", status_code=200, sync_to_thread=True)
def link(bank: Databank, case: CaseName, data: SomeSources) -> MadeCase:
    """Say that sources tell of a case; later codings of them are about it."""
    return _made(bank.cases.link(case, *data.sources))


@delete("/cases/{case:str}/sources/{source:str}", sync_to_thread=True)
def unlink(bank: Databank, case: CaseName, source: str) -> None:
    """Take the link of a source back; codings and values stay."""
    bank.cases.unlink(case, source)


def _made(case: Case) -> MadeCase:
    return MadeCase(case.id, case.number, case.pseudonym, case.sources)


def _about(bank: Databank, case: str) -> CaseCodings:
    about = bank.coding.list(case=case)
    left = [
        one.coding
        for source in bank.cases.sheet(case).sources
        for one in bank.cases.open_codings(source=source)
    ]
    told = _codings(bank, [*about, *left])
    return CaseCodings(told[: len(about)], told[len(about) :])


def titles_of(bank: Databank, ids: Iterable[str]) -> dict[str, TellingSource]:
    """Sources by id, each once."""
    found = {id: bank.sources.get(id) for id in dict.fromkeys(ids)}
    return {id: TellingSource(of.id, of.title, of.kind, of.language) for id, of in found.items()}


def _codings(bank: Databank, codings: list[Coding]) -> list[AboutCoding]:
    words = bank.sources.quotes({(c.source, c.start, c.end) for c in codings})
    titles = titles_of(bank, (c.source for c in codings))
    return [
        AboutCoding(
            c.id,
            c.source,
            titles[c.source].title,
            titles[c.source].language,
            c.start,
            c.end,
            words[(c.source, c.start, c.end)],
            c.code,
            c.coder,
            c.coder == bank.viewer.name,
            c.case,
        )
        for c in codings
    ]


ROUTES = (cases, new_case, left_open, form, sources, codings_about, assign, link, unlink)
