"""Sheets of text cells in and out of Excel and CSV files, with no idea of codebooks.

A workbook comes from anyone: its size, its unpacked size and its rows are
bounded, and document types (the door for entity tricks) are refused. What goes
out can never turn into a formula: Excel cells are typed as strings, and a CSV
text that begins like a formula is kept apart from it by an apostrophe, which
reading takes off again.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relata.codebook.cells import clean
from relata.codebook.model import BadCodebook, Problem

LARGEST = 20_000_000
LARGEST_UNPACKED = 100_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_EXCEL_CELL = 32_767

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its name, and its rows of cleaned text with the row number of each.

    Empty rows are left out, so numbers may leap; the first row is the headings.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_xlsx(data: bytes) -> tuple[Grid, ...]:
    """The visible sheets of an Excel workbook; formulas give their last shown value."""
    _check_package(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        grids = [
            _grid(
                sheet.title,
                sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True),
            )
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
        book.close()
    except BadCodebook:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise _bad("the workbook is damaged or no Excel file; save it again as .xlsx") from error
    return tuple(grids)


def xlsx_of(grids: Sequence[Grid]) -> bytes:
    """An Excel workbook of these sheets, each with a bold, frozen heading row."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for number, (_, row) in enumerate(grid.rows, start=1):
            for column, text in enumerate(row, start=1):
                if len(text) > LONGEST_EXCEL_CELL:
                    raise _bad(f"Excel keeps {LONGEST_EXCEL_CELL} characters in a cell", grid.name)
                if text:
                    cell = sheet.cell(number, column)
                    # A leading "=" would make the cell a formula unless typed as a string.
                    cell.value = text
                    cell.data_type = "s"
                    cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
                    if number == 1:
                        cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column in range(1, len(grid.rows[0][1]) + 1 if grid.rows else 1):
            widest = max((len(row[column - 1]) for _, row in grid.rows), default=0)
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].width = min(max(10, widest + 2), 48)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_csv(data: bytes, *, name: str) -> Grid:
    """The one sheet of a CSV file: any of comma, semicolon or tab, UTF-8, UTF-16 or Latin."""
    if len(data) > LARGEST:
        raise _bad(f"the file has {len(data)} bytes, at most {LARGEST} are read")
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _bad("the file is not CSV; look for a quote that is not closed") from error
    return _grid(name, ([_unguarded(cell) for cell in row] for row in rows))


def csv_of(grid: Grid) -> bytes:
    """UTF-8 CSV with a byte order mark, so that Excel shows accents and Arabic as written."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for _, row in grid.rows:
        writer.writerow([_guarded(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def grid_of(name: str, headings: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> Grid:
    """A sheet with these headings (field to shown heading) over rows of fields."""
    body = (tuple(row.get(field, "") for field in headings) for row in rows)
    return Grid(name, tuple(enumerate((tuple(headings.values()), *body), start=1)))


def _grid(name: str, rows: Iterable[Sequence[object]]) -> Grid:
    kept: list[tuple[int, tuple[str, ...]]] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise _bad(f"it has more than {MOST_ROWS} rows", f"sheet {name}")
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise _bad(f"it has more than {MOST_COLUMNS} columns", f"sheet {name}, row {number}")
        cells = tuple(_text(value) for value in row)
        if any(cells):
            kept.append((number, cells))
    return Grid(name, tuple(kept))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def _check_package(data: bytes) -> None:
    if len(data) > LARGEST:
        raise _bad(f"the file has {len(data)} bytes, at most {LARGEST} are read")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(member.file_size for member in package.infolist()) > LARGEST_UNPACKED:
                raise _bad("the workbook unpacks to more than can be a codebook")
            for member in package.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with package.open(member) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise _bad("the workbook holds a document type, as no Excel file does")
    except BadCodebook:
        raise
    except Exception as error:  # a damaged archive fails in zipfile, zlib, lzma or struct
        raise _bad("the file is no .xlsx workbook, or it is damaged or encrypted") from error


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel's "CSV" without UTF-8 on a western machine.
        return data.decode("cp1252", errors="replace")


def _guarded(text: str) -> str:
    return "'" + text if _LIKE_A_FORMULA.match(text) and not _NUMBER.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _bad(what: str, where: str = "") -> BadCodebook:
    return BadCodebook([Problem(where, what)])
