"""Splitting a code: its parts are new codes, and its codings wait to be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from relata.codebook.changing import Which, add_below, new_entry, write_again
from relata.codebook.standing import Code, code_now, codes_seen, pick_code
from relata.codebook.succession import write_succession
from relata.errors import RelataError
from relata.team import Desk

Part = str | Sequence[str]
"""What a part is to be called: a label, or a name, a label and a definition."""


class TooFewParts(RelataError):
    """A code was to be split into nothing."""

    remedy = "Name at least one part, by its label, or by name, label and definition."


def split_code(
    desk: Desk,
    which: Which,
    into: Sequence[Part],
    *,
    beside: bool = False,
    reason: str | None = None,
) -> list[Code]:
    """Make parts of a code, below it, or behind it (`beside`).

    Its codings stay with it until their coders give them to one of the parts; with
    parts below, it takes no new ones. The parts have its side and axis.

    Raises
    ------
    TooFewParts, UnfitWording, NameTaken, NoSuchCode, WrongPlace
    """
    if isinstance(into, str) or not into:
        raise TooFewParts("A code is split into a list of parts.")
    with desk.writing("codebook.write", "codebook.split", reason=reason) as (writing, sight):
        codes = codes_seen(sight)
        whole = pick_code(codes, which)
        entries = []
        taken = dict(codes)
        for place, part in enumerate(into):
            name, label, definition = _named(part)
            words = {"definition": definition, "side": whole.entry.side, "axis": whole.entry.axis}
            entry = new_entry(taken, name, label, None, words)
            taken[-1 - place] = Code("", -1 - place, entry)
            entries.append(entry)
        above = codes.get(whole.parent or 0) if beside else whole
        numbers = add_below(writing, codes, above, entries, after=whole if beside else None)
        write_succession(writing, whole.number, numbers, "split")
        if not beside and whole.entry.codable:
            write_again(writing, {whole.number: {"codable": False}})
    return [code_now(desk, number) for number in numbers]


def _named(part: Part) -> tuple[str, str, str]:
    """Name, label and definition; what is missing at the end is made from what there is."""
    if isinstance(part, str):
        return part, part, ""
    if not 1 <= len(part) <= 3:
        raise TooFewParts("A part has a name, a label and a definition.")
    name, label, definition = (*part, *("",) * (3 - len(part)))
    return name or label, label or name, definition
