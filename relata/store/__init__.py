"""The store keeps everything a databank was told, and how it came to be told.

Rows are added and withdrawn, never overwritten; each change is part of a revision
that names its author, its time and the revisions before it. The same code runs on
an encrypted SQLite file and on PostgreSQL. Rooms declare their tables
(`schema.room_table`), read at one moment (`Store.reading`) and write one revision
at a time (`Store.writing`); undo, as-of, erasure, verifying, backups and merging all
rest on the log of changes.
"""

from relata.store.backup import Backup, Restored, back_up, restore
from relata.store.checking import Damage, Verification, also_check, verify
from relata.store.erasure import Owner
from relata.store.ids import keyed_id, new_id
from relata.store.schema import ref, room_table, standing
from relata.store.store import NoSuchRevision, Reading, Store, connect, create, open_store
from relata.store.writing import Revision, Writing

__all__ = [
    "Backup",
    "Damage",
    "NoSuchRevision",
    "Owner",
    "Reading",
    "Restored",
    "Revision",
    "Store",
    "Verification",
    "Writing",
    "also_check",
    "back_up",
    "connect",
    "create",
    "keyed_id",
    "new_id",
    "open_store",
    "ref",
    "restore",
    "room_table",
    "standing",
    "verify",
]
