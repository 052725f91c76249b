"""Coding: coders choose codes for passages.

A coding is a passage, a code, the coder, and the case it is about. Several coders code
the same text without touching each other's choices; a choice taken back stays in the
history.
"""

from relata.coding.changes import Change, Touched, changes_between
from relata.coding.choosing import (
    code_passages,
    codings_seen,
    list_codings,
    quotation,
)
from relata.coding.columns import Columns, columns
from relata.coding.counting import Counts, counts
from relata.coding.deeds import Deed, Deeds, deeds, rests_on
from relata.coding.hits import Extent, HitsCounted, code_hits, count_hits
from relata.coding.in_vivo import InVivo, code_in_vivo
from relata.coding.mending import about, confirm, give, move, older, uncode
from relata.coding.model import Coded, Coding
from relata.coding.outdated import OlderCount, count_older, wordings
from relata.coding.reassigning import reassign, to_reassign
from relata.coding.recoding import Merge, merge, would_merge

__all__ = [
    "Change",
    "Coded",
    "Coding",
    "Columns",
    "Counts",
    "Deed",
    "Deeds",
    "Extent",
    "HitsCounted",
    "InVivo",
    "Merge",
    "OlderCount",
    "Touched",
    "about",
    "changes_between",
    "code_hits",
    "code_in_vivo",
    "code_passages",
    "codings_seen",
    "columns",
    "confirm",
    "count_hits",
    "count_older",
    "counts",
    "deeds",
    "give",
    "list_codings",
    "merge",
    "move",
    "older",
    "quotation",
    "reassign",
    "rests_on",
    "to_reassign",
    "uncode",
    "wordings",
    "would_merge",
]
