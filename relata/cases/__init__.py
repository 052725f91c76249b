"""Cases: one pseudonymous record per person, every value of it resting on passages.

A case is linked to the sources that tell of it. Its values are each coder's own, stand
side by side, and say whether something was stated, stated as absent, not stated,
contradicted or withheld. Who the person is lies elsewhere, under another key.
"""

from relata.cases.keeping import (
    NoSuchCase,
    cases_seen,
    erase_case,
    find_case,
    link_sources,
    list_cases,
    new_case,
    only_case_of,
    unlink_source,
)
from relata.cases.model import STATUSES, Case, CaseSheet, Status, Value
from relata.cases.values import BadStatus, Place, case_sheet, set_value

__all__ = [
    "STATUSES",
    "BadStatus",
    "Case",
    "CaseSheet",
    "NoSuchCase",
    "Place",
    "Status",
    "Value",
    "case_sheet",
    "cases_seen",
    "erase_case",
    "find_case",
    "link_sources",
    "list_cases",
    "new_case",
    "only_case_of",
    "set_value",
    "unlink_source",
]
