"""Reads the small tables beside the code that a linguist may edit."""

from __future__ import annotations

from relata.errors import RelataError


class BrokenTable(RelataError):
    """A table in `relata/text/data` cannot be read."""

    remedy = "Mend the line: columns are separated by one tab."


def rows(name: str, columns: int) -> list[tuple[str, ...]]:
    """The rows of a table, without comments and empty lines.

    Raises `BrokenTable`, naming the line, where a row has other than `columns`
    columns.
    """
    from importlib.resources import files

    found = []
    written = files("relata.text").joinpath("data", name).read_text("utf-8")
    for number, line in enumerate(written.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        row = tuple(cell.strip() for cell in line.split("\t"))
        if len(row) != columns or not all(row):
            raise BrokenTable(f"Line {number} of {name} does not have {columns} columns.")
        found.append(row)
    return found
