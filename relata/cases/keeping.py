"""Cases: made, named, linked to the sources that tell of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa

from relata.archive import find_source
from relata.archive.tables import source
from relata.cases.model import Case
from relata.cases.tables import case, link, pseudonym, value
from relata.errors import RelataError
from relata.store import Owner, Writing
from relata.team import Desk, Sight


class NoSuchCase(RelataError):
    """No case goes by this pseudonym."""

    remedy = "`relata cases` lists them."


class PseudonymTaken(RelataError):
    """Two cases cannot share a pseudonym."""

    remedy = "Choose another, or leave it out to get the next number."


def new_case(desk: Desk, name: str | None = None, *, sources: Sequence[str] = ()) -> Case:
    """Make a case; without a name it gets the next number (P-001, P-002, ...)."""
    with desk.writing("cases.write", "cases.new") as (writing, sight):
        taken = _names(sight)
        name = " ".join(name.split()) if name else _next_name(sight)
        if name.casefold() in taken:
            raise PseudonymTaken("A case of this pseudonym exists.")
        number = writing.add_one(case)
        writing.add_one(pseudonym, case=number, name=name)
        linked = sorted({find_source(sight, s).number for s in sources})
        writing.add(link, [{"case": number, "source": no} for no in linked])
        id = writing.id_of(case, number).hex()
    return Case(id, number, name, len(linked), 0)


def list_cases(desk: Desk, *, source: str | None = None) -> list[Case]:
    """All visible cases, in the order they were made; or those that a source tells of."""
    with desk.reading("cases.read") as sight:
        found = cases_seen(sight)
        if source is None:
            return found
        of = find_source(sight, source).number
        linked = set(
            sight.connection.scalars(
                sa.select(link.c.case).where(link.c.source == of, sight.of(link))
            )
        )
        return [one for one in found if one.number in linked]


def cases_seen(sight: Sight, *, number: int | None = None) -> list[Case]:
    """Visible cases, or the one of a local number."""
    links = _count(sight, link, number)
    values = _count(sight, value, number)
    query = (
        sa.select(case.c.id, case.c.no, pseudonym.c.name, links.c.n, values.c.n)
        .select_from(case)
        .join(pseudonym, sa.and_(pseudonym.c.case == case.c.no, sight.of(pseudonym)))
        .join(links, links.c.case == case.c.no, isouter=True)
        .join(values, values.c.case == case.c.no, isouter=True)
        .where(sight.of(case))
        .order_by(case.c.no)
    )
    rows = sight.connection.execute(query if number is None else query.where(case.c.no == number))
    return [
        Case(bytes(id).hex(), number, name, linked or 0, held or 0)
        for id, number, name, linked, held in rows
    ]


def find_case(sight: Sight, name: str) -> Case:
    """A case by its pseudonym, whatever the capitals, or by its id."""
    wanted = name.strip().casefold()
    number = sight.kept("case numbers", (case, pseudonym), _by_name).get(wanted)
    found = cases_seen(sight, number=number) if number is not None else []
    if not found:
        raise NoSuchCase("There is no case of this pseudonym.")
    return next((one for one in found if one.pseudonym.casefold() == wanted), found[0])


def _by_name(sight: Sight) -> dict[str, int]:
    """Local numbers of the visible cases, by pseudonym in small letters and by id."""
    numbers: dict[str, int] = {}
    for id, number, name in sight.connection.execute(
        sa.select(case.c.id, case.c.no, pseudonym.c.name)
        .select_from(case)
        .join(pseudonym, sa.and_(pseudonym.c.case == case.c.no, sight.of(pseudonym)))
        .where(sight.of(case))
        .order_by(case.c.no)
    ):
        numbers.setdefault(name.casefold(), number)
        numbers.setdefault(bytes(id).hex(), number)
    return numbers


def link_sources(desk: Desk, name: str, sources: Sequence[str]) -> Case:
    """Say that sources tell of a case."""
    with desk.writing("cases.write", "cases.link") as (writing, sight):
        found = find_case(sight, name)
        present = set(linked_sources(sight, found.number))
        wanted = sorted({find_source(sight, s).number for s in sources} - present)
        writing.add(link, [{"case": found.number, "source": no} for no in wanted])
    return Case(found.id, found.number, found.pseudonym, found.sources + len(wanted), found.values)


def unlink_source(desk: Desk, name: str, source_name: str) -> None:
    """Take a link back; codings and values stay as they are."""
    with desk.writing("cases.write", "cases.unlink") as (writing, sight):
        found = find_case(sight, name)
        of = find_source(sight, source_name)
        _withdraw_link(writing, found.number, of.number)


def linked_sources(sight: Sight, number: int) -> list[int]:
    """The local numbers of the sources linked to a case."""
    return list(
        sight.connection.scalars(
            sa.select(link.c.source).where(link.c.case == number, sight.of(link))
        )
    )


def only_case_of(sight: Sight, source_number: int) -> int | None:
    """The case a source tells of, when it tells of exactly one."""
    found = list(
        sight.connection.scalars(
            sa.select(link.c.case).where(link.c.source == source_number, sight.of(link)).limit(2)
        )
    )
    return found[0] if len(found) == 1 else None


def erase_case(desk: Desk, name: str, *, reason: str | None = None) -> str:
    """Destroy all that is held of a case, for good; returns the id the tombstone keeps."""
    with desk.writing("erase", "cases.erase", reason=reason) as (writing, sight):
        found = _found(sight, name)
        writing.erase(Owner("person_case", bytes.fromhex(found)))
    desk.store.scrub()
    return found


def _found(sight: Sight, name: str) -> str:
    """The id of a case; of one whose making was undone, by that id alone."""
    try:
        return find_case(sight, name).id
    except NoSuchCase:
        wanted = name.strip().lower()
        if wanted in {bytes(id).hex() for id in sight.connection.scalars(sa.select(case.c.id))}:
            return wanted
        raise


def source_ids(sight: Sight, numbers: Sequence[int]) -> tuple[str, ...]:
    """Ids of sources by local number."""
    rows = sight.connection.execute(
        sa.select(source.c.no, source.c.id).where(source.c.no.in_(numbers))
    )
    found = {row.no: row.id for row in rows}
    return tuple(bytes(found[no]).hex() for no in numbers)


def _withdraw_link(writing: Writing, case_number: int, source_number: int) -> None:
    writing.withdraw(
        link,
        writing.connection.scalars(
            sa.select(link.c.no).where(
                link.c.case == case_number,
                link.c.source == source_number,
                link.c.withdrawn.is_(None),
            )
        ),
    )


def _count(sight: Sight, table: sa.Table, number: int | None) -> sa.Subquery:
    query = sa.select(table.c.case, sa.func.count().label("n")).where(sight.of(table))
    if number is not None:
        query = query.where(table.c.case == number)
    return query.group_by(table.c.case).subquery()


def _names(sight: Sight) -> set[str]:
    return {
        name.casefold()
        for name in sight.connection.scalars(sa.select(pseudonym.c.name).where(sight.of(pseudonym)))
    }


def _next_name(sight: Sight) -> str:
    """One more than the highest number ever given, so that none stands for two persons."""
    given = [0]
    for name in sight.connection.scalars(sa.select(pseudonym.c.name)):
        numbered = _NUMBERED.fullmatch(name.casefold())
        if numbered:
            given.append(int(numbered[1]))
    return f"P-{max(given) + 1:03d}"


_NUMBERED = re.compile(r"p-(\d{1,9})")
