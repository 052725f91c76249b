"""From rows as written to a codebook that holds together, or a list of what is wrong.

Every file form ends here, so that a rule is written once and a codebook means
the same whether it came as YAML, Excel or CSV. `rows_of` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relata.codebook.cells import LONGEST_CELL, NOTHING, Row, clean, one_line, yes_or_no
from relata.codebook.cells import colour as colour_of
from relata.codebook.headings import field_of
from relata.codebook.labels import is_language, labels
from relata.codebook.model import (
    Axis,
    BadCodebook,
    CodebookEntry,
    CodeEntry,
    Problem,
    Side,
)
from relata.codebook.placing import Placed, place
from relata.codebook.variables import choice_rows, variable_cells, variables

MOST_CODES = 5_000


@dataclass(frozen=True, slots=True)
class Written:
    """A codebook as rows: what it says of itself, its codes, variables and choices."""

    about: Row
    sources: tuple[str, ...] = ()
    codes: tuple[Row, ...] = ()
    variables: tuple[Row, ...] = ()
    choices: tuple[Row, ...] = ()


def assemble(
    written: Written, *, title: str = "Codebook", problems: Sequence[Problem] = ()
) -> CodebookEntry:
    """The codebook some rows describe.

    Parameters
    ----------
    written : Written
        The rows of a file.
    title : str
        The title to give when the rows name none.
    problems : sequence of Problem
        What the reader of the file found already; reported with the rest.

    Raises
    ------
    BadCodebook
        Anything is wrong, here or in `problems`. All of it is listed.
    """
    found = list(problems)
    _cells_in_bounds(written, found)
    language = one_line(written.about.get("language")).casefold() or "en"
    if not is_language(language):
        found.append(Problem(written.about.where, 'the language is a tag such as "en" or "it"'))
    if len(written.codes) > MOST_CODES:
        found.append(Problem("", f"a codebook has at most {MOST_CODES} codes"))
        raise BadCodebook(found)
    codes = _codes(place(written.codes, found), found)
    entry = CodebookEntry(
        title=one_line(written.about.get("title")) or title,
        version=one_line(written.about.get("version")),
        language=language,
        description=clean(written.about.get("description")),
        sources=tuple(line for source in written.sources if (line := one_line(source))),
        codes=codes,
        variables=variables(written.variables, written.choices, found),
    )
    if not found and not entry.codes and not entry.variables:
        found.append(Problem("", "it holds neither codes nor variables"))
    if found:
        raise BadCodebook(sorted(found, key=_reading_order))
    return entry


def rows_of(codebook: CodebookEntry) -> Written:
    """The rows that `assemble` reads back as this codebook. Empty cells are left out."""
    about = {
        "title": codebook.title,
        "version": codebook.version,
        "language": codebook.language,
        "description": codebook.description,
    }
    by_name = {code.name: code for code in codebook.codes}
    return Written(
        about=Row("", _filled(about)),
        sources=codebook.sources,
        codes=tuple(
            Row(f"code {code.name}", _code_cells(code, by_name.get(code.parent or "")))
            for code in codebook.codes
        ),
        variables=tuple(
            Row(f"variable {variable.name}", variable_cells(variable))
            for variable in codebook.variables
        ),
        choices=tuple(row for variable in codebook.variables for row in choice_rows(variable)),
    )


def check_codebook(codebook: CodebookEntry) -> tuple[Problem, ...]:
    """What would be refused if this codebook came from a file; empty when nothing would.

    For codebooks made in Python or edited in the workspace.
    """
    try:
        again = assemble(rows_of(codebook))
    except BadCodebook as bad:
        return bad.problems
    return tuple(
        Problem(f"code {code.name}", "its path, parent or place in the tree do not agree")
        for code, kept in zip(codebook.codes, again.codes, strict=True)
        if (code.path, code.parent) != (kept.path, kept.parent)
    )


def _codes(placed: Sequence[Placed], problems: list[Problem]) -> tuple[CodeEntry, ...]:
    codes: dict[str, CodeEntry] = {}
    for code in placed:
        above = codes.get(code.parent or "")
        codes[code.name] = CodeEntry(
            code.name,
            code.label,
            path=code.path,
            parent=code.parent,
            definition=clean(code.row.get("definition")),
            when_to_use=clean(code.row.get("when_to_use")),
            when_not=clean(code.row.get("when_not")),
            example=clean(code.row.get("example")),
            colour=_colour(code, problems),
            codable=_codable(code, problems),
            side=_side(code, above.side if above else None, problems),
            axis=_axis(code, above.axis if above else None, problems),
            labels=labels(code.row, problems),
            schemes={
                scheme: category
                for scheme, text in code.row.family("scheme").items()
                if (category := one_line(text))
            },
        )
    return tuple(codes.values())


def _colour(code: Placed, problems: list[Problem]) -> str | None:
    text = code.row.get("colour")
    if not text:
        return None
    found = colour_of(text)
    if found is None:
        problems.append(Problem(code.row.where, f'the colour of {code.name} is not like "#1f77b4"'))
    return found


def _codable(code: Placed, problems: list[Problem]) -> bool:
    text = code.row.get("codable")
    answer = yes_or_no(text) if text else True
    if answer is None:
        problems.append(Problem(code.row.where, f'"codable" of {code.name} is neither yes nor no'))
    return answer is not False


def _side(code: Placed, above: Side | None, problems: list[Problem]) -> Side | None:
    word = code.row.get("side")
    if not word or word.casefold() in NOTHING:
        return None if word else above
    match field_of("sides", word):
        case "leaving":
            return "leaving"
        case "joining":
            return "joining"
        case _:
            problems.append(
                Problem(code.row.where, f"the side of {code.name} is neither leaving nor joining")
            )
            return None


def _axis(code: Placed, above: Axis | None, problems: list[Problem]) -> Axis | None:
    word = code.row.get("axis")
    if not word or word.casefold() in NOTHING:
        return None if word else above
    match field_of("axes", word):
        case "push":
            return "push"
        case "pull":
            return "pull"
        case _:
            problems.append(
                Problem(code.row.where, f"the axis of {code.name} is neither push nor pull")
            )
            return None


def _code_cells(code: CodeEntry, above: CodeEntry | None) -> dict[str, str]:
    cells: dict[str, str] = {
        "name": code.name,
        "label": code.label,
        "parent": code.parent or "",
        "definition": code.definition,
        "when_to_use": code.when_to_use,
        "when_not": code.when_not,
        "example": code.example,
        "colour": code.colour or "",
        "codable": "" if code.codable else "no",
        "side": _inherited(code.side, above.side if above else None),
        "axis": _inherited(code.axis, above.axis if above else None),
    }
    cells |= {f"label:{language}": text for language, text in code.labels.items()}
    cells |= {f"scheme:{scheme}": text for scheme, text in code.schemes.items()}
    return _filled(cells)


def _inherited(own: str | None, above: str | None) -> str:
    """What to write for a field that passes from parent to child."""
    return "" if own == above else own or "none"


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {field: text for field, text in cells.items() if text}


def _reading_order(problem: Problem) -> list[tuple[bool, int, str]]:
    """Sorts "line 9" before "line 10", and sheet by sheet."""
    pieces = re.split(r"(\d+)", problem.where)
    return [(piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in pieces]


def _cells_in_bounds(written: Written, problems: list[Problem]) -> None:
    for row in (written.about, *written.codes, *written.variables, *written.choices):
        for field, text in row.cells.items():
            if len(text) > LONGEST_CELL:
                problems.append(
                    Problem(
                        row.where,
                        f"the {field.replace('_', ' ')} has {len(text)} characters, at most"
                        f" {LONGEST_CELL} are kept",
                    )
                )
