"""Changing the words of codes in databanks under test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.banks import CODEBOOK

import relata


def redefine(bank: relata.Databank, name: str, **words: Any) -> None:
    """Load the codebook with other words for one code."""
    bank.codebook.load(
        replace(
            CODEBOOK,
            codes=tuple(replace(c, **words) if c.name == name else c for c in CODEBOOK.codes),
        )
    )
