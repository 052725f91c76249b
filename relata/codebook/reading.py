"""Reading and writing a codebook by its path, and the starters that come with Relata."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from relata.codebook.model import BadCodebook, CodebookEntry, Problem
from relata.errors import RelataError

_LARGEST = 20_000_000


class NoCodebookFile(RelataError):
    """The path leads to no codebook file Relata can read or write."""

    remedy = "Give a .yaml, .xlsx or .csv file, or the name of a starter."


class _Reader(Protocol):
    def __call__(self, data: bytes, /, *, title: str) -> CodebookEntry: ...


def starters() -> dict[str, Path]:
    """The codebooks that come with Relata, by name.

    >>> sorted(starters())
    ['a-persons-way', 'reasons-for-joining', 'reasons-for-leaving']
    """
    folder = Path(__file__).parent / "starters"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_codebook(path: str | Path) -> CodebookEntry:
    """The codebook in a YAML, Excel or CSV file, or the starter of that name.

    Raises
    ------
    NoCodebookFile
        There is no such file or starter, or its ending is none of .yaml, .yml,
        .xlsx and .csv.
    BadCodebook
        What it says cannot stand; every problem is listed with its line or row.
    """
    known = starters()
    file = Path(path)
    if str(path) in known and not file.exists():
        file = known[str(path)]
    if not file.is_file():
        raise NoCodebookFile(
            f"There is no codebook file at that path; the starters are {', '.join(known)}."
        )
    if file.stat().st_size > _LARGEST:
        raise BadCodebook([Problem("", f"the file is larger than {_LARGEST} bytes")])
    reader = _reader(file.suffix.casefold())
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NoCodebookFile("The codebook file cannot be opened.") from error
    return reader(data, title=file.stem)


def codebook_from(data: bytes, name: str) -> CodebookEntry:
    """The codebook in the bytes of a file; the ending of its name tells the form.

    Raises NoCodebookFile and BadCodebook as `read_codebook` does.
    """
    if len(data) > _LARGEST:
        raise BadCodebook([Problem("", f"the file is larger than {_LARGEST} bytes")])
    file = Path(name)
    return _reader(file.suffix.casefold())(data, title=file.stem)


def _reader(suffix: str) -> _Reader:
    # Imported here: the libraries behind each form are not needed to start.
    if suffix in (".yaml", ".yml"):
        from relata.codebook.yaml_form import read_yaml

        return read_yaml
    from relata.codebook.sheet_form import read_csv_codebook, read_xlsx_codebook

    if suffix == ".xlsx":
        return read_xlsx_codebook
    if suffix == ".csv":
        return read_csv_codebook
    raise NoCodebookFile("A codebook file ends in .yaml, .yml, .xlsx or .csv.")


def write_codebook(codebook: CodebookEntry, path: str | Path) -> None:
    """Write a codebook in the form its ending names; reading it back gives an equal one.

    An existing file is replaced, whole or not at all.
    """
    file = Path(path)
    data = codebook_bytes(codebook, file.suffix)
    partial = file.with_name(f".{file.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise NoCodebookFile(
            "The codebook file cannot be written there.", remedy="Check the folder and its rights."
        ) from error


def codebook_bytes(codebook: CodebookEntry, ending: str) -> bytes:
    """A codebook in the form of a file's ending: ".yaml", ".xlsx" or ".csv"."""
    from relata.codebook.sheet_form import csv_codebook, xlsx_codebook
    from relata.codebook.yaml_layout import yaml_of

    match ending.casefold():
        case ".yaml" | ".yml":
            return yaml_of(codebook).encode()
        case ".xlsx":
            return xlsx_codebook(codebook)
        case ".csv":
            return csv_codebook(codebook)
    raise NoCodebookFile("A codebook is written as .yaml, .xlsx or .csv.")
