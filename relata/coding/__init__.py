"""Coding: coders choose codes for passages.

A coding is a passage, a code, the coder, and the case it is about. Several coders code
the same text without touching each other's choices; a choice taken back stays in the
history.
"""

from relata.coding.choosing import (
    Extent,
    code_hits,
    code_passages,
    codings_seen,
    list_codings,
    quotation,
    uncode,
)
from relata.coding.model import Coded, Coding

__all__ = [
    "Coded",
    "Coding",
    "Extent",
    "code_hits",
    "code_passages",
    "codings_seen",
    "list_codings",
    "quotation",
    "uncode",
]
