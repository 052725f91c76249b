"""Erasure: after it, no byte anywhere tells what was told; a tombstone stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.banks import (
    CODEBOOK,
    copy_of,
    intake,
    put,
    put_all,
    revision_names,
    standing_rows,
)

import relata
from relata.archive import Description, Turn, find_source
from relata.archive.tables import relation
from relata.cases import find_case
from relata.cases.tables import value
from relata.errors import RelataError
from relata.store import payload
from relata.store.schema import METADATA, ROOM_TABLES, content_key, life, tombstone
from relata.store.undo import CannotUndo

PASSPHRASE = "correct horse battery"
AnotherUrl = Callable[[], str | None]

WORD = "zqxwyvern"
"""In no language's stems, in no library's files: where it is found, content is found."""

KINDS = (sa.String, sa.LargeBinary, sa.JSON)


def content_columns() -> Iterator[sa.Column[Any]]:
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, KINDS):
                yield column


def is_name_of_something(column: sa.Column[Any]) -> bool:
    """Ids, hashes and wrapped keys: made by the program, of a fixed length or sealed."""
    length = getattr(column.type, "length", None)
    return isinstance(column.type, sa.LargeBinary) and (
        length in (16, 32) or column.name == "wrapped"
    )


def test_every_column_says_whose_content_it_holds() -> None:
    """A column that could hold words and declares no owner fails here, before it can leak."""
    undeclared = [
        f"{column.table.name}.{column.name}"
        for column in content_columns()
        if "content_of" not in column.info and not is_name_of_something(column)
    ]
    assert undeclared == []


def test_a_declared_owner_is_an_owner_of_the_table() -> None:
    """What a column declares is what its table's rows are sealed and erased by."""
    for table in ROOM_TABLES.values():
        for column in table.columns:
            declared = column.info.get("content_of") or ()
            if declared in ((), "sealed"):
                continue
            owners = {
                table.name.removeprefix("person_") if o == "self" else o
                for o in table.info["owners"]
            }
            assert set(declared) <= owners, column


def plant(bank: relata.Databank) -> tuple[str, str]:
    """Put the word into everything a source or a case can carry; returns their names."""
    bank.codebook.load(CODEBOOK)
    other = put(bank, "Another report, of another night.", title="other")
    text = f"The guard said {WORD} at night.\n\nThen {WORD}s were {WORD}ing, he said."
    plain = intake(
        bank,
        text,
        description=Description(
            f"title {WORD}",
            f"author {WORD}",
            f"publisher {WORD}",
            f"2015-{WORD}",
            f"from {WORD}",
            f"en{WORD}",
            f"kind {WORD}",
        ),
        origin=f"folder/{WORD}.txt",
        turns=[Turn(0, 10, f"speaker {WORD}", 0, 10)],
        notes=[f"note {WORD}"],
    )
    assert plain.reading is not None
    source = put_all(
        bank,
        [
            replace(
                plain,
                original=replace(plain.original, media_type=f"text/{WORD}"),
                reading=replace(plain.reading, reader=f"plain {WORD}"),
            )
        ],
        reason=f"reason {WORD}",
    )[0]
    bank.cases.new(f"case {WORD}", sources=[source, other])
    case = bank.cases.list()[0].id
    bank.cases.new("Somebody else", sources=[other])
    bank.cases.set(case, "account", f"told {WORD}", note=f"note {WORD}", evidence=[(source, 0, 9)])
    bank.cases.set(case, "account", f"again {WORD}", note=f"more {WORD}", evidence=[(other, 0, 7)])
    bank.cases.set(case, "brutality", status="withheld", note=f"why {WORD}")
    with bank._desk.writing("cases.write", "test") as (writing, sight):
        number = find_case(sight, case).number
        words = dict.fromkeys(("status", "missing"), WORD)
        writing.add_one(value, case=number, variable=1, coder=bank.viewer.number, **words)
    with bank._desk.writing("sources.add", "test") as (writing, sight):
        numbers = [find_source(sight, name).number for name in (source, other)]
        pins = f"pins {WORD}".encode()
        writing.add_one(relation, source=numbers[0], other=numbers[1], kind=WORD, pairs=pins)
    memo = bank.memos.write(f"memo {WORD}", source=source, start=0, end=9)
    bank.memos.change(memo.id, f"reworded {WORD}")
    bank.memos.write(f"memo {WORD}", case=case)
    bank.memos.remove(bank.memos.write(f"removed {WORD}", source=source).id)
    named = bank.codebook.in_vivo(source, 15, 24).code
    bank.codebook.change(named.number, label=f"{WORD} said", colour="#123456")
    bank.coding.code(source, (15, 24), code="brutality")
    bank.undo(reason=f"undone because {WORD}")
    bank.undo(bank.revision, reason=f"redone because {WORD}")
    assert bank.search(f"{WORD} OR {WORD}s").passages == 2
    assert bank.search(f'"then {WORD}s"').passages == 1
    return source, case


def whole_content(bank: relata.Databank) -> Iterator[tuple[str, bytes]]:
    """Every place content could be, opened as far as any key that is left opens it."""
    store = bank._desk.store
    bank.search("night")  # the index is as far as it will ever be
    with store.reading() as moment:
        connection = moment.connection
        for schema, name in all_tables(connection):
            for row in connection.exec_driver_sql(f'SELECT * FROM {schema}"{name}"'):
                yield f"table {name}", " ".join(map(readable, row)).encode()
        ring = store.ring(connection)
        ring.load_all()
        for told in copy_of(bank).told:
            for packed in told.payloads:
                yield "change", packed
                yield "opened change", repr(payload.decode(packed, ring)).encode()
        for entry in bank.history(limit=None):
            yield "history", repr(entry).encode()
        if connection.dialect.name == "sqlite":
            yield from raw_pages(bank)
        else:
            yield from words_of(connection)
    for path in bank.folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def readable(cell: object) -> str:
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)


def all_tables(connection: sa.Connection) -> list[tuple[str, str]]:
    if connection.dialect.name == "sqlite":
        return [
            (f"{schema}.", name)
            for schema in ("main", "idx")
            for (name,) in connection.exec_driver_sql(
                f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%%'"
            )
        ]
    return [
        ("", name)
        for (name,) in connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
    ]


def raw_pages(bank: relata.Databank) -> Iterator[tuple[str, bytes]]:
    """Every page of both files and both journals, free ones too, decrypted by hand.

    SQLCipher 4: AES-256-CBC, a page of 4096 bytes ends with 16 bytes of IV and 64 of HMAC;
    the first page begins with the salt; a journal holds 32 bytes, then 24 before each page.
    """
    layout, keys = bank._desk.store.layout, bank._desk.store.keys
    for part, file, purpose in (
        ("main", layout.database, "database"),
        ("idx", layout.search, "search"),
    ):
        key = keys.derive(purpose)
        content = file.read_bytes()
        assert len(content) % PAGE == 0
        pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
        opened = [decrypted(pages[0][16:], key), *(decrypted(page, key) for page in pages[1:])]
        assert b"CREATE" in b"".join(opened) or frames_of(file)  # the key and the recipe are right
        yield f"pages of {part}", b"".join(opened)
        frames = frames_of(file)
        for at in range(0, len(frames), PAGE + 24):
            page = frames[at + 24 : at + 24 + PAGE]
            yield f"pages of {part}", decrypted(page, key) + decrypted(page[16:], key)


PAGE = 4096


def frames_of(file: Path) -> bytes:
    journal = file.with_name(file.name + "-wal")
    return journal.read_bytes()[32:] if journal.exists() else b""


def decrypted(page: bytes, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    sealed, nonce = page[:-80], page[-80:-64]
    opening = Cipher(algorithms.AES(key), modes.CBC(nonce)).decryptor()
    return opening.update(sealed[: len(sealed) // 16 * 16])


def words_of(connection: sa.Connection) -> Iterator[tuple[str, bytes]]:
    for (word,) in connection.exec_driver_sql(
        "SELECT word FROM ts_stat('SELECT words FROM paragraph_words')"
    ):
        yield "index", str(word).encode()


def index_words(bank: relata.Databank) -> set[str]:
    """The vocabulary of the search index, as its own engine lists it."""
    with bank._desk.store.index_engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, paragraph_words, 'row')"
            )
            words = {term for (term,) in connection.exec_driver_sql("SELECT term FROM vocabulary")}
            connection.exec_driver_sql("DROP TABLE temp.vocabulary")
            return words
        return {word.decode() for _, word in words_of(connection)}


def places_of_the_word(bank: relata.Databank) -> set[str]:
    needles = (WORD.encode(), WORD.encode("utf-16-le"), WORD.encode().hex().encode())
    return {
        place
        for place, content in whole_content(bank)
        if any(needle in content.lower() for needle in needles)
    }


def test_the_search_for_the_word_finds_it_before(bank: relata.Databank) -> None:
    """The search itself works: before erasure the word is in rows, pages, log and history."""
    plant(bank)
    assert any(WORD in word for word in index_words(bank))
    with bank._desk.store.reading() as moment:
        sqlite = moment.connection.dialect.name == "sqlite"
    expected = {
        "table source",
        "table description",
        "table text",
        "table pseudonym",
        "table case_value",
        "table memo",
        "opened change",
        "history",
        *(("pages of main", "pages of idx") if sqlite else ("index",)),
    }
    assert expected <= places_of_the_word(bank)


def test_the_word_is_planted_in_every_column_that_holds_content(bank: relata.Databank) -> None:
    """A new column that holds a source's or a case's words must be planted here too."""
    plant(bank)
    unplanted = []
    with bank._desk.store.reading() as moment:
        for column in content_columns():
            declared = column.info.get("content_of") or ()
            if declared in ((), "sealed") or column.name == "sha256":
                continue  # the hash is made from the words, and looked for below
            cells = moment.connection.scalars(sa.select(column))
            if not any(WORD in readable(cell) for cell in cells):
                unplanted.append(f"{column.table.name}.{column.name}")
    assert unplanted == []


def test_no_hash_of_the_content_stays(study: relata.Databank) -> None:
    """Who holds the file cannot prove by its hash that it was here."""
    sha256 = study.sources.get("first").sha256
    study.sources.erase("first")
    for place, content in whole_content(study):
        assert sha256.encode() not in content.lower(), place
        assert bytes.fromhex(sha256) not in content, place


def test_after_erasure_the_word_is_nowhere(bank: relata.Databank) -> None:
    """Every byte of rows, pages, journals, index, log, reasons and blobs is searched."""
    source, case = plant(bank)
    before = revision_names(bank)

    bank.sources.erase(source)
    bank.cases.erase(case)

    assert places_of_the_word(bank) == set()
    assert not any(WORD in word for word in index_words(bank))
    assert bank.search(WORD).passages == 0
    verified = bank.verify()
    assert verified.damages == ()
    assert verified.tombstones == 2
    assert revision_names(bank)[: len(before)] == before


def test_the_disk_holds_no_old_page_of_it(bank: relata.Databank, store_url: str | None) -> None:
    """The journal is emptied and no page is left to be found in free space of the file."""
    if store_url is not None:
        pytest.skip("PostgreSQL's own journal belongs to its administrator (said in the docs)")
    source, case = plant(bank)
    bank.sources.erase(source)
    bank.cases.erase(case)

    for name in ("databank.db-wal", "search.db-wal"):
        journal = bank.folder / name
        assert not journal.exists() or journal.stat().st_size == 0
    with bank._desk.store.reading() as moment:
        assert moment.connection.exec_driver_sql("PRAGMA freelist_count").scalar() == 0


def test_erasing_takes_what_is_owned_and_leaves_the_rest(study: relata.Databank) -> None:
    """Values and codings that rest on the erased source go; the case and other sources stay."""
    study.cases.link("P-001", "second")
    study.coding.code("first", (4, 9), code="brutality")
    study.coding.code("second", (4, 9), code="brutality")
    study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3), ("second", 0, 3)])

    study.sources.erase("first", reason="consent withdrawn")

    assert [s.title for s in study.sources.list()] == ["second"]
    assert [c.start for c in study.coding.list()] == [4]
    (value,) = study.cases.sheet("P-001").values
    assert value.told == "31"
    assert len(value.evidence) == 1
    assert study.history()[0].reason == "consent withdrawn"
    assert study.verify().damages == ()


def test_a_tombstone_tells_nothing_of_what_it_stands_for(study: relata.Databank) -> None:
    """It keeps an id under the databank's key, a kind and a revision: no hash of the content."""
    source = study.sources.get("first")
    id = study.sources.erase("first")
    with study._desk.store.reading() as moment:
        (stone,) = moment.connection.execute(sa.select(tombstone)).all()
        keys = moment.connection.scalars(sa.select(content_key.c.owner)).all()
        lives = moment.connection.execute(sa.select(life)).all()
    assert bytes(stone.owner).hex() == id == source.id
    assert stone.kind == "source"
    assert source.sha256[:32] != id
    assert bytes(stone.owner) not in {bytes(k) for k in keys}
    assert lives == []


def test_the_past_does_not_bring_it_back(study: relata.Databank) -> None:
    """As of a moment before the erasure the content is gone too, and undo is refused."""
    study.coding.code("first", (4, 9), code="brutality")
    before = study.revision
    study.sources.erase("first")

    past = study.as_of(before)
    assert [s.title for s in past.sources.list()] == ["second"]
    assert past.coding.list() == []
    with pytest.raises(CannotUndo):
        study.undo(study.revision)


def test_a_source_whose_intake_was_undone_can_be_erased(study: relata.Databank) -> None:
    """Consent is withdrawn for what was taken back before, too."""
    source = put(study, f"A report of {WORD}.", title=WORD)
    study.undo()
    assert "opened change" in places_of_the_word(study)

    assert study.sources.erase(source[:12]) == source

    assert places_of_the_word(study) == set()
    assert study.verify().damages == ()


def test_a_case_whose_making_was_undone_can_be_erased(study: relata.Databank) -> None:
    """The same for a case, by its id."""
    case = study.cases.new(f"case {WORD}")
    study.undo()
    assert study.cases.erase(case.id) == case.id
    assert places_of_the_word(study) == set()


def test_erasing_is_refused_while_looking_at_the_past(study: relata.Databank) -> None:
    """The refusal comes before anything is touched, and the source is still found."""
    with pytest.raises(RelataError):
        study.as_of(study.revision).sources.erase("first")
    assert study.search("guard").passages == 1


def test_an_older_backup_does_not_bring_it_back(
    bank: relata.Databank, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """An old backup with the newest keys file replays the tombstones: the word stays away."""
    source, case = plant(bank)
    old = bank.backup(tmp_path / "old.relata")
    rows = standing_rows(bank)
    bank.sources.erase(source)
    bank.cases.erase(case)
    new = bank.backup(tmp_path / "new.relata")

    made = relata.restore(
        old.file, tmp_path / "again", PASSPHRASE, keys_file=new.keys, url=another_url()
    )

    with relata.open(tmp_path / "again", passphrase=PASSPHRASE) as again:
        assert made.erased > 0
        assert places_of_the_word(again) == set()
        assert again.revision == old.revision
        verified = again.verify()
        assert verified.damages == ()
        assert verified.tombstones == 2
        gone = {bytes.fromhex(source), bytes.fromhex(case)}
        here = standing_rows(again)
        assert set(here["source"]) == set(rows["source"]) - gone
        assert set(here["person_case"]) == set(rows["person_case"]) - gone
        assert [s.title for s in again.sources.list()] == ["other"]


def test_restoring_replays_tombstones(
    bank: relata.Databank, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """A backup made after an erasure restores to the same rows, and refuses the same bytes."""
    source, case = plant(bank)
    bank.sources.erase(source)
    bank.cases.erase(case)
    made = bank.backup(tmp_path / "b.relata")

    relata.restore(made.file, tmp_path / "again", PASSPHRASE, url=another_url())

    with relata.open(tmp_path / "again", passphrase=PASSPHRASE) as again:
        assert standing_rows(again) == standing_rows(bank)
        assert again.verify().damages == ()
        assert again.verify().tombstones == 2
        assert places_of_the_word(again) == set()


def test_neither_a_backup_nor_its_keys_hold_the_word(bank: relata.Databank, tmp_path: Path) -> None:
    """Backup files are sealed as a whole."""
    plant(bank)
    # Long enough that sealed bytes do not spell it by chance.
    bank.team.change("Lena", new_name="Lenavyrnholt")
    made = bank.backup(tmp_path / "b.relata")
    for file in (made.file, made.keys):
        assert WORD.encode() not in file.read_bytes().lower()
        assert b"lenavyrnholt" not in file.read_bytes().lower()


def test_copies_kept_aside_by_a_migration_go_too(
    bank: relata.Databank, store_url: str | None
) -> None:
    """A file kept from before a change of format still held the content: erasure removes it."""
    if store_url is not None:
        pytest.skip("PostgreSQL databanks keep no copy aside")
    source, _ = plant(bank)
    aside = bank._desk.store.layout.copy_aside(2)
    aside.write_bytes(bank._desk.store.layout.database.read_bytes())
    bank.sources.erase(source)
    assert not aside.exists()


def test_only_a_guardian_erases(study: relata.Databank) -> None:
    """A lead may do much, and not this."""
    study.team.add("Ines", "lead")
    ines = study.seated("Ines")
    with pytest.raises(RelataError):
        ines.sources.erase("first")
    with pytest.raises(RelataError):
        ines.cases.erase("P-001")
    assert len(study.sources.list()) == 2
    assert study.search("guard").passages == 1
