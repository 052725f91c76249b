"""`bank.team`: who works here, as what, and the key slots they open it with."""

from __future__ import annotations

from relata import team
from relata.databank.room import Room
from relata.store import keys as keyring
from relata.store.keys import Cost
from relata.team import User


class Team(Room):
    """The team: who works here, as what, and the key slots they open it with."""

    def list(self) -> list[User]:
        """Everybody, active or not, by name."""
        return team.list_users(self._desk)

    def add(
        self, name: str, role: str, passphrase: str | None = None, *, cost: Cost | None = None
    ) -> User:
        """Add a person; with a passphrase the person can open the databank at once."""
        if passphrase is not None:
            keyring.check_passphrase(passphrase)
        made = team.add_user(self._desk, name, role)
        if passphrase is not None:
            self._slot(passphrase, user=bytes.fromhex(made.id), name=made.name, cost=cost)
        return made

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        new_name: str | None = None,
        active: bool | None = None,
    ) -> User:
        """Give a person another role or name, or (de)activate the account."""
        changed = team.change_user(self._desk, name, role=role, new_name=new_name, active=active)
        if new_name is not None:
            slots = self._desk.store.layout.keys
            keyring.rename_slots(slots, bytes.fromhex(changed.id), changed.name)
        return changed

    def change_passphrase(self, new: str, *, cost: Cost | None = None) -> None:
        """Give your own key slot a new passphrase; the old one opens nothing any more."""
        store = self._desk.store
        old = [
            slot.name
            for slot in keyring.read_slots(store.layout.keys)
            if slot.user == self._desk.viewer.id.hex() and slot.kind == "passphrase"
        ]
        self._slot(new, user=self._desk.viewer.id, name=self._desk.viewer.name, cost=cost)
        for slot in old:
            keyring.remove_slot(store.layout.keys, slot)

    def new_recovery_key(self, *, cost: Cost | None = None) -> str:
        """A recovery key that opens the databank as you; shown once, kept nowhere."""
        key = keyring.new_recovery_key()
        self._slot(key, user=self._desk.viewer.id, name=self._desk.viewer.name, cost=cost)
        return key

    def _slot(self, passphrase: str, *, user: bytes, name: str, cost: Cost | None) -> None:
        store = self._desk.store
        keyring.add_slot(
            store.layout.keys,
            store.keys,
            passphrase,
            user=user,
            name=name,
            cost=cost or keyring.STANDARD_COST,
        )
