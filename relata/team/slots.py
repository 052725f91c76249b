"""Key slots of people: giving one, taking them away, and never locking everybody out."""

from __future__ import annotations

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store, standing
from relata.store import keys as keyring
from relata.store.keys import Cost
from relata.team.derivation import one_at_a_time
from relata.team.tables import profile, user


class LastKey(RelataError):
    """Without this person's key slot no lead or guardian could open the databank."""

    remedy = "Have another lead or guardian accept an invitation, or set a passphrase, first."


def give(
    store: Store, owner: bytes, name: str, passphrase: str, *, cost: Cost | None = None
) -> str:
    """Make a key slot for a person; returns its name. Raises WeakPassphrase, TooBusy."""
    keyring.check_passphrase(passphrase)
    with one_at_a_time():
        return keyring.add_slot(
            store.layout.keys,
            store.keys,
            passphrase,
            user=owner,
            name=name,
            cost=cost or keyring.STANDARD_COST,
        )


def slots_of(store: Store, owner: bytes, *, kind: str | None = None) -> list[str]:
    """The names of a person's slots, of one kind or of both."""
    return [
        slot.name
        for slot in keyring.read_slots(store.layout.keys)
        if slot.user == owner.hex() and kind in (None, slot.kind)
    ]


def take(store: Store, slots: list[str]) -> None:
    """Remove slots; what they opened with opens nothing any more."""
    for slot in slots:
        keyring.remove_slot(store.layout.keys, slot)


def keep_a_key(store: Store, connection: sa.Connection, *, without: bytes) -> None:
    """Refuse to take a person's slots when no other lead or guardian has one. Raises LastKey."""
    holders = {bytes.fromhex(slot.user) for slot in keyring.read_slots(store.layout.keys)}
    if without not in holders:
        return
    able = connection.execute(
        sa.select(user.c.id)
        .join(profile, profile.c.user == user.c.no)
        .where(
            standing(user, None),
            standing(profile, None),
            profile.c.active,
            profile.c.role.in_(["lead", "guardian"]),
        )
    )
    others = {bytes(id) for (id,) in able} - {without}
    if others and not holders & others:  # Without any other lead, LastLead says so.
        raise LastKey("This person holds the last key of a lead or guardian.")
