"""A codebook as a spreadsheet: sheets "codes", "variables", "choices", "codebook".

In Excel each is a sheet of its own. A CSV file holds one kind of row (known by
its headings), or all kinds, told apart by a first column "sheet"; that is how a
whole codebook is written to one CSV file without losing its variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relata.codebook.assembling import Written, assemble, rows_of
from relata.codebook.cells import Row
from relata.codebook.grids import Grid, csv_of, grid_of, read_csv, read_xlsx, xlsx_of
from relata.codebook.headings import field_of, nearest_heading, plain
from relata.codebook.model import CodebookEntry, Problem

_ORDER = {
    "codes": (
        "name",
        "label",
        "label:",
        "parent",
        "definition",
        "when_to_use",
        "when_not",
        "example",
        "colour",
        "codable",
        "side",
        "axis",
        "scheme:",
    ),
    "variables": (
        "name",
        "label",
        "label:",
        "kind",
        "unit",
        "minimum",
        "maximum",
        "definition",
        "missing",
        "identifying",
    ),
    "choices": ("variable", "name", "label", "label:"),
    "codebook": ("field", "value"),
}
_OWN_NAME = {"codes": "code", "variables": "variable", "choices": "choice"}
_ALWAYS = frozenset(
    {"name", "parent", "definition", "when_to_use", "when_not", "example", "colour", "kind"}
    | {"variable", "label", "field", "value"}
)


def read_xlsx_codebook(data: bytes, *, title: str = "Codebook") -> CodebookEntry:
    """The codebook in an Excel workbook; `BadCodebook` lists all that is wrong by sheet and row.

    A sheet is known by its name, or else by its headings.
    """
    return _read(read_xlsx(data), title)


def read_csv_codebook(data: bytes, *, title: str = "Codebook") -> CodebookEntry:
    """The codebook in a CSV file of codes, of variables, or of both under a "sheet" column."""
    return _read(_parted(read_csv(data, name="")), title)


def xlsx_codebook(codebook: CodebookEntry) -> bytes:
    """The codebook as an Excel workbook that reads back equal."""
    return xlsx_of(_grids(codebook))


def csv_codebook(codebook: CodebookEntry) -> bytes:
    """The whole codebook as one CSV file that reads back equal."""
    grids = _grids(codebook)
    headings: dict[str, str] = {"sheet": "sheet"}
    rows: list[dict[str, str]] = []
    for grid in grids:
        (_, own), *body = grid.rows
        shared = [_shared_heading(grid.name, heading) for heading in own]
        headings |= {heading: heading for heading in shared}
        rows.extend(
            {"sheet": grid.name, **dict(zip(shared, cells, strict=True))} for _, cells in body
        )
    return csv_of(grid_of("codebook", headings, rows))


def _shared_heading(sheet: str, heading: str) -> str:
    """One column for what every sheet calls its rows, so that one CSV holds all sheets."""
    return "name" if heading == _OWN_NAME.get(sheet) else heading


def _grids(codebook: CodebookEntry) -> list[Grid]:
    written = rows_of(codebook)
    facts = [{"field": name, "value": text} for name, text in written.about.cells.items()]
    facts += [{"field": "source", "value": source} for source in written.sources]
    sheets: list[tuple[str, Sequence[dict[str, str]]]] = [
        ("codebook", facts),
        ("codes", [dict(row.cells) for row in written.codes]),
        ("variables", [dict(row.cells) for row in written.variables]),
        ("choices", [dict(row.cells) for row in written.choices]),
    ]
    return [grid_of(name, _headings(name, rows), rows) for name, rows in sheets if rows]


def _headings(sheet: str, rows: Iterable[dict[str, str]]) -> dict[str, str]:
    used = dict.fromkeys(name for row in rows for name in row)
    headings: dict[str, str] = {}
    for name in _ORDER[sheet]:
        if name.endswith(":"):
            several = [key for key in used if key.startswith(name)]
            headings |= {key: f"{name[:-1]}: {key[len(name) :]}" for key in several}
        elif name in used or name in _ALWAYS:
            shown = _OWN_NAME.get(sheet, name) if name == "name" else name.replace("_", " ")
            headings[name] = shown
    return headings


@dataclass
class _Reading:
    """The rows gathered from the sheets, and what was wrong on the way."""

    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(
        default_factory=lambda: {"codes": [], "variables": [], "choices": []}
    )

    def sheet(self, table: str, grid: Grid) -> None:
        (top, headings), *body = grid.rows
        place = f"sheet {grid.name}, " if grid.name else ""
        fields = self._fields(table, headings, [cells for _, cells in body], f"{place}row {top}")
        for number, cells in body:
            found = {
                name: text
                for name, text in zip(fields, cells, strict=False)
                if name is not None and text
            }
            if not found:
                continue
            where = f"{place}row {number}"
            if table == "codebook":
                self._fact(found, where)
            else:
                self.rows[table].append(Row(where, found))

    def _fields(
        self, table: str, headings: Sequence[str], body: Sequence[Sequence[str]], where: str
    ) -> list[str | None]:
        """The field of each column; an unknown heading over a column that holds something
        is a problem, unless it begins with # to say that it is the team's own note."""
        fields: list[str | None] = []
        for column, heading in enumerate(headings):
            name = field_of("layout" if table == "codebook" else table, heading)
            used = any(column < len(cells) and cells[column] for cells in body)
            if name is None and used and not heading.startswith("#"):
                close = nearest_heading(table, heading) if heading else None
                hint = f", perhaps {close}" if close else ""
                self.problems.append(
                    Problem(
                        where,
                        f"the heading of column {column + 1} is not known{hint};"
                        " begin it with # to have the column left out",
                    )
                )
            elif name is not None and name in fields:
                self.problems.append(
                    Problem(where, f"column {column + 1} means the same as one before it: {name}")
                )
                name = None
            fields.append(name)
        return fields

    def _fact(self, cells: dict[str, str], where: str) -> None:
        name = field_of("codebook", cells.get("field", ""))
        text = cells.get("value", "")
        if name is None:
            self.problems.append(
                Problem(
                    where,
                    "it says something other than title, version, language, description or source",
                )
            )
        elif name == "source":
            self.sources.append(text)
        elif name in self.facts:
            self.problems.append(Problem(where, f"the {name} is there twice"))
        else:
            self.facts[name] = text


def _read(grids: Sequence[Grid], title: str) -> CodebookEntry:
    reading = _Reading()
    for grid in grids:
        if not grid.rows:
            continue
        table = _table_of(grid)
        if table is not None:
            reading.sheet(table, grid)
        elif not grid.name.startswith("#"):
            reading.problems.append(
                Problem(
                    f"sheet {grid.name}" if grid.name else "row 1",
                    "neither its name nor its headings say whether it holds codes, variables or"
                    " choices",
                )
            )
    written = Written(
        Row("sheet codebook", reading.facts),
        tuple(reading.sources),
        tuple(reading.rows["codes"]),
        tuple(reading.rows["variables"]),
        tuple(reading.rows["choices"]),
    )
    return assemble(written, title=title, problems=reading.problems)


def _table_of(grid: Grid) -> str | None:
    """What a sheet holds, by its name or, failing that, by headings only that kind has."""
    if (by_name := field_of("sheets", grid.name)) is not None:
        return by_name
    headings = grid.rows[0][1]
    codes = {field_of("codes", heading) for heading in headings}
    variables = {field_of("variables", heading) for heading in headings}
    choices = {field_of("choices", heading) for heading in headings}
    if "kind" in variables:
        return "variables"
    if {"variable", "name"} <= choices:
        return "choices"
    if "name" in codes or "path" in codes or any(f and f.startswith("level:") for f in codes):
        return "codes"
    return None


def _parted(grid: Grid) -> tuple[Grid, ...]:
    """The sheets of a CSV file with a "sheet" column; the file itself when it has none."""
    if not grid.rows:
        return ()
    (top, headings), *body = grid.rows
    if plain(headings[0]) != "sheet":
        return (grid,)
    parts: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, cells in body:
        parts.setdefault(cells[0], []).append((number, cells[1:]))
    return tuple(
        Grid(name, ((top, _used_headings(headings[1:], rows)), *rows))
        for name, rows in parts.items()
    )


def _used_headings(
    headings: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[str, ...]:
    """The headings without those of columns that only other sheets fill."""
    return tuple(
        heading if any(column < len(cells) and cells[column] for _, cells in rows) else ""
        for column, heading in enumerate(headings)
    )
