"""Making a databank, opening one, and making one from a backup."""

from __future__ import annotations

import os
from pathlib import Path

from relata import team
from relata.databank.bank import Databank
from relata.store import Restored, Store, create, new_id, open_store
from relata.store import keys as keyring
from relata.store import restore as restore_store
from relata.store.folder import find, read
from relata.store.keys import Cost, Keys
from relata.store.store import Clock
from relata.team import Desk


def init(
    folder: str | Path,
    *,
    passphrase: str,
    name: str = "lead",
    url: str | None = None,
    cost: Cost | None = None,
    clock: Clock | None = None,
) -> Databank:
    """Make a new databank in a folder; whoever makes it is its guardian.

    `url` puts the rows on PostgreSQL instead of into the folder. `cost` is what it
    costs to try a passphrase; it is kept in the key slot.
    """
    root = Path(folder)
    user = new_id()
    keys = Keys(keyring.new_archive_key(), user, "")
    keyring.check_passphrase(passphrase)
    layout = create(root, id=new_id().hex(), keys=keys, url=url)
    keyring.add_slot(
        layout.keys, keys, passphrase, user=user, name=name, cost=cost or keyring.STANDARD_COST
    )
    store = _open(layout.root, keys, clock)
    with store.writing(author=user, action="databank.init") as writing:
        team.first_user(writing, name, id=user)
    return Databank(Desk(store, team.viewer_for(store, user)))


def restore(
    file: str | Path,
    into: str | Path,
    passphrase: str,
    *,
    keys_file: str | Path | None = None,
    user: str | None = None,
    url: str | None = None,
) -> Restored:
    """Make a databank from a backup, in a new folder; what was erased since stays erased.

    The content keys are taken from the .keys file beside the backup unless `keys_file`
    names another; keep only the newest. `url` puts the rows on PostgreSQL.
    """
    return restore_store(
        Path(file),
        Path(into).resolve(),
        passphrase,
        keys_file=Path(keys_file) if keys_file is not None else None,
        user=user,
        url=url,
    )


def open_databank(
    folder: str | Path | None = None,
    *,
    passphrase: str | None = None,
    user: str | None = None,
    as_of: str | None = None,
    keys: Keys | None = None,
    clock: Clock | None = None,
) -> Databank:
    """Open a databank: the one in `folder`, or the nearest one above where you are.

    The passphrase may come from RELATA_PASSPHRASE. When several people can open it,
    `user` says who does. `keys` opens it without deriving them again.
    """
    root = find(Path(folder) if folder is not None else Path.cwd())
    if keys is None:
        passphrase = passphrase if passphrase is not None else os.environ.get("RELATA_PASSPHRASE")
        if passphrase is None:
            raise keyring.WrongPassphrase(
                "A passphrase is needed.", remedy="Pass it, or set RELATA_PASSPHRASE."
            )
        keys = unlock(root, passphrase, user=user)
    store = _open(root, keys, clock)
    bank = Databank(Desk(store, team.viewer_for(store, keys.user)))
    return bank.as_of(as_of) if as_of is not None else bank


def unlock(root: Path, passphrase: str, *, user: str | None = None) -> Keys:
    """Derive the keys of a databank; the slow part of opening, on purpose."""
    return keyring.unlock(read(root).keys, passphrase, user=user or os.environ.get("RELATA_USER"))


def _open(root: Path, keys: Keys, clock: Clock | None) -> Store:
    return open_store(root, keys, clock=clock) if clock else open_store(root, keys)
