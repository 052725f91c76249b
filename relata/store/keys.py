"""Keys: from a passphrase to the one random key that opens the archive.

A passphrase is stretched by Argon2id; what comes out wraps the archive key
(AES key wrap, RFC 3394) and the wrapped key lies in a slot. A slot belongs to a
user: opening with it is signing in. A recovery key is a slot whose passphrase is
random and printed once. Changing a passphrase writes a new slot and removes the
old one; the archive key, and all that it seals, stays as it is.

The cost of stretching is kept in each slot, so that it can be raised later
without locking anyone out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relata.errors import RelataError
from relata.store.ids import new_id

SHORTEST = 10
"""The fewest characters of a passphrase."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECOVERY_CHARACTERS = 32
_RECOVERY_PREFIX = "RELATA"


class WrongPassphrase(RelataError):
    """The passphrase, or recovery key, opens no slot of this databank."""

    remedy = "Check the keyboard layout and capitals, or use the recovery key."


class UserNeeded(RelataError):
    """Several people have a slot here, and none was named."""

    remedy = "Name the user who opens it (--user NAME, RELATA_USER, or user=...)."


class WeakPassphrase(RelataError):
    """A passphrase too short to protect anybody."""

    remedy = "Use at least 10 characters; four or five random words are better."


class DamagedSlot(RelataError):
    """A key slot cannot be read."""

    remedy = "Restore the folder `keys` from a backup, or open with another slot."


@dataclass(frozen=True)
class Cost:
    """What it costs to try one passphrase (Argon2id, RFC 9106)."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def bearable(self) -> bool:
        """Whether Argon2 takes these numbers, and a machine can be asked to pay them."""
        return (
            1 <= self.lanes <= 64
            and 8 * self.lanes <= self.memory_kib <= 16 * 1024 * 1024
            and 1 <= self.passes <= 1000
        )


STANDARD_COST = Cost()


@dataclass(frozen=True, repr=False)
class Keys:
    """The opened archive key, and whose slot opened it."""

    archive: bytes
    user: bytes
    slot: str

    def derive(self, purpose: str) -> bytes:
        """Derive the 32-byte key for one purpose (HKDF-SHA256, RFC 5869, one block)."""
        root = hmac.new(b"relata/1", self.archive, hashlib.sha256).digest()
        return hmac.new(root, purpose.encode("ascii") + b"\x01", hashlib.sha256).digest()

    def __repr__(self) -> str:
        return f"Keys(slot={self.slot!r})"


def new_archive_key() -> bytes:
    return os.urandom(32)


def new_recovery_key() -> str:
    """A fresh recovery key: 160 random bits in groups a person can copy by hand."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_CHARACTERS))
    groups = [letters[i : i + 4] for i in range(0, _RECOVERY_CHARACTERS, 4)]
    return "-".join([_RECOVERY_PREFIX, *groups])


def is_recovery_key(words: str) -> bool:
    return words.strip().upper().startswith(_RECOVERY_PREFIX + "-")


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that protects nobody. Raises WeakPassphrase."""
    if not is_recovery_key(passphrase) and len(passphrase) < SHORTEST:
        raise WeakPassphrase("The passphrase is too short.")


def add_slot(
    folder: Path,
    keys: Keys | bytes,
    passphrase: str,
    *,
    user: bytes,
    name: str,
    cost: Cost = STANDARD_COST,
) -> str:
    """Write a slot that opens the archive key with `passphrase`; returns its name.

    The user's name is kept only as a keyed mark, so that the folder does not list
    who works on the databank.
    """
    archive = keys.archive if isinstance(keys, Keys) else keys
    recovery = is_recovery_key(passphrase)
    check_passphrase(passphrase)
    slot = new_id().hex()
    salt = os.urandom(16)
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    wrapped = aes_key_wrap(_stretch(passphrase, salt, cost), archive)
    record = {
        "format": 1,
        "slot": slot,
        "kind": "recovery" if recovery else "passphrase",
        "user": user.hex(),
        "mark": _mark(salt, name),
        "kdf": {
            "name": "argon2id",
            "memory_kib": cost.memory_kib,
            "passes": cost.passes,
            "lanes": cost.lanes,
            "salt": _text(salt),
        },
        "archive": _text(wrapped),
    }
    _write_private(folder / f"{slot}.json", json.dumps(record, indent=1))
    return slot


def unlock(folder: Path, passphrase: str, *, user: str | None = None) -> Keys:
    """Open the archive key with a passphrase or a recovery key.

    Raises
    ------
    WrongPassphrase
        No slot opens; the message says nothing more.
    UserNeeded
        Several people have slots and `user` names none of them.
    """
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    recovery = is_recovery_key(passphrase)
    whole, damaged = _slots_and_damage(folder)
    slots = [s for s in whole if (s.kind == "recovery") == recovery]
    if user is not None:
        slots = [s for s in slots if hmac.compare_digest(s.mark, _mark(s.salt, user))]
    elif len({s.user for s in slots}) > 1 and not recovery:
        raise UserNeeded(f"{len({s.user for s in slots})} people can open this databank.")
    for slot in slots:
        try:
            archive = aes_key_unwrap(_stretch(passphrase, slot.salt, slot.cost), slot.wrapped)
        except InvalidUnwrap:
            continue
        return Keys(archive, bytes.fromhex(slot.user), slot.name)
    if damaged:
        raise DamagedSlot(f"No whole key slot opens, and {damaged[0]} is damaged.")
    if recovery:
        raise WrongPassphrase(
            "Wrong recovery key.",
            remedy="Check each group of letters, and whose key it is.",
        )
    raise WrongPassphrase("Wrong passphrase.")


def unlock_evenly(folder: Path, passphrase: str, *, user: str) -> Keys:
    """As `unlock`, but what is refused costs the same whether or not the user exists.

    For a server that strangers can ask: neither the words of a refusal nor the time it
    takes tell who works here. Raises WrongPassphrase, DamagedSlot.
    """
    kind = "recovery" if is_recovery_key(passphrase) else "passphrase"
    whole, _ = _slots_and_damage(folder)
    if not whole:
        raise DamagedSlot("No key slot can be read.")
    alike = [slot for slot in whole if slot.kind == kind]
    owned: dict[str, int] = {}
    for slot in alike:
        owned[slot.user] = owned.get(slot.user, 0) + 1
    mine = [s for s in alike if hmac.compare_digest(s.mark, _mark(s.salt, user))]
    try:
        return unlock(folder, passphrase, user=user)
    except (WrongPassphrase, DamagedSlot):
        dearest = max(whole, key=lambda s: s.cost.memory_kib * s.cost.passes)
        for _ in range(max(owned.values(), default=1) - len(mine)):
            _stretch(passphrase, dearest.salt, dearest.cost)
        raise


@dataclass(frozen=True, repr=False)
class Slot:
    """One key slot as it lies in the folder: nothing in it opens anything by itself."""

    name: str
    kind: str
    user: str
    mark: str
    salt: bytes
    cost: Cost
    wrapped: bytes


def read_slots(folder: Path) -> list[Slot]:
    """All key slots of a databank, oldest first. Raises DamagedSlot when one is damaged."""
    slots, damaged = _slots_and_damage(folder)
    if damaged:
        raise DamagedSlot(f"The key slot {damaged[0]} is damaged.")
    return slots


def _slots_and_damage(folder: Path) -> tuple[list[Slot], list[str]]:
    """The slots that can be read, and the names of files that cannot."""
    slots, damaged = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            slots.append(_slot(json.loads(path.read_text("utf-8"))))
        except FileNotFoundError:
            continue  # Removed while the folder was read.
        except (ValueError, KeyError, TypeError):
            damaged.append(path.name)
    if not slots and not damaged:
        raise DamagedSlot("The folder `keys` holds no key slot.")
    return slots, damaged


def _slot(record: dict[str, Any]) -> Slot:
    kdf = record["kdf"]
    cost = Cost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
    wrapped = base64.b64decode(record["archive"], validate=True)
    salt = base64.b64decode(kdf["salt"], validate=True)
    user, mark = bytes.fromhex(record["user"]).hex(), str(record["mark"])
    if not cost.bearable or len(wrapped) != 40 or len(salt) < 8 or not mark.isascii():
        raise ValueError
    return Slot(str(record["slot"]), str(record["kind"]), user, mark, salt, cost, wrapped)


def rename_slots(folder: Path, user: bytes, name: str) -> None:
    """Let a person's slots go by a new name; what opens them stays as it is."""
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        if record["user"] == user.hex():
            record["mark"] = _mark(base64.b64decode(record["kdf"]["salt"]), name)
            _write_private(path, json.dumps(record, indent=1))


def remove_slot(folder: Path, slot: str) -> None:
    (folder / f"{slot}.json").unlink()


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    plain = passphrase.strip().upper() if is_recovery_key(passphrase) else passphrase
    secret = unicodedata.normalize("NFKC", plain).encode("utf-8")
    return hash_secret_raw(
        secret, salt, cost.passes, cost.memory_kib, cost.lanes, hash_len=32, type=Type.ID
    )


def _mark(salt: bytes, name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().encode("utf-8")
    return hmac.new(salt, folded, hashlib.sha256).hexdigest()[:16]


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _write_private(path: Path, content: str) -> None:
    """Write a file only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut, where a system can be asked to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
