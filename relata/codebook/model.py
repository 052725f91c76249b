"""What a codebook says: codes, variables, and the wording coders work from.

The records are frozen and know nothing of files or of the databank. They are
made by the readers (YAML, spreadsheet) and compared by `difference`; the tables
that keep their versions store exactly these fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

from relata.errors import RelataError

Kind = Literal["nominal", "ordinal", "number", "date", "set", "text"]
Side = Literal["leaving", "joining"]
Axis = Literal["push", "pull"]

KINDS: tuple[Kind, ...] = ("nominal", "ordinal", "number", "date", "set", "text")
CHOOSING: tuple[Kind, ...] = ("nominal", "ordinal", "set")
"""The kinds whose values are picked from a list of choices."""

SIDES: tuple[Side, ...] = ("leaving", "joining")
AXES: tuple[Axis, ...] = ("push", "pull")

MISSING_REASONS: tuple[str, ...] = (
    "not asked",
    "refused",
    "unknown to the source",
    "not applicable",
)
"""Why a value may be absent; a variable may leave some out or add its own."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of the tree.

    `name` is the stable slug it is stored and called by, unique in its
    codebook; `label` is what people read, in the codebook's language, and
    `labels` holds it in others, keyed by language ("it", "ar"). `path` is the
    names from the root down, joined by "/"; `parent` is the parent's name, None
    at the root. A code that is not `codable` only gathers others.

    `side` tells reasons for leaving from reasons for joining and `axis` what
    drives from what draws; both pass from parent to child. `schemes` names the
    category this code counts as in a published scheme, so that one coding can
    be read in several without being made twice: a scheme that has no such
    category is not mentioned.
    """

    name: str
    label: str
    _: KW_ONLY
    path: str
    parent: str | None = None
    definition: str = ""
    when_to_use: str = ""
    when_not: str = ""
    example: str = ""
    colour: str | None = None
    codable: bool = True
    side: Side | None = None
    axis: Axis | None = None
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    schemes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def depth(self) -> int:
        """How many codes stand above this one; 0 at the root."""
        return self.path.count("/")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a nominal, ordinal or set variable can take."""

    name: str
    label: str
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class VariableEntry:
    """One thing recorded of every case.

    `choices` keep their order: for an ordinal variable it is the rank.
    `minimum` and `maximum` bound a number in its `unit`; for a text, `maximum`
    is the greatest length in characters. None means no bound is set. `missing`
    lists the reasons a coder may give for having no value. An `identifying`
    variable helps to single a person out when combined with others (a
    quasi-identifier); a disclosure review starts from these.
    """

    name: str
    label: str
    kind: Kind
    _: KW_ONLY
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    definition: str = ""
    missing: tuple[str, ...] = MISSING_REASONS
    identifying: bool = False
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A whole codebook: `codes` in tree order, each parent before its children.

    `version` is the team's own label ("2", "pilot"), `language` a tag such as
    "en", and `sources` say what the codebook draws on.
    """

    title: str
    _: KW_ONLY
    version: str = ""
    language: str = "en"
    description: str = ""
    sources: tuple[str, ...] = ()
    codes: tuple[CodeEntry, ...] = ()
    variables: tuple[VariableEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a codebook file: `where` (line or row) and `what`."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class BadCodebook(RelataError):
    """A codebook file says things that cannot stand; every one is listed."""

    remedy = "Mend the file and import it again; nothing was changed."
    shown = 25

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        lines = [f"  {problem}" for problem in problems[: self.shown]]
        if count > self.shown:
            lines.append(f"  and {count - self.shown} more.")
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([f"The codebook was not read, {head}:", *lines]))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.args[0]}\n{self.remedy}"
