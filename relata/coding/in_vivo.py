"""In vivo: a code named by the very words of a passage, which it codes at once.

These words are the source's: they are erased with it, and whoever may not read sources
sees such a code by its number, until a lead has given it a name and label of the
team's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relata.archive import find_source, open_text
from relata.archive.passages import OutsideText
from relata.codebook.cells import one_line
from relata.codebook.changing import Which, add_below, new_entry
from relata.codebook.naming import slug
from relata.codebook.standing import Code, code_now, codes_seen, pick_code
from relata.codebook.wording import LONGEST_NAME
from relata.coding.choosing import Act
from relata.coding.known import known_case, known_only_case
from relata.coding.model import Coded
from relata.team import Desk
from relata.text.spans import Span

LONGEST_LABEL = 60
"""Characters of a label made of a passage; a longer one is cut between words."""

PLACE = "in-vivo"
"""A code of this name gathers what is made in vivo; without one, that stands at the root."""


@dataclass(frozen=True)
class InVivo:
    """The code, what was coded with it, and whether the code was made for it."""

    code: Code
    coded: Coded
    made: bool


def code_in_vivo(
    desk: Desk,
    source: str,
    start: int,
    end: int,
    *,
    under: Which | None = None,
    name: str | None = None,
    case: str | None = None,
) -> InVivo:
    """Make a code of the words of a passage, and code the passage with it, in one revision.

    A codable code that reads the same is used instead. `name` gives the code another
    name than its words. It comes to stand below the code called "in-vivo" where there is
    one; only who may change the codebook says otherwise (`under`).

    Raises
    ------
    OutsideText, NameTaken, UnfitWording, NoSuchCode, NoSuchSource
    """
    if under is not None:
        desk.allow("codebook.write")
    desk.allow("codebook.in vivo")
    with desk.reading("sources.read") as sight:
        content = open_text(desk.store, sight, find_source(sight, source)).content
    if not 0 <= start < end <= len(content):
        raise OutsideText(f"The passage {start}:{end} does not lie within the text.")
    label = shortened(content[start:end])
    with desk.writing("codebook.in vivo", "codebook.in vivo", brief=True) as (writing, sight):
        of = find_source(sight, source)
        codes = codes_seen(sight)
        found = None if name else _alike(codes.values(), label)
        chosen, made = found.number if found is not None else 0, found is None
        if found is None:
            above = _above(codes, under)
            taken = {code.entry.name for code in codes.values()}
            entry = new_entry(codes, name or free_name(label, taken), label, above, {})
            (chosen,) = add_below(writing, codes, above, [entry], words_of=of.number)
        about = known_case(sight, case) if case else known_only_case(sight, of.number)
        act = Act(desk, writing, sight)
        act.code(of, [Span(start, end)], chosen, about)
    return InVivo(code_now(desk, chosen), act.done(), made)


def shortened(words: str) -> str:
    """The words on one line, cut between words when they are many; a cut shows as "…".

    >>> shortened("We were promised  bread, and  a house.")
    'We were promised bread, and a house.'
    """
    line = one_line(words)
    if len(line) <= LONGEST_LABEL:
        return line
    cut = line[: LONGEST_LABEL - 1]
    whole = cut.rpartition(" ")[0] if line[len(cut)] != " " else cut
    return (whole or cut).rstrip(" ,;:.-–—") + "…"


def free_name(label: str, taken: Iterable[str]) -> str:
    """A name made of a label that no other code has."""
    names = set(taken)
    stem = slug(label)[: LONGEST_NAME - 8].strip("-") or "words"
    name, count = stem, 1
    while name in names or name == PLACE:
        count += 1
        name = f"{stem}-{count}"
    return name


def _alike(codes: Iterable[Code], label: str) -> Code | None:
    wanted = label.casefold()
    return next((c for c in codes if c.entry.codable and c.entry.label.casefold() == wanted), None)


def _above(codes: dict[int, Code], under: Which | None) -> Code | None:
    if under is not None:
        return pick_code(codes, under)
    return next((c for c in codes.values() if c.entry.name == PLACE), None)
