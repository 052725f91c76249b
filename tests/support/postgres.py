"""A PostgreSQL cluster of the test run's own, on a free port of 127.0.0.1."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`, or None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return versions[-1].parent if versions else None


class Cluster:
    """One cluster for all workers of a test run."""

    @staticmethod
    def shared(run: Path) -> str:
        """The address of this run's cluster, started by whoever asks first."""
        with (run / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            address = run / "postgres.url"
            if not address.exists():
                address.write_text(_start(run))
            return address.read_text()

    @staticmethod
    def stop_shared(run: Path) -> None:
        programs = find_programs()
        if programs and (run / "postgres.url").exists():
            subprocess.run(
                [
                    *_as_owner(),
                    str(programs / "pg_ctl"),
                    "-D",
                    str(run / "pg"),
                    "-m",
                    "immediate",
                    "stop",
                ],
                stdout=subprocess.DEVNULL,
                check=False,
                cwd="/",
            )


def _start(run: Path) -> str:
    programs = find_programs()
    assert programs is not None
    data = run / "pg"
    data.mkdir()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(data, owner.pw_uid, owner.pw_gid)
        run.chmod(0o711)
    port = _free_port()
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/"}
    subprocess.run(
        [
            *_as_owner(),
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "relata",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        ],
        **quiet,  # type: ignore[call-overload]
    )
    settings = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= "
        "-c fsync=off -c max_connections=200"
    )
    subprocess.run(
        [
            *_as_owner(),
            str(programs / "pg_ctl"),
            "-D",
            str(data),
            "-w",
            "-l",
            str(data / "log"),
            "-o",
            settings,
            "start",
        ],
        **quiet,  # type: ignore[call-overload]
    )
    return f"postgresql://relata@127.0.0.1:{port}/postgres"


def _as_owner() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _version(path: Path) -> float:
    return float(path.parts[-3])
