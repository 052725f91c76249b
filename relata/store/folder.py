"""The folder of a databank: what lies in it, and where it may lie.

departures/
  relata.toml     what this is, which store holds the rows
  keys/           one file a key slot
  databank.db     rows and log (SQLCipher); absent when PostgreSQL holds them
  search.db       the search index, which can always be made again
  blobs/          sealed packs: the bytes as obtained, and the texts
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from relata.errors import RelataError

MARK = "relata.toml"
_SYNCED = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".sync",
    ".owncloudsync.log",
    ".nextcloudsync.log",
)
_SYNCED_NAMES = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents")
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "9p.remote", "davfs")


class NoDatabank(RelataError):
    """There is no databank at, or above, this folder."""

    remedy = "Make one with `relata init DIR`, or name one with --databank DIR."


class FolderInUse(RelataError):
    """A databank cannot be made in a folder that already holds something."""

    remedy = "Name a new or empty folder."


class NoSuchFolder(RelataError):
    """A file was to be written into a folder that is not there."""

    remedy = "Make the folder first, or name another."


class UnsafePlace(RelataError):
    """The folder is synced or on a network drive."""

    remedy = (
        "Keep the databank on a local disk: two machines writing through a synced or network "
        "folder corrupt it, and copies of it stay with the provider."
    )


class NotOurs(RelataError):
    """The mark of a databank cannot be read by this program."""

    remedy = "Update Relata, or restore the file from a backup."


@dataclass(frozen=True)
class Layout:
    """Where things lie in one databank's folder."""

    root: Path
    id: str
    url: str | None = None

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def database(self) -> Path:
        return self.root / "databank.db"

    @property
    def search(self) -> Path:
        return self.root / "search.db"

    def copy_aside(self, number: int) -> Path:
        """Where the database file is kept as it was before it was brought up to a format."""
        return self.root / f"databank.before-format-{number}.db"

    def copies_aside(self) -> list[Path]:
        return sorted(self.root.glob("databank.before-format-*.db"))

    @property
    def schema(self) -> str:
        """The PostgreSQL schema that holds this databank's tables."""
        return f"relata_{self.id}"


def lay_out(root: Path, *, id: str, url: str | None = None) -> Layout:
    """Make the folder of a new databank. Refuses what is not empty or not safe."""
    check_place(root)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise FolderInUse("The folder is not empty.")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = ["# A Relata databank. Do not edit.", "format = 1", f'id = "{id}"']
    if url:
        lines.append(f'store = "{_without_password(url)}"')
    (root / MARK).write_text("\n".join(lines) + "\n", "utf-8")
    layout = Layout(root, id, url)
    layout.keys.mkdir(mode=0o700)
    layout.blobs.mkdir(mode=0o700)
    return layout


def find(start: Path) -> Path:
    """The nearest databank at or above a folder. Raises NoDatabank."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return folder
    raise NoDatabank("There is no databank here.")


def read(root: Path) -> Layout:
    """Read the mark of a databank. Raises NoDatabank, NotOurs, UnsafePlace."""
    mark = root / MARK
    if not mark.is_file():
        raise NoDatabank("There is no databank in this folder.")
    check_place(root)
    try:
        told = tomllib.loads(mark.read_text("utf-8"))
        if told["format"] != 1:
            raise NotOurs(f"The databank has format {told['format']}, this program knows 1.")
        store = told.get("store")
        url = os.environ.get("RELATA_STORE") or store if store else None
        return Layout(root, str(told["id"]), url)
    except (KeyError, ValueError, tomllib.TOMLDecodeError) as fault:
        raise NotOurs(f"The file {MARK} is damaged.") from fault


def check_place(root: Path) -> None:
    """Refuse a folder that is synced, or lies on a network drive."""
    here = root.resolve() if root.exists() else root.parent.resolve() / root.name
    for folder in (here, *here.parents):
        if folder.name.casefold().startswith(_SYNCED_NAMES):
            raise UnsafePlace("The folder is kept in step with an online service.")
        if any((folder / mark).exists() for mark in _SYNCED):
            raise UnsafePlace("The folder is kept in step with other machines.")
    kind = _file_system(here)
    if kind.startswith(_NETWORK):
        raise UnsafePlace(f"The folder lies on a network drive ({kind}).")


def _file_system(path: Path) -> str:
    """The kind of file system a path lies on, as Linux tells it; "" elsewhere."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in mounts:
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        inside = str(path) == point or str(path).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def _without_password(url: str) -> str:
    """The address as it is written down: the password stays in the environment."""
    import sqlalchemy as sa

    address = sa.make_url(url)
    return address._replace(password=None).render_as_string(hide_password=False)
