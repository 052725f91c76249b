"""The codings of one source as columns of numbers, for a browser to draw.

A text may carry 20,000 codings, and somebody asks for those of some text several times
a second. So the database hands them over as one line of numbers, which becomes arrays;
no record is made of any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from relata.archive import find_source
from relata.archive.tables import passage
from relata.coding.definitions import definitions, first_added
from relata.coding.tables import coding
from relata.store.statements import value
from relata.team import Desk, Sight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Columns:
    """Visible codings of one source, sorted by start, end and number.

    Each array has one cell a coding; all are local numbers, offsets count characters of
    the newest text, `case` is 0 where it is left open. `elsewhere` are the numbers of
    codings that could not be carried over to the newest text: they have no place in it
    and stand in no other array. `old` are the positions of codings made under an older
    definition of their code. `revision` is the number of the newest revision, `text` the
    number of the newest text (0 when the source has none).

    Asked for what came since a revision, only codings added after it are here, and
    `gone` are the numbers of those withdrawn after it. Which of the others have become
    old, or have another text before them, is not told then: when `text` or the codebook
    is another, ask for all of them again.
    """

    number: Numbers
    start: Numbers
    length: Numbers
    code: Numbers
    coder: Numbers
    case: Numbers
    old: Numbers
    elsewhere: Numbers
    gone: Numbers
    text: int
    revision: int

    def __len__(self) -> int:
        return len(self.number)


def columns(desk: Desk, source: str, since: int | None = None) -> Columns:
    """The codings of a source; with `since`, what changed after that revision number."""
    import numpy as np

    with desk.reading("codings.read") as sight:
        of = find_source(sight, source)
        line = sight.ready("columns", _standing).first(
            sight.connection, source=of.number, since=-1 if since is None else since
        )
        gone = "" if since is None else _gone(sight, of.number, since)
        defined = definitions(sight)
        revision = sight.latest
    table = _numbers(line[0] if line else None).reshape(-1, 8).T
    here = table[7] == (of.text or 0)
    elsewhere = np.sort(table[0][~here])
    table = table[:, here]
    number, start, length, code, coder, case, added, _ = table[
        :, np.lexsort((table[0], table[2], table[1]))
    ]
    return Columns(
        number,
        start,
        length,
        code,
        coder,
        case,
        defined.older(code, added),
        elsewhere,
        np.sort(_numbers(gone)),
        of.text or 0,
        revision,
    )


def _standing(sight: Sight) -> sa.Select[str]:
    return (
        sa.select(
            _one_line(
                coding.c.no,
                passage.c.start,
                passage.c.stop - passage.c.start,
                coding.c.code,
                coding.c.coder,
                sa.func.coalesce(coding.c.case, 0),
                first_added(),
                passage.c.text,
            )
        )
        .join_from(coding, passage, passage.c.no == coding.c.passage)
        .where(
            coding.c.source == value("source", coding.c.source),
            coding.c.added > value("since", coding.c.added),
            sight.of(coding),
        )
    )


def _gone(sight: Sight, source: int, since: int) -> str:
    """Codings seen at a revision, withdrawn since; a coding not seen then is not told of."""
    then = replace(sight, number=since)
    conditions = [
        coding.c.source == source,
        coding.c.withdrawn > since,
        then.of(coding),
    ]
    if sight.number is not None:
        conditions.append(coding.c.withdrawn <= sight.number)
    found = sight.connection.scalar(sa.select(_one_line(coding.c.no)).where(*conditions))
    return found or ""


def _one_line(*cells: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    """The cells of all rows as one line of numbers."""
    blank = sa.literal_column("' '", sa.String)
    told = sa.func.concat_ws(blank, *cells, type_=sa.String)
    return sa.func.string_agg(told, blank, type_=sa.String)


def _numbers(line: str | None) -> Numbers:
    import numpy as np

    return np.fromstring(line or "", dtype=np.int64, sep=" ")
