"""Coming in, going out, and who one is."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.datastructures import State

from relata.databank.bank import Databank
from relata.server.seats import address_of, agent_of, door_of, seat_of, session_cookie, token_of
from relata.team.preferences import Preferences
from relata.team.rights import RIGHTS, Role


class SignIn(msgspec.Struct, frozen=True):
    name: str
    passphrase: str


class Ticket(msgspec.Struct, frozen=True):
    ticket: str


class InvitationShown(msgspec.Struct, frozen=True):
    invitation: str


class InvitationAccepted(msgspec.Struct, frozen=True):
    invitation: str
    passphrase: str


class Invited(msgspec.Struct, frozen=True):
    name: str


class Passphrase(msgspec.Struct, frozen=True):
    passphrase: str


class NewPassphrase(msgspec.Struct, frozen=True):
    old: str
    new: str


class FactorCode(msgspec.Struct, frozen=True):
    code: str


class RecoveryKey(msgspec.Struct, frozen=True):
    """A recovery key, told this once."""

    key: str


class Liking(Preferences, frozen=True, omit_defaults=False):
    """How a person likes the workspace, every preference told."""


class Me(msgspec.Struct, frozen=True):
    """Who is signed in, what that person may do, and in which databank."""

    user: str
    number: int
    name: str
    role: Role
    rights: list[str]
    preferences: Liking
    databank: str
    revision: str
    session: str


class StillWaiting(msgspec.Struct, frozen=True):
    """A session that waits: whose it is, and for what ("passphrase", "code", "set up")."""

    name: str
    needs: str


class Factor(msgspec.Struct, frozen=True):
    """Whether one has a second factor; `since` in milliseconds since 1970."""

    on: bool
    since: int | None
    codes_left: int
    required: bool


class FactorSetup(msgspec.Struct, frozen=True):
    """What a device needs: an address, drawn as an SVG picture, and the secret to type."""

    address: str
    picture: str
    secret: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    codes: list[str]


class OwnSession(msgspec.Struct, frozen=True):
    """One of one's sessions in browsers; times in milliseconds since 1970."""

    id: str
    agent: str
    how: str
    begun: int
    seen: int
    here: bool


Asked = Request[Any, Any, State]


@post("/enter", status_code=204, sync_to_thread=True)
def enter(request: Asked, data: Ticket) -> Response[None]:
    """Come in by the one-time ticket that `relata serve` printed."""
    return _in(request, door_of(request).enter(data.ticket, agent=agent_of(request)))


@post("/sign-in", status_code=204, sync_to_thread=True)
def sign_in(request: Asked, data: SignIn) -> Response[None]:
    """Come in by name and passphrase."""
    token = door_of(request).sign_in(
        data.name, data.passphrase, address=address_of(request), agent=agent_of(request)
    )
    return _in(request, token)


@post("/invited", status_code=200, sync_to_thread=True)
def invited(request: Asked, data: InvitationShown) -> Invited:
    """Whom an invitation is for."""
    return Invited(door_of(request).invited(data.invitation))


@post("/accept", status_code=204, sync_to_thread=True)
def accept(request: Asked, data: InvitationAccepted) -> Response[None]:
    """Accept an invitation with a passphrase of one's own, and come in."""
    token = door_of(request).accept(
        data.invitation, data.passphrase, address=address_of(request), agent=agent_of(request)
    )
    return _in(request, token)


@post("/sign-out", status_code=204, sync_to_thread=True)
def sign_out(request: Asked) -> Response[None]:
    """End this session."""
    token = token_of(request)
    if token:
        door_of(request).leave(token)
    return Response(None, status_code=204, cookies=[session_cookie(request, None)])


@post("/lock", status_code=204, sync_to_thread=True)
def lock(request: Asked) -> None:
    """Hide everything until the passphrase is given again."""
    seat_of(request)
    door_of(request).lock(token_of(request) or "")


@get("/waiting", sync_to_thread=True)
def waiting(request: Asked) -> StillWaiting:
    """Whose session this is, and what it waits for; nothing else is told of a locked one."""
    seat = seat_of(request)
    return StillWaiting(seat.bank.viewer.name, "passphrase" if seat.locked else seat.needs)


@post("/unlock", status_code=204, sync_to_thread=True)
def unlock(request: Asked, data: Passphrase) -> Response[None]:
    """Open a locked session with its owner's passphrase."""
    seat_of(request)
    token = door_of(request).unlock(
        token_of(request) or "", data.passphrase, address=address_of(request)
    )
    return _in(request, token)


@post("/second-factor", status_code=204, sync_to_thread=True)
def show_second_factor(request: Asked, data: FactorCode) -> Response[None]:
    """Show the second factor that this session waits for."""
    seat_of(request)
    token = door_of(request).show_second_factor(
        token_of(request) or "", data.code, address=address_of(request)
    )
    return _in(request, token)


@get("/me", sync_to_thread=True)
def me(request: Asked, bank: Databank) -> Me:
    """Who is signed in, what that person may do, and in which databank."""
    viewer = bank.viewer
    return Me(
        user=viewer.id.hex(),
        number=viewer.number,
        name=viewer.name,
        role=viewer.role,
        rights=[act for act, roles in RIGHTS.items() if viewer.role in roles],
        preferences=_whole(bank.team.preferences()),
        databank=bank.folder.name,
        revision=bank.revision,
        session=seat_of(request).session.id,
    )


@patch("/me/preferences", sync_to_thread=True)
def prefer(bank: Databank, data: dict[str, Any]) -> Liking:
    """Choose some preferences; null gives one back to how it comes."""
    return _whole(bank.team.prefer(**data))


@post("/me/passphrase", status_code=204, sync_to_thread=True)
def change_passphrase(request: Asked, bank: Databank, data: NewPassphrase) -> Response[None]:
    """Choose another passphrase; all of one's other sessions end."""
    here = _prove(request, data.old)
    bank.team.change_passphrase(data.new, keep_session=here)
    return _in(request, door_of(request).proved(token_of(request) or ""))


@post("/me/recovery-key", sync_to_thread=True)
def recovery_key(request: Asked, bank: Databank, data: Passphrase) -> Response[RecoveryKey]:
    """A recovery key that opens the databank as oneself; the passphrase is asked again."""
    _prove(request, data.passphrase)
    key = RecoveryKey(bank.team.new_recovery_key())
    token = door_of(request).proved(token_of(request) or "")
    return Response(key, cookies=[session_cookie(request, token)])


@get("/me/second-factor", sync_to_thread=True)
def second_factor(half: Databank) -> Factor:
    """Whether one has a second factor, and needs one."""
    told = half.team.second_factor()
    return Factor(told.on, told.since, told.codes_left, told.required)


@post("/me/second-factor/set-up", status_code=200, sync_to_thread=True)
def set_up(half: Databank, data: FactorCode) -> FactorSetup:
    """A new secret for one's device; a code of the present one is asked where there is one."""
    told = half.team.set_up_second_factor(code=data.code or None)
    return FactorSetup(told.address, told.picture, told.secret)


@post("/me/second-factor/confirm", status_code=200, sync_to_thread=True)
def confirm(request: Asked, half: Databank, data: FactorCode) -> Response[RecoveryCodes]:
    """Take the new secret into use; the recovery codes are told this once."""
    codes = half.team.confirm_second_factor(data.code)
    token = door_of(request).risen(token_of(request) or "")
    return Response(RecoveryCodes(list(codes)), cookies=[session_cookie(request, token)])


@post("/me/second-factor/off", status_code=204, sync_to_thread=True)
def turn_off(bank: Databank, data: FactorCode) -> None:
    """Do without a second factor, by a last code of it."""
    bank.team.turn_off_second_factor(data.code)


@get("/me/sessions", sync_to_thread=True)
def sessions(request: Asked, bank: Databank) -> list[OwnSession]:
    """One's sessions in browsers, the latest used first."""
    here = seat_of(request).session.id
    return [
        OwnSession(one.id, one.agent, one.how, one.begun, one.seen, one.id == here)
        for one in bank.team.sessions()
    ]


@delete("/me/sessions/{session:str}", status_code=204, sync_to_thread=True)
def end_session(bank: Databank, session: str) -> None:
    """End one of one's sessions."""
    bank.team.end_session(session)


@post("/me/sign-out-everywhere", status_code=204, sync_to_thread=True)
def sign_out_everywhere(request: Asked, bank: Databank) -> Response[None]:
    """End all of one's sessions, this one too."""
    for one in bank.team.sessions():
        bank.team.end_session(one.id)
    return Response(None, status_code=204, cookies=[session_cookie(request, None)])


def _prove(request: Asked, passphrase: str) -> str:
    """Ask the passphrase again before a way in is changed; tells which session asked."""
    door_of(request).prove(token_of(request) or "", passphrase, address=address_of(request))
    return seat_of(request).session.id


def _whole(told: Preferences) -> Liking:
    return Liking(**msgspec.structs.asdict(told))


def _in(request: Asked, token: str) -> Response[None]:
    return Response(None, status_code=204, cookies=[session_cookie(request, token)])


ROUTES = (
    enter,
    sign_in,
    invited,
    accept,
    sign_out,
    lock,
    waiting,
    unlock,
    show_second_factor,
    me,
    prefer,
    change_passphrase,
    recovery_key,
    second_factor,
    set_up,
    confirm,
    turn_off,
    sessions,
    end_session,
    sign_out_everywhere,
)
