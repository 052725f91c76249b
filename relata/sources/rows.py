"""Sheets whose rows are sources: CSV, TSV and Excel.

A row becomes an item of its own: its bytes are the row as canonical JSON, so the
same row found twice is one source, whichever sheet it stands in.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from relata.sources.columns import distinct, parts
from relata.sources.model import ROW, Item, Limits, Refusal, Unreadable
from relata.sources.opening import opened, whole
from relata.sources.packages import XLSX, check_parts, cut_short, package
from relata.sources.readers.encodings import decoded

SHEETS = ("text/csv", "text/tab-separated-values")
_SAMPLE = 1_000
_SEPARATORS = ",;\t|"
_LONGEST_CELL = 200_000_000

Line = tuple[int, list[str]]


def taken_apart(item: Item, *, limits: Limits) -> Iterator[Item | Refusal]:
    """The rows of a sheet; anything else as it is."""
    if item.media_type in SHEETS:
        yield from rows_of_text(item, limits=limits)
    elif item.media_type == XLSX:
        yield from rows_of_workbook(item, limits=limits)
    else:
        yield item


def rows_of_text(item: Item, *, limits: Limits) -> Iterator[Item | Refusal]:
    """The rows of a CSV or TSV file; its separator is told from the heading."""
    try:
        text = decoded(whole(item, limits.text_bytes)).text
    except Unreadable as refused:
        yield Refusal(item.origin, refused.args[0], refused.remedy)
        return
    separator = "\t" if item.media_type == "text/tab-separated-values" else _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    yield from _items(_numbered(reader), item, limits, "")


def rows_of_workbook(item: Item, *, limits: Limits) -> Iterator[Item | Refusal]:
    """The rows of the visible sheets of an Excel workbook, values as last calculated."""
    import openpyxl

    with opened(item) as stream:
        try:
            with package(stream, limits, name=item.name) as archive:
                check_parts(archive, limits)
            stream.seek(0)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except Unreadable as refused:
            yield Refusal(item.origin, refused.args[0], refused.remedy)
            return
        except Exception:
            damaged = cut_short("Excel workbook")
            yield Refusal(item.origin, damaged.args[0], damaged.remedy)
            return
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        try:
            for sheet in visible:
                lines = (
                    (number, [_cell(value) for value in row])
                    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
                )
                where = f"sheet {sheet.title}, " if len(visible) > 1 else ""
                yield from _items(lines, item, limits, where)
        except Unreadable as refused:
            yield Refusal(item.origin, refused.args[0], refused.remedy)
        except (ValueError, TypeError, KeyError, OSError, SyntaxError, EOFError):
            damaged = cut_short("Excel workbook")
            yield Refusal(item.origin, damaged.args[0], damaged.remedy)
        finally:
            book.close()


def _numbered(reader: Iterable[list[str]]) -> Iterator[Line]:
    """Rows with their number in the sheet, the heading being the first."""
    number = 0
    rows = iter(reader)
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                f"Row {number} is not CSV as other programs write it.",
                remedy="Save it anew from a spreadsheet program.",
            ) from None
        yield number, row


def _items(
    lines: Iterable[Line], item: Item, limits: Limits, where: str
) -> Iterator[Item | Refusal]:
    filled = ((number, row) for number, row in lines if any(cell.strip() for cell in row))
    try:
        heading = next(filled, None)
        sample = list(islice(filled, _SAMPLE))
        if heading is None or not sample:
            yield Refusal(item.origin, f"{where.capitalize()}It holds no rows below a heading.")
            return
        width = max(len(heading[1]), max(len(row) for _, row in sample))
        names = distinct([*heading[1], *[""] * (width - len(heading[1]))])
        metadata = parts(names, [row for _, row in sample])
        for count, (number, row) in enumerate(chain(sample, filled)):
            if count >= limits.rows:
                yield Refusal(
                    item.origin,
                    f"It has more than {limits.rows} rows; the rest was left out.",
                    "Divide it into parts.",
                )
                return
            data = _canonical(names, row)
            origin = f"{item.origin}, {where}row {number}"
            yield Item(
                name=f"{item.name}, {where}row {number}",
                origin=origin,
                data=data,
                size=len(data),
                media_type=ROW,
                metadata=metadata,
            )
    except Unreadable as refused:
        yield Refusal(item.origin, refused.args[0], refused.remedy)


def _canonical(names: Sequence[str], row: Sequence[str]) -> bytes:
    """A row as bytes that any program would write the same way: keys sorted, UTF-8."""
    cells = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _separator(text: str) -> str:
    """The separator that cuts the first rows into the same number of cells, most of all."""
    best, most = ",", (0.0, 0)
    for separator in _SEPARATORS:
        try:
            sample = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
            widths = [len(row) for row in islice(sample, 20) if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        rank = (sum(1 for width in widths if width == widths[0]) / len(widths), widths[0])
        if rank > most:
            best, most = separator, rank
    return best
