"""What every finding offers: its revision, its method in words, and ways to show it.

A finding describes itself once, as a `Sheet`; frames, JSON, plain text and HTML are
made from that. Nothing shown holds a word of a source: cases go by pseudonym,
passages by source id and span.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from relata.errors import RelataError

if TYPE_CHECKING:
    import polars as pl

    from relata.findings.opening import OpenedFigure
    from relata.findings.sheet import Sheet

Record = dict[str, Any]


class NoPandas(RelataError):
    """A pandas frame was asked for where pandas is not installed."""

    remedy = "Install pandas and pyarrow, or use to_polars()."

    def __init__(self) -> None:
        super().__init__("pandas is not installed.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Finding(ABC):
    """A named result of one revision.

    `method` says in plain sentences what was counted; `origin_rule` what counts as
    an independent origin; `notes` what a reader must know before quoting it.
    """

    kind: ClassVar[str]

    revision: str
    method: str
    origin_rule: str
    notes: tuple[str, ...] = ()

    @abstractmethod
    def records(self) -> list[Record]:
        """The rows as flat records: numbers, names of codes, ids. NaN where undefined."""

    @abstractmethod
    def sheet(self) -> Sheet:
        """The finding laid out for people."""

    @abstractmethod
    def opened_cell(self, row: int, column: int) -> OpenedFigure:
        """What stands behind a number of the sheet, by its place; its `opens` says which open."""

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain JSON: NaN becomes null, beside its reason."""
        return {
            "finding": self.kind,
            "revision": self.revision,
            "method": self.method,
            "origin_rule": self.origin_rule,
            "notes": list(self.notes),
            "items": [
                {key: _plain(value) for key, value in record.items()} for record in self.records()
            ],
        }

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars frame; NaN stays NaN, a missing text is null."""
        import polars as pl

        return pl.DataFrame(self.records(), infer_schema_length=None)

    def to_pandas(self) -> Any:
        """The rows as a pandas frame, where pandas is installed."""
        try:
            import pandas as pd  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as error:
            raise NoPandas from error
        return pd.DataFrame(self.records())

    def to_text(self, *, width: int = 80) -> str:
        """A plain table for a terminal so many columns wide."""
        from relata.findings.plain_text import as_text

        return as_text(self.sheet(), width=width)

    def _repr_html_(self) -> str:
        """A table for a notebook, whose numbers open; no script, nothing fetched."""
        from relata.findings.hypertext import as_html

        return as_html(self.sheet(), opened=self.opened_cell)

    def __rich__(self) -> Any:
        """The same table for rich's console."""
        import shutil

        from rich.text import Text

        width = shutil.get_terminal_size().columns
        return Text(self.to_text(width=width), no_wrap=True, overflow="ignore")


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return value
