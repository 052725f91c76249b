"""Findings: motives, cross tables and coded retrieval; every number opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Annotated, Any, Literal

import msgspec
from litestar import get
from litestar.params import Parameter

from relata.databank.bank import Databank
from relata.findings import CodedHits, CrossTable, Motives, OpenedFigure, OpenedPassage
from relata.findings.axes import NONE_CHOSEN, STATED_ABSENT, Axis
from relata.findings.charts import Form, specification
from relata.findings.motives import Shares
from relata.findings.standings import Standing
from relata.server.quoting import PassageTold, may_quote, quoted

At = Annotated[str | None, Parameter(description="A revision or a date; left out, now")]
Under = Annotated[str | None, Parameter(description="Only this branch of the codebook, by path")]
Coder = Annotated[str | None, Parameter(description="Only one coder's choices, by name")]
Language = Annotated[Literal["en", "it", "fr", "ar"], Parameter(description="Of the labels")]
Skip = Annotated[int, Parameter(ge=0)]

_AT_ONCE = 20
"""Passages told at once."""


class CodeChoice(msgspec.Struct, frozen=True):
    """A code to ask about; `labels` by language."""

    path: str
    label: str
    labels: dict[str, str]
    depth: int
    colour: str | None
    below: bool
    """Whether codes stand below it."""


class AnswerChoice(msgspec.Struct, frozen=True):
    """A value that a variable may take; `labels` by language."""

    name: str
    label: str
    labels: dict[str, str]


class AxisChoice(msgspec.Struct, frozen=True):
    """A variable to ask about."""

    name: str
    label: str
    labels: dict[str, str]
    kind: str
    choices: list[AnswerChoice]


class FindingChoices(msgspec.Struct, frozen=True):
    """What findings can be asked about, as of one moment."""

    revision: str
    codes: list[CodeChoice]
    variables: list[AxisChoice]
    coders: list[str]
    schemes: list[str]
    quotes: bool
    """Whether this person may read the words of passages."""


class ShareTold(msgspec.Struct, frozen=True):
    """A share with its interval, from 0 to 1; all None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


class MotiveLine(msgspec.Struct, frozen=True):
    """One motive: how many cases have it, and how many we do not know of."""

    code: str
    label: str
    depth: int
    cases: int
    absent: int
    contradicted: int
    unknown: int
    share: ShareTold
    share_known: ShareTold
    origins: int
    sources: int
    passages: int
    unlinked: int


class MotivesTold(msgspec.Struct, frozen=True):
    """The table of motives; `traced` tells that copies are counted with their origin."""

    revision: str
    method: str
    origin_rule: str
    traced: bool
    notes: list[str]
    by: str
    level: float
    looked_at: int
    unlinked: int
    rows: list[MotiveLine]


class CategoryTold(msgspec.Struct, frozen=True):
    """A row or column of a cross table. `own` is a word of the program, not of the codebook."""

    label: str
    known: bool
    own: bool


class AssociationTold(msgspec.Struct, frozen=True):
    """Whether rows and columns go together, and how strongly; None where undefined."""

    name: str
    p: float | None
    p_error: float | None
    statistic: float | None
    dof: int
    cramers_v: float | None
    odds_ratio: float | None
    odds_low: float | None
    odds_high: float | None


class CrossTold(msgspec.Struct, frozen=True):
    """A table of cases by two axes, by row and then by column."""

    revision: str
    method: str
    origin_rule: str
    notes: list[str]
    rows: str
    columns: str
    down: list[CategoryTold]
    across: list[CategoryTold]
    counts: list[list[int]]
    small: list[list[bool]]
    thin: list[list[bool]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    threshold: int
    test: AssociationTold | None
    reason: str | None


class CaseCounted(msgspec.Struct, frozen=True):
    """A case that a number counts, and how many passages it rests on."""

    case: str
    passages: int


class OpenedTold(msgspec.Struct, frozen=True):
    """What stands behind a number: its cases, and the next of its passages."""

    revision: str
    n_cases: int
    n_passages: int
    n_origins: int
    cases: list[CaseCounted]
    passages: list[PassageTold]
    total: int
    """Passages in all, those chosen for several things counted for each."""
    quotes: bool


class CodedHitTold(msgspec.Struct, frozen=True):
    """A stretch of text where codes meet."""

    passage: PassageTold
    codes: list[str]
    coders: list[str]
    cases: list[str]


class CodedHitsTold(msgspec.Struct, frozen=True):
    """The hits of an expression, and the next of them."""

    revision: str
    method: str
    notes: list[str]
    total: int
    codings: int
    passages: int
    cases: int
    sources: int
    hits: list[CodedHitTold]
    quotes: bool


@get("/findings/choices", sync_to_thread=True)
def choices(bank: Databank, at: At = None) -> FindingChoices:
    """The codes, variables, coders and published schemes that findings can be asked about."""
    then = _looking(bank, at)
    codes = then.codebook.codes()
    parents = {code.entry.parent for code in codes}
    return FindingChoices(
        then.revision,
        [
            CodeChoice(
                code.entry.path,
                code.entry.label or code.entry.path,
                dict(code.entry.labels),
                code.entry.path.count("/"),
                code.entry.colour,
                code.entry.name in parents,
            )
            for code in codes
        ],
        [
            AxisChoice(
                v.entry.name,
                v.entry.label or v.entry.name,
                dict(v.entry.labels),
                v.entry.kind,
                [AnswerChoice(c.name, c.label or c.name, dict(c.labels)) for c in v.entry.choices],
            )
            for v in then.codebook.variables()
        ],
        [user.name for user in then.team.list()],
        sorted({scheme for code in codes for scheme in code.entry.schemes}),
        may_quote(bank),
    )


@get("/findings/motives", sync_to_thread=True)
def motives(
    bank: Databank,
    under: Under = None,
    coder: Coder = None,
    by: str = "code",
    interval: Shares = "wilson",
    at: At = None,
) -> MotivesTold:
    """How many cases tell of each motive, with unknown apart from no."""
    found = _motives(bank, under, coder, by, interval, at)
    return MotivesTold(
        found.revision,
        found.method,
        found.origin_rule,
        found.traced,
        list(found.notes),
        found.by,
        found.level,
        found.rows[0].looked_at if found.rows else 0,
        len(found.unlinked),
        [
            MotiveLine(
                row.code,
                row.label,
                row.depth,
                row.cases,
                row.absent,
                row.contradicted,
                row.unknown,
                _share(row.share),
                _share(row.share_known),
                row.origins,
                row.sources,
                row.passages,
                row.unlinked,
            )
            for row in found.rows
        ],
    )


@get("/findings/motives/chart", sync_to_thread=True)
def motives_chart(
    bank: Databank,
    language: Language = "en",
    under: Under = None,
    coder: Coder = None,
    by: str = "code",
    interval: Shares = "wilson",
    at: At = None,
) -> dict[str, Any]:
    """The same table as a Vega-Lite chart that carries its data."""
    found = _motives(bank, under, coder, by, interval, at)
    names = {
        code.entry.path: code.entry.labels[language]
        for code in _looking(bank, at).codebook.codes()
        if language in code.entry.labels
    }
    return specification(found.to_chart(language=language, names=names))


@get("/findings/motives/open", sync_to_thread=True)
def open_motive(
    bank: Databank,
    code: str,
    standing: Standing = "yes",
    under: Under = None,
    coder: Coder = None,
    by: str = "code",
    at: At = None,
    skip: Skip = 0,
) -> OpenedTold:
    """The cases and passages behind one number of a motive."""
    found = _motives(bank, under, coder, by, "wilson", at)
    return _opened(bank, at, found.open(code, standing=standing), skip)


@get("/findings/cross", sync_to_thread=True)
def cross(
    bank: Databank,
    rows: str,
    columns: str,
    coder: Coder = None,
    small: Annotated[int, Parameter(ge=1, le=100)] = 5,
    at: At = None,
) -> CrossTold:
    """Cases by two variables or codes, with a test, and small cells marked."""
    found = _looking(bank, at).findings.cross(rows, columns, coder=coder, small=small)
    return CrossTold(
        found.revision,
        found.method,
        found.origin_rule,
        list(found.notes),
        found.rows.label,
        found.columns.label,
        _categories(found.rows),
        _categories(found.columns),
        found.counts.tolist(),
        found.small.below.tolist(),
        found.small.thin.tolist(),
        found.row_totals.tolist(),
        found.column_totals.tolist(),
        found.total,
        found.small.threshold,
        _test(found),
        found.reason,
    )


@get("/findings/cross/chart", sync_to_thread=True)
def cross_chart(
    bank: Databank,
    rows: str,
    columns: str,
    language: Language = "en",
    form: Form = "heat",
    coder: Coder = None,
    at: At = None,
) -> dict[str, Any]:
    """The same table as a Vega-Lite chart that carries its data."""
    found = _looking(bank, at).findings.cross(rows, columns, coder=coder)
    names = _labels_in(_looking(bank, at), language)
    return specification(found.to_chart(language=language, form=form, names=names))


@get("/findings/cross/open", sync_to_thread=True)
def open_cell(
    bank: Databank,
    rows: str,
    columns: str,
    row: int | None = None,
    column: int | None = None,
    coder: Coder = None,
    at: At = None,
    skip: Skip = 0,
) -> OpenedTold:
    """The cases and passages behind a cell, by the places of its row and column from 0.

    Without one of them, behind a total.
    """
    found = _looking(bank, at).findings.cross(rows, columns, coder=coder)
    return _opened(bank, at, found.open_at(row, column), skip)


@get("/findings/codes", sync_to_thread=True)
def codes(
    bank: Databank,
    expression: str,
    coder: Coder = None,
    at: At = None,
    skip: Skip = 0,
) -> CodedHitsTold:
    """Coded retrieval: the stretches of text where codes meet as an expression says."""
    then = _looking(bank, at)
    found: CodedHits = then.findings.codes(expression, coder=coder)
    hits = list(islice(found.each_hit(), skip, skip + _AT_ONCE))
    labels = {
        code.entry.path: code.entry.label or code.entry.path for code in then.codebook.codes()
    }
    words = quoted(bank, [PassageTold(h.source, h.start, h.end, None, None, None) for h in hits])
    return CodedHitsTold(
        found.revision,
        found.method,
        list(found.notes),
        len(found),
        found.n_codings,
        found.n_passages,
        found.n_cases,
        found.n_sources,
        [
            CodedHitTold(
                passage,
                list(dict.fromkeys(labels.get(c.code, c.code) for c in hit.codings)),
                list(dict.fromkeys(c.coder for c in hit.codings)),
                list(hit.cases),
            )
            for hit, passage in zip(hits, words, strict=True)
        ],
        may_quote(bank),
    )


def _looking(bank: Databank, at: str | None) -> Databank:
    """The databank as of a revision or date; the latest revision is the present."""
    return bank if at is None or at == bank.revision else bank.as_of(at)


def _labels_in(then: Databank, language: str) -> dict[str, str]:
    """The labels of the codebook in a language, by the label that findings know."""
    found: dict[str, str] = {}
    for code in then.codebook.codes():
        found[code.entry.label] = code.entry.labels.get(language, code.entry.label)
    for variable in then.codebook.variables():
        for choice in variable.entry.choices:
            found[choice.label] = choice.labels.get(language, choice.label)
        entry = variable.entry
        found[entry.label] = entry.labels.get(language, entry.label)
    return found


def _motives(
    bank: Databank,
    under: str | None,
    coder: str | None,
    by: str,
    interval: Shares,
    at: str | None,
) -> Motives:
    return _looking(bank, at).findings.motives(under=under, coder=coder, by=by, interval=interval)


def _share(share: Any) -> ShareTold:
    if share.reason is not None:
        return ShareTold(None, None, None)
    return ShareTold(share.value, share.interval.low, share.interval.high)


def _categories(side: Axis) -> list[CategoryTold]:
    own = {STATED_ABSENT, NONE_CHOSEN, *(("yes",) if side.speaking is not None else ())}
    return [CategoryTold(c.label, c.known, not c.known or c.label in own) for c in side.categories]


def _test(found: CrossTable) -> AssociationTold | None:
    told = found.to_dict()["test"]
    if told is None:
        return None
    return AssociationTold(
        told["name"],
        told["p"],
        told["p_error"],
        told["statistic"],
        told["dof"],
        told["cramers_v"],
        told["odds_ratio"],
        told["odds_ratio_low"],
        told["odds_ratio_high"],
    )


def _opened(bank: Databank, at: str | None, figure: OpenedFigure, skip: int) -> OpenedTold:
    then = _looking(bank, at)
    labels = {code.entry.path: code.entry.label for code in then.codebook.codes()}
    asked = {v.entry.name: v.entry.label for v in then.codebook.variables()}
    cases: list[CaseCounted] = []
    behind: dict[OpenedPassage, list[str]] = {}
    for case in figure.each_case():
        cases.append(CaseCounted(case.pseudonym, len(case.passages)))
        for passage in case.passages:
            behind.setdefault(passage, []).append(case.pseudonym)
    shown = islice(behind.items(), skip, skip + _AT_ONCE)
    return OpenedTold(
        figure.revision,
        figure.n_cases,
        figure.n_passages,
        figure.n_origins,
        cases,
        quoted(bank, _passages(shown, labels, asked)),
        len(behind),
        may_quote(bank),
    )


def _passages(
    shown: Iterable[tuple[OpenedPassage, Sequence[str]]],
    labels: dict[str, str],
    asked: dict[str, str],
) -> list[PassageTold]:
    return [
        PassageTold(
            passage.source,
            passage.start,
            passage.end,
            None,
            None,
            None,
            code=asked.get(passage.variable or "") or labels.get(passage.code or "", passage.code),
            coder=passage.coder,
            case=", ".join(cases),
        )
        for passage, cases in shown
    ]


ROUTES = (
    choices,
    motives,
    motives_chart,
    open_motive,
    cross,
    cross_chart,
    open_cell,
    codes,
)
