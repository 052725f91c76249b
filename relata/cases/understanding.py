"""How a value that is being typed would be understood, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from relata.cases.told_dates import told_date
from relata.codebook import check_value
from relata.codebook.standing import find_variable, variables_seen
from relata.codebook.values import BadValue, Checked
from relata.team import Desk


@dataclass(frozen=True)
class Understood:
    """A value as its variable takes it; `proposed` where words were rewritten to be allowed."""

    checked: Checked
    proposed: bool


def understand(desk: Desk, variable: str, told: str) -> Understood:
    """How `told` would be kept for a variable; nothing is written.

    A date told in words is proposed in EDTF: "spring 2015" as 2015-21.

    Raises
    ------
    BadValue
        The variable does not allow it, in the words that setting it would give.
    """
    with desk.reading("codebook.read") as sight:
        entry = find_variable(variables_seen(sight), variable).entry
    try:
        return Understood(check_value(entry, told), proposed=False)
    except BadValue:
        written = told_date(told) if entry.kind == "date" else None
        if written is None:
            raise
        return Understood(check_value(entry, written), proposed=True)
