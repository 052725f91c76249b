"""What holds for the whole team: who needs a second factor.

A rule is a row like any other: who set it and when is in the history, it is in every
backup, and only a guardian changes or undoes it.
"""

from __future__ import annotations

from typing import Literal, get_args

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import standing
from relata.team.desk import Desk
from relata.team.recent import forget
from relata.team.rights import Role
from relata.team.tables import team_rule

SecondFactorRule = Literal["off", "leads"]
"""Nobody has to have a second factor; or leads and guardians must."""

Needs = Literal["", "code", "set up"]
"""What a session still needs: nothing, the second factor's code, a second factor at all."""

_NAME = "second factor"


class NoSuchRule(RelataError):
    """A rule for second factors that there is not."""

    remedy = f"It can be {' or '.join(get_args(SecondFactorRule))}."


def rule_now(connection: sa.Connection) -> SecondFactorRule:
    """Who needs a second factor at present; nobody, until a guardian says so."""
    told = connection.scalar(
        sa.select(team_rule.c.value)
        .where(team_rule.c.name == _NAME, standing(team_rule, None))
        .order_by(team_rule.c.no.desc())
        .limit(1)
    )
    return "leads" if told == "leads" else "off"


def needs_of(role: Role, *, rule: str, has_factor: bool) -> Needs:
    """What somebody of a role needs besides the passphrase."""
    if has_factor:
        return "code"
    return "set up" if rule == "leads" and role in ("lead", "guardian") else ""


def second_factor_rule(desk: Desk) -> SecondFactorRule:
    """Who needs a second factor."""
    with desk.reading("team.read") as sight:
        return rule_now(sight.connection)


def require_second_factor(desk: Desk, of: str) -> SecondFactorRule:
    """Say who needs a second factor: "off", or "leads" (guardians too). Guardians only."""
    if of not in get_args(SecondFactorRule):
        raise NoSuchRule("There is no such rule.")
    with desk.writing("team.guardians", "team.rule") as (writing, _):
        connection = writing.connection
        if rule_now(connection) != of:
            mine = team_rule.c.name == _NAME, standing(team_rule, None)
            old = list(connection.scalars(sa.select(team_rule.c.no).where(*mine)))
            if old:
                writing.withdraw(team_rule, old)
            writing.add_one(team_rule, name=_NAME, value=of)
    forget(desk.store)
    return "leads" if of == "leads" else "off"
