"""Fixtures: real databanks, on an encrypted SQLite file and on a real PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.banks import CODEBOOK, MakeBank, put
from support.postgres import Cluster, find_programs

import relata
from relata.store.keys import Cost

QUICK = Cost(memory_kib=1024, passes=1, lanes=1)
"""Key stretching cheap enough for hundreds of tests; what users get is `STANDARD_COST`."""

PASSPHRASE = "correct horse battery"
SHARED = Path(__file__).parent.parent.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """One folder for what all workers of this run share."""
    if not hasattr(config, "workerinput"):
        os.environ["RELATA_TEST_RUN"] = tempfile.mkdtemp(prefix="relata-tests-")
    os.environ.pop("RELATA_PASSPHRASE", None)
    os.environ.pop("RELATA_DATABANK", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ["RELATA_TEST_RUN"])
        Cluster.stop_shared(run)
        shutil.rmtree(run, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a PostgreSQL of this test run's own."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return Cluster.shared(Path(os.environ["RELATA_TEST_RUN"]))


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str | None:
    """Runs a test on both engines: None is the encrypted file, otherwise an address."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def make_bank(tmp_path: Path, store_url: str | None) -> Iterator[MakeBank]:
    """Makes databanks on the engine under test; closes them at the end."""
    made: list[relata.Databank] = []

    def make(name: str = "bank", **options: Any) -> relata.Databank:
        bank = relata.init(
            tmp_path / name,
            passphrase=PASSPHRASE,
            name="Lena",
            url=store_url,
            cost=QUICK,
            **options,
        )
        made.append(bank)
        return bank

    yield make
    for bank in made:
        bank.close()


@pytest.fixture
def bank(make_bank: MakeBank) -> relata.Databank:
    """An empty databank, opened by its guardian Lena."""
    return make_bank()


@pytest.fixture
def study(bank: relata.Databank) -> relata.Databank:
    """A small study: a codebook, two sources, one case linked to the first of them."""
    bank.codebook.load(CODEBOOK)
    first = put(bank, title="first")
    put(bank, "The other one stayed.\n\nHe was a cook.", title="second")
    bank.cases.new(sources=[first])
    return bank


@pytest.fixture
def another_url(store_url: str | None) -> Callable[[], str | None]:
    """Makes places for second copies: None on SQLite, fresh databases on PostgreSQL."""

    def another() -> str | None:
        if store_url is None:
            return None
        name = f"other_{secrets.token_hex(6)}"
        address = sa.make_url(store_url).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} STRATEGY file_copy")
        engine.dispose()
        return str(sa.make_url(store_url).set(database=name))

    return another


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file to take in."""

    def write(name: str, content: str) -> Path:
        path = tmp_path / "incoming" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    return write


@pytest.fixture
def shared() -> Path:
    """The folder of real texts and reference tables; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real texts and reference tables is not here")
    return SHARED
