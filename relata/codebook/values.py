"""What a person types for a variable, made canonical or refused with what is allowed.

A refusal names the variable and the choices or bounds, never what was typed:
that may be testimony.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from relata.codebook.cells import clean, listed, number_text
from relata.codebook.dates import BadDate, parse_date
from relata.codebook.headings import field_of
from relata.codebook.model import Choice, VariableEntry
from relata.codebook.naming import find, nearest, slug
from relata.errors import RelataError

LONGEST_TEXT = 4_000
"""Characters of a text value, unless the variable's maximum says otherwise."""
_MOST_DIGITS = 15
_SHOWN_CHOICES = 12

_SEVERAL = re.compile(r"\s*(?:\.\.|…)\s*")
_DASHED = re.compile(r"([0-9][0-9.,]*)\s*[-–—]\s*([0-9][0-9.,]*)\Z")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_TWO_WAYS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+\Z")


class BadValue(RelataError):
    """A value its variable does not allow; `variable` is the variable's name."""

    remedy = ""

    def __init__(self, variable: VariableEntry, what: str, *, remedy: str | None = None) -> None:
        super().__init__(f"{variable.name} {what}", remedy=remedy)
        self.variable = variable.name


@dataclass(frozen=True, slots=True)
class Checked:
    """A value in its canonical form.

    `canonical` is the text that is kept, and checking it again gives the same.
    By kind: `choices` are the names chosen (nominal, ordinal, set: in the
    codebook's order); `rank` the place of an ordinal choice, from 0; `low` and
    `high` the bounds of a number, equal when it is exact, None where an interval
    is open; `earliest` and `latest` the days a date can mean, None where open.
    What does not belong to the kind is empty.
    """

    canonical: str
    choices: tuple[str, ...] = ()
    rank: int | None = None
    low: float | None = None
    high: float | None = None
    earliest: date | None = None
    latest: date | None = None
    uncertain: bool = False
    approximate: bool = False


def check_value(variable: VariableEntry, raw: str | float | Sequence[str]) -> Checked:
    """The canonical form of a value for a variable.

    Parameters
    ----------
    variable : VariableEntry
        What the codebook allows.
    raw : str, number, or list of str
        As typed or as it stands in a sheet. A choice by name or by label in any
        language; a number with a decimal point, its unit if one likes, or an
        interval "20..30", "20..", "..30"; a date in EDTF (see `dates`); the
        choices of a set as a list or parted by semicolons.

    Raises
    ------
    BadValue
        The variable does not allow it. An empty value is refused too: what is
        not known has a status and a missing reason, not an empty value.
    """
    if not isinstance(raw, str | int | float):
        if variable.kind != "set":
            raise BadValue(variable, "takes one value, not a list.")
        return _set(variable, tuple(str(item) for item in raw))
    text = clean(number_text(raw) if isinstance(raw, float) else str(raw))
    if not text:
        raise BadValue(variable, "was given nothing.", remedy="Give a missing reason instead.")
    match variable.kind:
        case "nominal" | "ordinal":
            return _chosen(variable, text)
        case "set":
            return _set(variable, listed(text))
        case "number":
            return _number(variable, text)
        case "date":
            return _date(variable, text)
        case "text":
            return _text(variable, text)


def missing_reason(variable: VariableEntry, raw: str) -> str:
    """The variable's own wording of a missing reason, typed in any of the codebook languages.

    Raises
    ------
    BadValue
        The variable does not allow that reason; those it allows are named.
    """
    wanted = field_of("missing", raw)
    for reason in variable.missing:
        if reason == wanted or slug(reason) == slug(raw):
            return reason
    if not variable.missing:
        raise BadValue(variable, "allows no missing reason.")
    raise BadValue(
        variable,
        "does not know this missing reason.",
        remedy=f"Give one of: {'; '.join(variable.missing)}.",
    )


def _chosen(variable: VariableEntry, text: str) -> Checked:
    choice = _choice(variable, text)
    rank = variable.choices.index(choice) if variable.kind == "ordinal" else None
    return Checked(choice.name, choices=(choice.name,), rank=rank)


def _set(variable: VariableEntry, items: Sequence[str]) -> Checked:
    chosen = {_choice(variable, item).name for item in items}
    if not chosen:
        raise BadValue(variable, "was given nothing.", remedy="Give a missing reason instead.")
    names = tuple(choice.name for choice in variable.choices if choice.name in chosen)
    return Checked("; ".join(names), choices=names)


def _choice(variable: VariableEntry, text: str) -> Choice:
    found = find(variable.choices, text)
    if found is not None:
        return found
    close = nearest(variable.choices, text)
    if close is not None:
        raise BadValue(variable, "does not have this choice.", remedy=f"Did you mean {close}?")
    names = [choice.name for choice in variable.choices]
    more = len(names) - _SHOWN_CHOICES
    shown = ", ".join(names[:_SHOWN_CHOICES]) + (f" and {more} more" if more > 0 else "")
    raise BadValue(variable, "does not have this choice.", remedy=f"It has: {shown}.")


def _number(variable: VariableEntry, text: str) -> Checked:
    text = text.replace("−", "-")
    if variable.unit and text.casefold().endswith(variable.unit.casefold()):
        text = text[: -len(variable.unit)].rstrip()
    if dashed := _DASHED.match(text):
        ends: list[str] = [dashed[1], dashed[2]]
    else:
        ends = _SEVERAL.split(text)
    if len(ends) > 2 or not any(ends):
        raise _no_number(variable)
    low, high = (_decimal(variable, end) if end else None for end in (ends[0], ends[-1]))
    if low is not None and high is not None and low > high:
        raise BadValue(variable, "was given an interval that ends before it begins.")
    for end in (low, high):
        if end is not None and not _within(variable, end):
            raise BadValue(variable, "was given a number out of bounds.", remedy=_allowed(variable))
    written = [_plain(end) if end is not None else "" for end in (low, high)]
    return Checked(
        written[0] if low == high else "..".join(written),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
    )


def _decimal(variable: VariableEntry, text: str) -> Decimal:
    text = "".join(text.split())
    if _TWO_WAYS.match(text) and ("," in text or text.count(".") > 1):
        raise BadValue(
            variable,
            "was given a number that reads two ways.",
            remedy="Write thousands without a separator and decimals with a point: 1500 or 1.5.",
        )
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        digits = "".join(str(int(c)) if c.isdecimal() else c for c in text)
        if not _NUMBER.match(digits) or len(digits) > _MOST_DIGITS + 2:
            raise _no_number(variable)
        return Decimal(digits)
    except InvalidOperation:
        raise _no_number(variable) from None


def _no_number(variable: VariableEntry) -> BadValue:
    return BadValue(variable, "takes a number or an interval.", remedy=_allowed(variable))


def _allowed(variable: VariableEntry) -> str:
    low, high = variable.minimum, variable.maximum
    unit = f" {variable.unit}" if variable.unit else ""
    if low is not None and high is not None:
        return f"Give {number_text(low)} to {number_text(high)}{unit}, such as 20 or 20..30."
    if low is not None:
        return f"Give {number_text(low)}{unit} or more, such as 20 or 20..30."
    if high is not None:
        return f"Give {number_text(high)}{unit} or less, such as 20 or 20..30."
    return f"Give it{unit and ' in'}{unit} as in 20, 20.5 or 20..30."


def _within(variable: VariableEntry, value: Decimal) -> bool:
    above = variable.minimum is None or value >= Decimal(str(variable.minimum))
    return above and (variable.maximum is None or value <= Decimal(str(variable.maximum)))


def _plain(value: Decimal) -> str:
    shown = f"{value:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "+0", "") else shown


def _date(variable: VariableEntry, text: str) -> Checked:
    try:
        read = parse_date(text)
    except BadDate as error:
        what = str(error.args[0])
        raise BadValue(variable, f"takes a date. {what}", remedy=error.remedy) from None
    return Checked(
        read.text,
        earliest=read.earliest,
        latest=read.latest,
        uncertain=read.uncertain,
        approximate=read.approximate,
    )


def _text(variable: VariableEntry, text: str) -> Checked:
    most = LONGEST_TEXT if variable.maximum is None else int(variable.maximum)
    if len(text) > most:
        raise BadValue(variable, f"takes at most {most} characters; {len(text)} were given.")
    return Checked(text)
