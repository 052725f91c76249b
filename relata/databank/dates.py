"""Dates as people type them to filter and to describe."""

from __future__ import annotations


def dated(told: str | None) -> str | None:
    """A date in EDTF, in its one form; None stays None. Raises BadDate."""
    if told is None:
        return None
    from relata.codebook import parse_date

    return parse_date(told).text
