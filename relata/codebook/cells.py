"""What a person wrote in a cell: cleaned text, yes or no, a number, a colour, a list.

Both file forms reduce to rows of such cells, so that one set of rules reads
YAML and spreadsheets alike.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_CELL = 20_000
"""Characters in one cell; a definition longer than this is a document, not a definition."""

YES = frozenset({"yes", "y", "true", "1", "x", "sì", "si", "vero", "oui", "vrai", "ja", "wahr"})
NO = frozenset({"no", "n", "false", "0", "falso", "non", "faux", "nein", "falsch"})
NOTHING = frozenset({"none", "-"})
"""Words that say "nothing here" where an empty cell would take the default."""

_COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})\Z")
_CONTROL = dict.fromkeys((*range(9), *range(14, 32), 127, 0xFEFF, 0xFFFE, 0xFFFF))
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Row:
    """One code, variable, choice or fact as it was written.

    `where` names the place to look ("line 12", "sheet codes, row 5"); `cells`
    maps the fields of `headings` to cleaned text. An absent field has no cell.
    """

    where: str
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        """The cell's text, empty when there is none."""
        return self.cells.get(field, "")

    def family(self, prefix: str) -> dict[str, str]:
        """The cells of a repeated field: `family("label")` of "label:it" is {"it": ...}."""
        start = prefix + ":"
        return {
            key[len(start) :]: text
            for key, text in self.cells.items()
            if key.startswith(start) and text
        }


def clean(text: str) -> str:
    """NFC, `\\n` line ends, no control characters, no space around or at line ends."""
    text = unicodedata.normalize("NFC", text.translate(_CONTROL))
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def one_line(text: str) -> str:
    """Cleaned text on one line, single spaces between words."""
    return " ".join(clean(text).split())


def yes_or_no(text: str) -> bool | None:
    """True, False, or None when the cell says neither."""
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def number(text: str) -> float | None:
    """The finite number a cell holds, None when it holds none."""
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def number_text(value: float) -> str:
    """A number as people write it, so that reading it gives the same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def colour(text: str) -> str | None:
    """ "#rrggbb" in lower case from "#RGB" or "rrggbb", None when it is no colour."""
    match = _COLOUR.match(text.casefold())
    if match is None:
        return None
    digits = match[1]
    return "#" + (digits if len(digits) == 6 else "".join(d + d for d in digits))


def listed(text: str) -> tuple[str, ...]:
    """The items of a cell that lists several, parted by semicolons or line ends."""
    return tuple(item for part in re.split(r"[;\n]", text) if (item := part.strip()))
