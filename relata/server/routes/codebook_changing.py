"""Changing the codebook: each act is a version with a reason, and tells how to undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import get, patch, post
from msgspec import UNSET, UnsetType

from relata.codebook.model import Axis, Choice, Kind, Side
from relata.databank.bank import Databank
from relata.server.routes.codebook import CodebookChoice


class CodebookDone(msgspec.Struct, frozen=True):
    """What was done: the codes or variables it made or changed, by number.

    `revision` is None when nothing was written.
    """

    revision: str | None
    numbers: list[int]


class NewCode(msgspec.Struct, frozen=True):
    """A code to add: below `parent`, or at the root; behind `after`, or last."""

    label: str
    name: str | None = None
    parent: int | None = None
    after: int | None = None
    definition: str = ""
    codable: bool = True
    reason: str | None = None


class CodeWords(msgspec.Struct, frozen=True):
    """What to say of a code; what is left out stays as it is."""

    name: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    labels: dict[str, str] | UnsetType = UNSET
    definition: str | UnsetType = UNSET
    when_to_use: str | UnsetType = UNSET
    when_not: str | UnsetType = UNSET
    example: str | UnsetType = UNSET
    colour: str | UnsetType | None = UNSET
    codable: bool | UnsetType = UNSET
    side: Side | UnsetType | None = UNSET
    axis: Axis | UnsetType | None = UNSET
    schemes: dict[str, str] | UnsetType = UNSET
    reason: str | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a code is to stand: below `under` or at the root; last, or beside a sibling."""

    under: int | None
    after: int | None = None
    before: int | None = None
    reason: str | None = None


class MergeWanted(msgspec.Struct, frozen=True):
    """The code that this one is to be merged into."""

    into: int
    reason: str | None = None


class MergeTold(msgspec.Struct, frozen=True):
    """What a merge would concern, as far as this person sees it."""

    codings: int
    doubles: int
    passages: int
    sources: int
    coders: int
    cases: int
    values: int
    children: int


class PartWanted(msgspec.Struct, frozen=True):
    label: str
    definition: str = ""
    name: str = ""


class SplitWanted(msgspec.Struct, frozen=True):
    """The parts of a code, below it or beside it."""

    parts: list[PartWanted]
    beside: bool = False
    reason: str | None = None


class ReasonTold(msgspec.Struct, frozen=True):
    reason: str | None = None


class VariableWords(msgspec.Struct, frozen=True):
    """What to say of a variable; what is left out stays as it is."""

    name: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    choices: list[CodebookChoice] | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    minimum: float | UnsetType | None = UNSET
    maximum: float | UnsetType | None = UNSET
    definition: str | UnsetType = UNSET
    missing: list[str] | UnsetType = UNSET
    identifying: bool | UnsetType = UNSET
    labels: dict[str, str] | UnsetType = UNSET
    reason: str | None = None


class Beside(msgspec.Struct, frozen=True):
    """The neighbour that a variable is to stand beside; neither puts it last."""

    after: int | None = None
    before: int | None = None
    reason: str | None = None


# -- codes ------------------------------------------------------------------------


@post("/codebook/codes", sync_to_thread=True)
def new_code(bank: Databank, data: NewCode) -> CodebookDone:
    """Add a code."""
    return _done(
        bank,
        lambda: [
            bank.codebook.add(
                data.name or data.label,
                data.label,
                parent=data.parent,
                after=data.after,
                definition=data.definition,
                codable=data.codable,
                reason=_reason(data.reason),
            ).number
        ],
    )


@patch("/codebook/codes/{number:int}", sync_to_thread=True)
def change(bank: Databank, number: int, data: CodeWords) -> CodebookDone:
    """Reword, rename or recolour a code."""
    words = _said(data)
    return _done(
        bank,
        lambda: [
            bank.codebook.change(number, reason=_reason(data.reason), **words).number,
        ],
    )


@post("/codebook/codes/{number:int}/move", status_code=200, sync_to_thread=True)
def move(bank: Databank, number: int, data: Place) -> CodebookDone:
    """Move a code with all below it."""
    return _done(
        bank,
        lambda: [
            bank.codebook.move(
                number,
                under=data.under,
                after=data.after,
                before=data.before,
                reason=_reason(data.reason),
            ).number
        ],
    )


@get("/codebook/codes/{number:int}/merge/{into:int}", sync_to_thread=True)
def would_merge(bank: Databank, number: int, into: int) -> MergeTold:
    """What merging a code into another would concern; nothing is written."""
    found = bank.codebook.would_merge(number, into)
    return MergeTold(
        found.codings,
        found.doubles,
        found.passages,
        found.sources,
        found.coders,
        found.cases,
        found.values,
        found.children,
    )


@post("/codebook/codes/{number:int}/merge", status_code=200, sync_to_thread=True)
def merge(bank: Databank, number: int, data: MergeWanted) -> CodebookDone:
    """Merge a code into another, whose words stay."""
    return _done(
        bank,
        lambda: [bank.codebook.merge(number, data.into, reason=_reason(data.reason)).number],
    )


@post("/codebook/codes/{number:int}/split", status_code=200, sync_to_thread=True)
def split(bank: Databank, number: int, data: SplitWanted) -> CodebookDone:
    """Split a code into parts; its codings wait to be given to one of them."""
    parts = [(part.name, part.label, part.definition) for part in data.parts]
    return _done(
        bank,
        lambda: [
            part.number
            for part in bank.codebook.split(
                number, parts, beside=data.beside, reason=_reason(data.reason)
            )
        ],
    )


@post("/codebook/codes/{number:int}/retire", status_code=200, sync_to_thread=True)
def retire(bank: Databank, number: int, data: ReasonTold) -> CodebookDone:
    """Withdraw a code that nothing rests on."""

    def act() -> list[int]:
        bank.codebook.retire(number, reason=_reason(data.reason))
        return []

    return _done(bank, act)


# -- variables --------------------------------------------------------------------


@post("/codebook/variables", sync_to_thread=True)
def new_variable(bank: Databank, data: VariableWords) -> CodebookDone:
    """Add a variable, last."""
    words = _said(data)
    label = str(words.pop("label", ""))
    name = str(words.pop("name", "") or label)
    kind = words.pop("kind", "text")
    return _done(
        bank,
        lambda: [
            bank.codebook.add_variable(
                name, label or None, kind, reason=_reason(data.reason), **words
            ).number
        ],
    )


@patch("/codebook/variables/{number:int}", sync_to_thread=True)
def change_variable(bank: Databank, number: int, data: VariableWords) -> CodebookDone:
    """Reword a variable or what it allows; refused when values that stand would not fit."""
    words = _said(data)
    return _done(
        bank,
        lambda: [
            bank.codebook.change_variable(number, reason=_reason(data.reason), **words).number
        ],
    )


@post("/codebook/variables/{number:int}/move", status_code=200, sync_to_thread=True)
def move_variable(bank: Databank, number: int, data: Beside) -> CodebookDone:
    """Move a variable beside another, or last."""
    return _done(
        bank,
        lambda: [
            bank.codebook.move_variable(
                number, after=data.after, before=data.before, reason=_reason(data.reason)
            ).number
        ],
    )


@post("/codebook/variables/{number:int}/retire", status_code=200, sync_to_thread=True)
def retire_variable(bank: Databank, number: int, data: ReasonTold) -> CodebookDone:
    """Withdraw a variable that nothing rests on."""

    def act() -> list[int]:
        bank.codebook.retire_variable(number, reason=_reason(data.reason))
        return []

    return _done(bank, act)


def _done(bank: Databank, act: Callable[[], list[int]]) -> CodebookDone:
    """Do something, and tell the revision it made."""
    before = bank.latest_number()
    numbers = act()
    mine = bank.history(limit=1, author=bank.viewer.name)
    made = mine[0].revision if mine and mine[0].number > before else None
    return CodebookDone(made, numbers)


def _said(data: CodeWords | VariableWords) -> dict[str, Any]:
    """What was said, in the library's records."""
    words = {
        name: told
        for name in data.__struct_fields__
        if name != "reason" and (told := getattr(data, name)) is not UNSET
    }
    if "choices" in words:
        words["choices"] = [Choice(c.name, c.label, labels=c.labels) for c in words["choices"]]
    return words


def _reason(told: str | None) -> str | None:
    return (told or "").strip() or None


ROUTES = (
    new_code,
    change,
    move,
    would_merge,
    merge,
    split,
    retire,
    new_variable,
    change_variable,
    move_variable,
    retire_variable,
)
