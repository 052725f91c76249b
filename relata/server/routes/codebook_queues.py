"""Queues of the codebook: codings under an older definition, and those of a split code."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get, post

from relata.coding import Coded, Coding
from relata.databank.bank import Databank
from relata.server.quoting import PassageTold, quoted
from relata.server.routes.codebook import AT_ONCE, Skip, name_of, told_coding


class Definition(msgspec.Struct, frozen=True):
    """What a coder decided by."""

    label: str
    definition: str
    when_to_use: str
    when_not: str


class WaitingCoding(msgspec.Struct, frozen=True):
    """A coding to look at: `own` when it is yours; `then` is what its code meant when it was made.

    `then` is None where that cannot be told, or is not asked for.
    """

    number: int
    code: int
    own: bool
    passage: PassageTold
    then: Definition | None


class Waiting(msgspec.Struct, frozen=True):
    """The first codings of a queue, and how many it has in all."""

    codings: list[WaitingCoding]
    total: int


class Given(msgspec.Struct, frozen=True):
    """Codings by local number, and the code they are to have."""

    codings: list[int]
    code: int
    reason: str | None = None


class GivenOne(Given, frozen=True):
    """One coding, and the code it is to have."""

    codings: Annotated[list[int], msgspec.Meta(min_length=1, max_length=1)]


class Looked(msgspec.Struct, frozen=True):
    """Codings by local number that were looked at."""

    codings: list[int]


class QueueDone(msgspec.Struct, frozen=True):
    """What was written; None when nothing was."""

    revision: str | None


@get("/codebook/older", sync_to_thread=True)
def older(bank: Databank, code: int | None = None, all: bool = False, skip: Skip = 0) -> Waiting:
    """Codings made under an older definition of their code: one's own, or all."""
    name = name_of(bank, code) if code is not None else None
    found = bank.coding.older(code=name, coder=None if all else bank.viewer.name)
    shown = found[skip : skip + AT_ONCE]
    then = {
        number: Definition(
            of.entry.label, of.entry.definition, of.entry.when_to_use, of.entry.when_not
        )
        for number, of in bank.coding.wordings(shown).items()
    }
    return Waiting(_waiting(bank, shown, then), len(found))


@get("/codebook/codes/{number:int}/to-reassign", sync_to_thread=True)
def to_reassign(bank: Databank, number: int, all: bool = False, skip: Skip = 0) -> Waiting:
    """Codings that still stand with a code that was split: one's own, or all."""
    found = bank.codebook.to_reassign(number, coder=None if all else bank.viewer.name)
    return Waiting(_waiting(bank, found[skip : skip + AT_ONCE], {}), len(found))


@post("/codebook/reassign", status_code=200, sync_to_thread=True)
def reassign(bank: Databank, data: Given) -> QueueDone:
    """Give codings of a split code to one of its parts."""
    reason = (data.reason or "").strip() or None
    return _told(bank.codebook.reassign(data.codings, data.code, reason=reason))


@post("/codebook/older/keep", status_code=200, sync_to_thread=True)
def keep(bank: Databank, data: Looked) -> QueueDone:
    """Keep one's own codings under the present definition."""
    return _told(bank.coding.confirm(*data.codings))


@post("/codebook/older/give", status_code=200, sync_to_thread=True)
def give(bank: Databank, data: GivenOne) -> QueueDone:
    """Let a coding of one's own have another code."""
    (number,) = data.codings
    return _told(bank.coding.give(number, data.code))


@post("/codebook/older/remove", status_code=200, sync_to_thread=True)
def remove(bank: Databank, data: Looked) -> QueueDone:
    """Take codings of one's own back."""
    return _told(bank.coding.remove(*data.codings))


def _waiting(
    bank: Databank, found: list[Coding], then: dict[int, Definition]
) -> list[WaitingCoding]:
    words = quoted(bank, [told_coding(one) for one in found])
    return [
        WaitingCoding(
            one.number,
            one.code_number,
            one.coder_number == bank.viewer.number,
            passage,
            then.get(one.number),
        )
        for one, passage in zip(found, words, strict=True)
    ]


def _told(made: Coded) -> QueueDone:
    return QueueDone(made.revision)


ROUTES = (older, to_reassign, reassign, keep, give, remove)
