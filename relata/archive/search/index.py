"""The index: which paragraphs hold which analysed words.

On SQLite it is an FTS5 table without content in a file of its own, so that writing
it never waits for the rows and a damaged index costs nothing; on PostgreSQL a table
of `tsvector`s. A paragraph's row number is its text's number and its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from relata.archive import shelf
from relata.archive.tables import description, text
from relata.errors import RelataError
from relata.store import Store
from relata.store.engines import SEARCH_SCHEMA, take_index_turn

PLACE_BITS = 24
_TEXTS_AT_ONCE = 40
_CHARACTERS_AT_ONCE = 4_000_000


def where(dialect: str) -> str:
    """The schema prefix under which a reader finds the index."""
    return f"{SEARCH_SCHEMA}." if dialect == "sqlite" else ""


def ensure(store: Store) -> None:
    """Make the index's tables, or throw away those of an older analyser."""
    if store.memory.get("index ready"):
        return
    from relata.text.stems import edition

    with store.index_engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            take_index_turn(connection)
            inspector = sa.inspect(connection)
            if inspector.has_table("index_state"):
                version = connection.exec_driver_sql("SELECT version FROM index_state").scalar()
                if version == edition():
                    store.memory["index ready"] = True
                    return
                for table in ("paragraph_words", "indexed_text", "index_state"):
                    connection.exec_driver_sql(f"DROP TABLE {table}")
            for statement in _TABLES[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"INSERT INTO index_state VALUES ('{edition()}')")
    store.memory["index ready"] = True


def pending(store: Store) -> list[int]:
    """Texts that are kept and not indexed yet, by local number."""
    ensure(store)
    with store.reading() as moment:
        prefix = where(moment.connection.dialect.name)
        return list(
            moment.connection.scalars(
                sa.select(text.c.no)
                .where(text.c.no.not_in(sa.text(f"(SELECT no FROM {prefix}indexed_text)")))
                .order_by(text.c.no)
            )
        )


def catch_up(
    store: Store, *, from_the_end: bool = False, each: Callable[[int], None] | None = None
) -> int:
    """Index what is pending, in portions that survive a kill; returns how many texts.

    Two processes may share the work: one begins at the end.
    """
    _forget_the_outdated(store)
    done = 0
    while waiting := pending(store):
        portions = _portions(store, waiting)
        for portion in reversed(portions) if from_the_end else portions:
            left = _not_indexed(store, portion)
            if left:
                _index(store, left)
            elif from_the_end:
                break
            done += len(left)
            if each is not None:
                each(len(left))
    return done


def forget(store: Store, texts: Sequence[int]) -> None:
    """Take texts out of the index, leaving no trace of their words."""
    if not texts:
        return
    ensure(store)
    store.memory.pop("indexed at", None)
    with store.index_engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            take_index_turn(connection)
            for no in texts:
                low, high = no << PLACE_BITS, (no + 1) << PLACE_BITS
                connection.exec_driver_sql(
                    f"DELETE FROM paragraph_words WHERE rowid >= {low} AND rowid < {high}"
                )
                connection.exec_driver_sql(f"DELETE FROM indexed_text WHERE no = {no}")
            if connection.dialect.name == "sqlite":
                # Deleted words stay in old segments of an FTS5 index until it is merged whole.
                connection.exec_driver_sql(
                    "INSERT INTO paragraph_words(paragraph_words) VALUES ('optimize')"
                )


def _forget_the_outdated(store: Store) -> None:
    """Forget texts that were erased, or whose language was corrected since."""
    ensure(store)
    with store.reading() as moment:
        prefix = where(moment.connection.dialect.name)
        gone = moment.connection.scalars(
            sa.text(f"SELECT no FROM {prefix}indexed_text WHERE no NOT IN (SELECT no FROM text)")
        ).all()
        restated = moment.connection.scalars(
            sa.text(
                f"SELECT i.no FROM {prefix}indexed_text i JOIN text t ON t.no = i.no"
                " JOIN description d ON d.source = t.source AND d.withdrawn IS NULL"
                " GROUP BY i.no, i.language"
                " HAVING sum(CASE WHEN coalesce(d.language, '') = i.language THEN 1 ELSE 0 END) = 0"
            )
        ).all()
    forget(store, [*gone, *restated])


def _not_indexed(store: Store, texts: list[int]) -> list[int]:
    with store.index_engine.connect() as connection:
        held = {
            no
            for (no,) in connection.exec_driver_sql(
                f"SELECT no FROM indexed_text WHERE no BETWEEN {texts[0]} AND {texts[-1]}"
            )
        }
    return [no for no in texts if no not in held]


def _portions(store: Store, waiting: list[int]) -> list[list[int]]:
    """Cut the waiting texts so that each portion fits in memory."""
    with store.reading() as moment:
        rows = moment.connection.execute(sa.select(text.c.no, text.c.characters))
        sizes = {row.no: row.characters for row in rows}
    portions: list[list[int]] = [[]]
    size = 0
    for no in waiting:
        if portions[-1] and (
            len(portions[-1]) >= _TEXTS_AT_ONCE or size + sizes[no] > _CHARACTERS_AT_ONCE
        ):
            portions.append([])
            size = 0
        portions[-1].append(no)
        size += sizes[no]
    return portions


def _index(store: Store, numbers: list[int]) -> None:
    from relata.text.analysis import analyse

    rows: list[tuple[int, str]] = []
    languages_used: dict[int, str] = {}
    with store.reading() as moment:
        ring = store.ring(moment.connection)
        languages = (
            sa.select(description.c.language)
            .where(description.c.source == text.c.source, description.c.withdrawn.is_(None))
            .limit(1)
            .scalar_subquery()
        )
        for row in moment.connection.execute(
            sa.select(
                text.c.no, text.c.blob, text.c.blob_key, text.c.layout, languages.label("language")
            ).where(text.c.no.in_(numbers))
        ).all():
            languages_used[row.no] = row.language or ""
            try:
                content = store.content(moment.connection, row.blob, row.blob_key, ring).decode()
            except (RelataError, OSError, ValueError):
                continue  # `verify` names it; the others must be found all the same
            base = row.no << PLACE_BITS
            rows += [
                (base + place, analyse(content[span.start : span.end], row.language))
                for place, span in enumerate(shelf.spans_of(row.layout))
            ]
    with store.index_engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            take_index_turn(connection)
            held = {
                n
                for (n,) in connection.exec_driver_sql(
                    f"SELECT no FROM indexed_text WHERE no BETWEEN {numbers[0]} AND {numbers[-1]}"
                )
            }
            fresh = [n for n in numbers if n not in held]
            if held:
                rows = [r for r in rows if r[0] >> PLACE_BITS not in held]
            if connection.dialect.name == "sqlite":
                if rows:
                    connection.exec_driver_sql(
                        "INSERT INTO paragraph_words(rowid, words) VALUES (?, ?)", rows
                    )
                marks = "?, ?"
            else:
                _copy(connection, rows)
                marks = "%s, %s"
            if fresh:
                connection.exec_driver_sql(
                    f"INSERT INTO indexed_text(no, language) VALUES ({marks})",
                    [(n, languages_used.get(n, "")) for n in fresh],
                )


def _copy(connection: sa.Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Send analysed paragraphs to PostgreSQL; positions keep phrases exact."""
    cursor = connection.connection.cursor()
    with cursor.copy("COPY paragraph_words(rowid, words) FROM STDIN") as out:
        for number, words in rows:
            out.write_row((number, _vector(words)))


def _vector(words: str) -> str:
    """Analysed words as a `tsvector` literal: words hold letters and digits only."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words.split(" "), 1):
        if word:
            places.setdefault(word, []).append(str(min(place, 16383)))
    return " ".join(f"'{word}':{','.join(at[:250])}" for word, at in places.items())


_TABLES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE paragraph_words USING fts5"
        "(words, content='', contentless_delete=1, tokenize='ascii')",
        "INSERT INTO paragraph_words(paragraph_words, rank) VALUES ('hashsize', 33554432)",
        "INSERT INTO paragraph_words(paragraph_words, rank) VALUES ('secure-delete', 1)",
        "CREATE TABLE indexed_text (no INTEGER PRIMARY KEY, language TEXT NOT NULL)",
        "CREATE TABLE index_state (version text)",
    ),
    "postgresql": (
        "CREATE TABLE paragraph_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX paragraph_words_words ON paragraph_words USING gin (words)",
        "CREATE TABLE indexed_text (no bigint PRIMARY KEY, language text NOT NULL)",
        "CREATE TABLE index_state (version text)",
    ),
}
