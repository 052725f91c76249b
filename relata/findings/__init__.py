"""Findings: what the databank says, in numbers that open down to the passage.

A `Snapshot` holds one revision as arrays. From it `motives` counts the people who
tell of each reason, `cross` sets two variables against each other, and
`codes` finds the text where codes meet. Each gives back a frozen finding
that knows its revision, says in words what was counted, tells unknown from no, and
opens every number to cases and passages.
"""

from relata.findings.cross import CrossTable, cross
from relata.findings.finding import Finding
from relata.findings.loading import snapshot
from relata.findings.model import Snapshot
from relata.findings.motives import MotiveRow, Motives, motives
from relata.findings.opening import OpenedCase, OpenedFigure, OpenedPassage
from relata.findings.retrieval import CodedHits, Hit, codes

__all__ = [
    "CodedHits",
    "CrossTable",
    "Finding",
    "Hit",
    "MotiveRow",
    "Motives",
    "OpenedCase",
    "OpenedFigure",
    "OpenedPassage",
    "Snapshot",
    "codes",
    "cross",
    "motives",
    "snapshot",
]
