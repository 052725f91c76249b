"""An axis of a cross table: its categories, and which cases stand in which.

Answers come first, in the order of the codebook, of numbers or of years; what is no
answer (contradicted, not stated, withheld, not looked at) stands apart after them,
and so do dates and numbers that are not exact enough for one category.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relata.errors import RelataError
from relata.findings.answers import APART, Answer, answers, values_of
from relata.findings.branches import UnknownName, branches, code_named, found, lineage
from relata.findings.classes import Sorted, by_number, by_year
from relata.findings.contents import members
from relata.findings.model import ABSENT, STATED, Snapshot, none
from relata.findings.pairs import once
from relata.findings.standings import STANDINGS, Standing, of_coder, speaking, standings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

STATED_ABSENT = "stated as absent"
NONE_CHOSEN = "none chosen"
BELOW = "/*"


class FreeText(RelataError):
    """A table was asked of a variable that holds free text."""

    remedy = "Code the texts, or make the variable nominal, then ask again."

    def __init__(self) -> None:
        super().__init__("A variable of free text has no categories to count.")


@dataclass(frozen=True, slots=True)
class Category:
    """One row or column. `known` is false where it is no answer and takes no part in a test."""

    label: str
    known: bool = True


@dataclass(frozen=True, eq=False)
class Axis:
    """Categories, and the pairs (category, case) that say where each case stands.

    Every case stands somewhere. `overlapping`: it may stand in several places.
    `codings` and `values` are the places of what an opened number can rest on.
    Where the axis is made of codes, `speaking` holds for each category the codes
    that speak for it, and how they must stand.
    """

    name: str
    label: str
    categories: tuple[Category, ...]
    category: Ints
    case: Ints
    overlapping: bool
    codings: Ints
    values: Ints
    speaking: tuple[tuple[Ints, Standing], ...] | None = None

    def place(self, label: str) -> int:
        """The category called so."""
        labels = [category.label for category in self.categories]
        return found("category", label, labels, labels)

    def cases_of(self, category: int) -> Ints:
        """Places of the cases in a category."""
        cases: Ints = self.case[self.category == category]
        return cases

    def support(self, held: Snapshot, category: int | None) -> tuple[Ints, Ints]:
        """Places of the codings and values that speak for a category, or for any."""
        import numpy as np

        if category is None or self.speaking is None:
            return self.codings, self.values
        codes, standing = self.speaking[category]
        values = speaking(held, self.values, standing)
        return (
            _under(held, self.codings, codes),
            values[np.isin(held.value_code[values], codes)],
        )


def axis(
    held: Snapshot, name: str, *, coder: str | None = None, breaks: Sequence[float] | None = None
) -> Axis:
    """The axis of a variable or a code.

    A variable goes before a code of the same name; "code:NAME" and "variable:NAME"
    say which. "CODE/*" makes one overlapping category of each code directly below.
    """
    kind, _, rest = name.partition(":")
    if kind.strip() == "code":
        return _code_axis(held, rest.strip(), coder)
    wanted = rest.strip() if kind.strip() == "variable" else name
    try:
        variable = found("variable", wanted, held.variables.name, held.variables.label)
    except UnknownName:
        if wanted is not name:
            raise
        return _code_axis(held, name.strip(), coder)
    return _variable_axis(held, variable, coder, breaks)


def _code_axis(held: Snapshot, name: str, coder: str | None) -> Axis:
    if name.endswith(BELOW):
        return _children_axis(held, name.removesuffix(BELOW), coder)
    import numpy as np

    at = code_named(held.codes, name)
    shape = branches(held.codes, under=held.codes.path[at])
    codings, values = of_coder(held, coder)
    row = shape.row(held.codes.path[at])
    members = shape.codes_of_row(row)
    stand = standings(held, shape, codings, values)
    # The place among these labels is the category; whoever is in no other is unknown.
    category = np.full(len(held.cases.no), 3)
    for place, (rows, cases) in enumerate(stand.values()):
        category[cases[rows == row]] = place
    return Axis(
        name=held.codes.path[at],
        label=held.codes.label[at] or held.codes.path[at],
        categories=(
            Category("yes"),
            Category(STATED_ABSENT),
            Category("contradicted", known=False),
            Category("unknown", known=False),
        ),
        category=category,
        case=np.arange(len(held.cases.no)),
        overlapping=False,
        codings=_under(held, codings, members),
        values=values[np.isin(held.value_code[values], members)],
        speaking=tuple((members, standing) for standing in STANDINGS),
    )


def _children_axis(held: Snapshot, name: str, coder: str | None) -> Axis:
    import numpy as np

    at = code_named(held.codes, name)
    lines = lineage(held.codes)
    children = [child for child, line in enumerate(lines) if line[1:2] == (at,)]
    if not children:
        raise NoCodesBelow
    shape = branches(held.codes, under=held.codes.path[at])
    codings, values = of_coder(held, coder)
    rows, cases = standings(held, shape, codings, values)["yes"]
    category = np.full(len(shape), -1)
    child_rows = [shape.row(held.codes.path[child]) for child in children]
    category[child_rows] = range(len(children))
    counted = category[rows] >= 0
    told = once(cases[counted])
    rest = np.setdiff1d(np.arange(len(held.cases.no)), told)
    below = shape.codes_of_row(shape.row(held.codes.path[at]))
    return Axis(
        name=held.codes.path[at] + BELOW,
        label=held.codes.label[at] or held.codes.path[at],
        categories=(
            *(Category(held.codes.label[child] or held.codes.path[child]) for child in children),
            Category("none of them is known", known=False),
        ),
        category=np.concatenate([category[rows[counted]], np.full(rest.size, len(children))]),
        case=np.concatenate([cases[counted], rest]),
        overlapping=True,
        codings=_under(held, codings, below),
        values=values[np.isin(held.value_code[values], below)],
        speaking=(*((shape.codes_of_row(row), "yes") for row in child_rows), (none(), "unknown")),
    )


class NoCodesBelow(RelataError):
    """The codes below a code that has none were asked for."""

    remedy = "Name a code that has codes below it, or leave out the /*."

    def __init__(self) -> None:
        super().__init__("That code has no codes below it.")


def _under(held: Snapshot, codings: Ints, codes: Ints) -> Ints:
    import numpy as np

    kept: Ints = codings[np.isin(held.coding_code[codings], codes)]
    return kept


def _variable_axis(
    held: Snapshot, variable: int, coder: str | None, breaks: Sequence[float] | None
) -> Axis:
    import numpy as np

    kind = held.variables.kind[variable]
    if kind == "text":
        raise FreeText
    told = answers(held, variable, coder=coder)
    sorted_out = _sorted(kind, told, held.variables.choices[variable], breaks)
    labels = [*sorted_out.known]
    statuses = {answer.status for answer in told}
    if ABSENT in statuses:
        labels.append(STATED_ABSENT)
    apart = [*sorted_out.apart, *(label for at, label in APART.items() if at in statuses)]
    # A choice may be called like a status, so each kind of label is looked up by itself.
    place_apart = {label: len(labels) + at for at, label in enumerate(apart)}
    place_known = {label: at for at, label in enumerate(sorted_out.known)}
    pairs: list[tuple[int, int]] = []
    for case, answer in enumerate(told):
        if answer.status == STATED:
            for label in sorted_out.labels_of(answer.content):
                pairs.append((place_known.get(label, place_apart.get(label, -1)), case))
        elif answer.status == ABSENT:
            pairs.append((len(sorted_out.known), case))
        else:
            pairs.append((place_apart[APART[answer.status]], case))
    paired = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    return Axis(
        name=held.variables.name[variable],
        label=held.variables.label[variable] or held.variables.name[variable],
        categories=(*map(Category, labels), *(Category(label, known=False) for label in apart)),
        category=paired[:, 0],
        case=paired[:, 1],
        overlapping=kind == "set",
        codings=none(),
        values=values_of(held, variable, coder),
    )


def _sorted(
    kind: str,
    told: Sequence[Answer],
    choices: Sequence[tuple[str, str]],
    breaks: Sequence[float] | None,
) -> Sorted:
    stated = [answer.content for answer in told if answer.status == STATED]
    if kind == "number":
        return by_number(stated, breaks)
    if kind == "date":
        return by_year(stated)
    read = members if kind == "set" else lambda content: frozenset({content or ""})
    labels = [label for _, label in choices]
    label_of = {name: label if labels.count(label) == 1 else name for name, label in choices}
    # A choice that the codebook no longer has is shown under its own name.
    gone = {name for content in stated for name in read(content)} - label_of.keys()
    label_of.update((name, name) for name in sorted(gone))
    known = dict.fromkeys(label_of.values())
    if any(not read(content) for content in stated):
        known[NONE_CHOSEN] = None
    return Sorted(
        known=tuple(known),
        apart=(),
        labels_of=lambda content: (
            [label_of[name] for name in sorted(read(content))] or [NONE_CHOSEN]
        ),
    )
