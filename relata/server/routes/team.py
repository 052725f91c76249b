"""The team: who works here, as what, and who comes in."""

from __future__ import annotations

import msgspec
from litestar import delete, get, patch, post

from relata.databank.bank import Databank
from relata.team.rights import ACTS, RIGHTS, ROLES, Role


class Member(msgspec.Struct, frozen=True):
    """A person of the team."""

    id: str
    number: int
    name: str
    role: Role
    active: bool


class AccountOf(msgspec.Struct, frozen=True):
    """What a person comes in by; `last_in` in milliseconds since 1970, null when not known."""

    id: str
    has_key: bool
    second_factor: bool
    sessions: int
    last_in: int | None


class Changed(msgspec.Struct, frozen=True):
    """What is to be another; what is left out stays."""

    name: str
    role: Role | None = None
    new_name: str | None = None
    active: bool | None = None


class Named(msgspec.Struct, frozen=True):
    name: str


class Inviting(msgspec.Struct, frozen=True):
    """A new person in a role; or, without a role, somebody here anew."""

    name: str
    role: Role | None = None


class InvitationTold(msgspec.Struct, frozen=True):
    """An invitation; `token` is told once, when it is made. Times in milliseconds."""

    id: str
    name: str
    by: str
    made: int
    expires: int
    state: str
    token: str | None


class Attempt(msgspec.Struct, frozen=True):
    """An attempt to come in; equal marks of places are equal addresses."""

    at: int
    name: str | None
    how: str
    outcome: str
    place: str | None


class Rule(msgspec.Struct, frozen=True):
    """Who has to have a second factor: "off", or "leads" (guardians too)."""

    second_factor: str


class Right(msgspec.Struct, frozen=True):
    """An act, what it is, and the roles that may do it."""

    act: str
    what: str
    roles: list[Role]


@get("/team", sync_to_thread=True)
def team(bank: Databank) -> list[Member]:
    """Everybody, active or not."""
    return [Member(u.id, u.number, u.name, u.role, u.active) for u in bank.team.list()]


@get("/team/accounts", sync_to_thread=True)
def accounts(bank: Databank) -> list[AccountOf]:
    """What everybody comes in by: passphrases, second factors, sessions."""
    return [
        AccountOf(a.user.id, a.has_key, a.second_factor, a.sessions, a.last_in)
        for a in bank.team.accounts()
    ]


@get("/team/rights", sync_to_thread=False)
def rights(bank: Databank) -> list[Right]:
    """The one table of rights."""
    return [
        Right(act, ACTS[act], [role for role in ROLES if role in roles])
        for act, roles in RIGHTS.items()
    ]


@patch("/team", sync_to_thread=True)
def change(bank: Databank, data: Changed) -> Member:
    """Give a person another role or name, or (de)activate the account."""
    u = bank.team.change(data.name, role=data.role, new_name=data.new_name, active=data.active)
    return Member(u.id, u.number, u.name, u.role, u.active)


@get("/team/invitations", sync_to_thread=True)
def invitations(bank: Databank) -> list[InvitationTold]:
    """All invitations, newest first."""
    return [
        InvitationTold(i.id, i.name, i.by, i.made, i.expires, i.state, None)
        for i in bank.team.invitations()
    ]


@post("/team/invitations", status_code=201, sync_to_thread=True)
def invite(bank: Databank, data: Inviting) -> InvitationTold:
    """Invite somebody; the token is told this once."""
    i = bank.team.invite(data.name, data.role)
    return InvitationTold(i.id, i.name, i.by, i.made, i.expires, i.state, i.token)


@delete("/team/invitations/{invitation:str}", status_code=204, sync_to_thread=True)
def withdraw(bank: Databank, invitation: str) -> None:
    """Take an open invitation back."""
    bank.team.withdraw_invitation(invitation)


@post("/team/sign-out", status_code=204, sync_to_thread=True)
def end_sessions(bank: Databank, data: Named) -> None:
    """End all sessions of a person."""
    bank.team.end_sessions(data.name)


@post("/team/reset-second-factor", status_code=204, sync_to_thread=True)
def reset_second_factor(bank: Databank, data: Named) -> None:
    """Take away the second factor of somebody whose device is lost."""
    bank.team.reset_second_factor(data.name)


@get("/team/sign-ins", sync_to_thread=True)
def sign_ins(bank: Databank) -> list[Attempt]:
    """The latest attempts to come in, refused ones too."""
    return [Attempt(s.at, s.name, s.how, s.outcome, s.place) for s in bank.team.sign_ins()]


@get("/team/rule", sync_to_thread=True)
def rule(bank: Databank) -> Rule:
    """Who has to have a second factor."""
    return Rule(bank.team.second_factor_rule())


@post("/team/rule", status_code=200, sync_to_thread=True)
def set_rule(bank: Databank, data: Rule) -> Rule:
    """Say who has to have a second factor."""
    return Rule(bank.team.require_second_factor(data.second_factor))


ROUTES = (
    team,
    accounts,
    rights,
    change,
    invitations,
    invite,
    withdraw,
    end_sessions,
    reset_second_factor,
    sign_ins,
    rule,
    set_rule,
)
