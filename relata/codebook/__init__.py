"""The codebook: the codes a team marks passages with, and the variables it keeps of each case.

A codebook comes as YAML or as a spreadsheet and is read whole or not at all:
everything wrong with a file is listed at once, by line or row. Codes form a
tree; each has a stable name, a definition and its bounds (when to use it, when
not), and may say what category it is in other published schemes. Variables say
what a value may be, and `check_value` turns what a person types into its one
canonical form. Nothing here knows a database, save the versions' keeping.
"""

from relata.codebook.assembling import check_codebook
from relata.codebook.dates import BadDate, UncertainDate, bounds, parse_date
from relata.codebook.difference import Change, Difference, FieldChange, Move, difference
from relata.codebook.model import (
    KINDS,
    MISSING_REASONS,
    BadCodebook,
    Choice,
    CodebookEntry,
    CodeEntry,
    Problem,
    VariableEntry,
)
from relata.codebook.naming import find, label_in, nearest, slug
from relata.codebook.reading import (
    NoCodebookFile,
    codebook_bytes,
    codebook_from,
    read_codebook,
    starters,
    write_codebook,
)
from relata.codebook.values import BadValue, Checked, check_value, missing_reason

__all__ = [
    "KINDS",
    "MISSING_REASONS",
    "BadCodebook",
    "BadDate",
    "BadValue",
    "Change",
    "Checked",
    "Choice",
    "CodeEntry",
    "CodebookEntry",
    "Difference",
    "FieldChange",
    "Move",
    "NoCodebookFile",
    "Problem",
    "UncertainDate",
    "VariableEntry",
    "bounds",
    "check_codebook",
    "check_value",
    "codebook_bytes",
    "codebook_from",
    "difference",
    "find",
    "label_in",
    "missing_reason",
    "nearest",
    "parse_date",
    "read_codebook",
    "slug",
    "starters",
    "write_codebook",
]
