"""The codebook, as the workspace shows it: codes, variables, versions, counts, passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter

from relata.codebook.colours import colour_at
from relata.codebook.model import Axis, Kind, Side
from relata.codebook.standing import Code, Variable, pick_code
from relata.codebook.versions import CodeVersion
from relata.coding import Coding
from relata.databank.bank import Databank
from relata.server.quoting import PassageTold, quoted

Skip = Annotated[int, Parameter(ge=0)]

AT_ONCE = 20
"""Passages told at once."""

PALETTE = [colour_at([place]) for place in range(24)]


class CodebookCode(msgspec.Struct, frozen=True):
    """A code by its local number; `label` is in the language asked for.

    `labels` has the one of the codebook's own language under "". `colour` is what to
    show, `own_colour` what was chosen, if any. `position` is the rank in the whole tree.
    `defined` is the number of the revision since which the definition stands. `parts`
    are the codes this one was split into.
    """

    number: int
    id: str
    name: str
    label: str
    labels: dict[str, str]
    path: str
    parent: int | None
    position: int
    colour: str
    codable: bool
    side: Side | None
    axis: Axis | None
    definition: str
    when_to_use: str
    when_not: str
    example: str
    own_colour: str | None
    schemes: dict[str, str]
    defined: int
    parts: list[int]


class CodebookChoice(msgspec.Struct, frozen=True):
    """One value a variable can take; `labels` by language."""

    name: str
    label: str
    labels: dict[str, str]


class CodebookVariable(msgspec.Struct, frozen=True):
    """What is recorded of every case, by its local number."""

    number: int
    name: str
    label: str
    labels: dict[str, str]
    kind: Kind
    choices: list[CodebookChoice]
    unit: str
    minimum: float | None
    maximum: float | None
    definition: str
    missing: list[str]
    identifying: bool


class Codebook(msgspec.Struct, frozen=True):
    """All codes in the order of the tree, and all variables.

    `language` is the codebook's own; `palette` are the colours to choose from.
    """

    title: str
    language: str
    palette: list[str]
    codes: list[CodebookCode]
    variables: list[CodebookVariable]


class CodeCount(msgspec.Struct, frozen=True):
    """What stands with a code.

    `older` counts codings made under an older definition, `own` those of one's own, and
    `own_older` those of them made under an older definition.
    """

    code: int
    codings: int
    passages: int
    cases: int
    sources: int
    older: int
    own: int
    own_older: int


class CodeVersionTold(msgspec.Struct, frozen=True):
    """One wording of a code: who made it, when (milliseconds since 1970), what differs."""

    revision: str
    number: int
    author: str
    at: int
    reason: str | None
    changed: list[str]
    name: str
    label: str
    labels: dict[str, str]
    definition: str
    when_to_use: str
    when_not: str
    example: str
    colour: str | None
    codable: bool
    side: Side | None
    axis: Axis | None
    schemes: dict[str, str]
    parent: str | None


class Among(msgspec.Struct, frozen=True):
    """A coder or a case by local number, and how many of the codings are theirs."""

    number: int
    name: str
    codings: int


class CodePassages(msgspec.Struct, frozen=True):
    """Some passages of a code, how many there are in all, and by whom and of whom."""

    passages: list[PassageTold]
    total: int
    coders: list[Among]
    cases: list[Among]


@get("/codebook", sync_to_thread=True)
def codebook(bank: Databank, language: str = "en") -> Codebook:
    """The codebook as it stands."""
    whole = bank.codebook.show()
    codes = bank.codebook.codes()
    numbers = {code.id: code.number for code in codes}
    parts: dict[int, list[int]] = {}
    for step in bank.codebook.successions():
        if step.how == "split" and step.code in numbers:
            parts.setdefault(numbers[step.code], []).append(numbers[step.into])
    return Codebook(
        whole.title,
        whole.language,
        PALETTE,
        [
            told_code(code, place, language, parts.get(code.number, []))
            for place, code in enumerate(codes)
        ],
        [told_variable(variable, language) for variable in bank.codebook.variables()],
    )


@get("/codebook/counts", sync_to_thread=True)
def counts(bank: Databank) -> list[CodeCount]:
    """What stands with each code; codes with nothing are left out."""
    by_coder = bank.coding.older_counts()
    me = bank.viewer.number
    return [
        CodeCount(
            code,
            n.codings,
            n.passages,
            n.cases,
            n.sources,
            sum(one.older for one in by_coder.get(code, {}).values()),
            by_coder[code][me].codings if me in by_coder.get(code, {}) else 0,
            by_coder[code][me].older if me in by_coder.get(code, {}) else 0,
        )
        for code, n in bank.coding.counts().items()
    ]


@get("/codebook/codes/{number:int}/versions", sync_to_thread=True)
def versions(bank: Databank, number: int) -> list[CodeVersionTold]:
    """Every wording a code has had, the newest first."""
    return [told_version(one) for one in reversed(bank.codebook.versions(number))]


@get("/codebook/codes/{number:int}/passages", sync_to_thread=True)
def passages(
    bank: Databank, number: int, coder: int | None = None, case: int | None = None, skip: Skip = 0
) -> CodePassages:
    """The passages of a code, by place; of one coder or about one case, by local number."""
    name = name_of(bank, number)
    every = bank.coding.list(code=name)
    found = [
        one
        for one in every
        if coder in (None, one.coder_number) and case in (None, one.case_number)
    ]
    return CodePassages(
        quoted(bank, [told_coding(one) for one in found[skip : skip + AT_ONCE]]),
        len(found),
        _among((one.coder_number, one.coder) for one in every),
        _among((one.case_number, one.case) for one in every if one.case_number is not None),
    )


# -- shapes -----------------------------------------------------------------------


def told_code(
    code: Code, place: int = 0, language: str = "", parts: Iterable[int] = ()
) -> CodebookCode:
    """A code as the workspace knows it."""
    entry = code.entry
    return CodebookCode(
        code.number,
        code.id,
        entry.name,
        entry.labels.get(language, entry.label),
        {"": entry.label, **entry.labels},
        entry.path,
        code.parent,
        place,
        code.colour,
        entry.codable,
        entry.side,
        entry.axis,
        entry.definition,
        entry.when_to_use,
        entry.when_not,
        entry.example,
        entry.colour,
        dict(entry.schemes),
        code.defined,
        list(parts),
    )


def told_variable(variable: Variable, language: str = "") -> CodebookVariable:
    """A variable as the workspace knows it."""
    entry = variable.entry
    return CodebookVariable(
        variable.number,
        entry.name,
        entry.labels.get(language, entry.label),
        {"": entry.label, **entry.labels},
        entry.kind,
        [CodebookChoice(c.name, c.label, dict(c.labels)) for c in entry.choices],
        entry.unit,
        entry.minimum,
        entry.maximum,
        entry.definition,
        list(entry.missing),
        entry.identifying,
    )


def told_version(version: CodeVersion) -> CodeVersionTold:
    """A wording as the workspace knows it."""
    entry = version.entry
    return CodeVersionTold(
        version.revision,
        version.number,
        version.author,
        version.at,
        version.reason,
        list(version.changed),
        entry.name,
        entry.label,
        dict(entry.labels),
        entry.definition,
        entry.when_to_use,
        entry.when_not,
        entry.example,
        entry.colour,
        entry.codable,
        entry.side,
        entry.axis,
        dict(entry.schemes),
        entry.parent,
    )


def told_coding(one: Coding) -> PassageTold:
    """The passage of a coding, without its words."""
    return PassageTold(
        one.source,
        one.start,
        one.end,
        None,
        None,
        None,
        code=one.code,
        coder=one.coder,
        case=one.case,
    )


def name_of(bank: Databank, number: int) -> str:
    """The name of a code by its local number. Raises NoSuchCode."""
    return pick_code({code.number: code for code in bank.codebook.codes()}, number).entry.name


def _among(told: Iterable[tuple[int | None, str | None]]) -> list[Among]:
    counted = Counter(told)
    return [
        Among(number, name or "?", n)
        for (number, name), n in sorted(counted.items(), key=lambda one: (-one[1], str(one[0][1])))
        if number is not None
    ]


ROUTES = (codebook, counts, versions, passages)
