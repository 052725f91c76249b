"""Loading: one revision is read once into arrays, and every finding reads those.

Only what the viewer sees enters; texts do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from relata.archive.tables import description, passage, source, text
from relata.cases import cases_seen
from relata.cases.tables import evidence, value
from relata.codebook.standing import codes_seen, variables_seen
from relata.coding.tables import coding
from relata.findings.model import (
    STATUSES,
    Cases,
    Coders,
    Codes,
    Codings,
    Evidence,
    Paragraphs,
    Passages,
    Snapshot,
    Sources,
    Values,
    Variables,
)
from relata.team import Desk, Sight, names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def snapshot(desk: Desk, *, paragraphs: bool = False) -> Snapshot:
    """What findings read of the databank, at the moment this desk looks at.

    `paragraphs` also loads where the paragraphs of coded texts lie, for nearness.
    """
    with desk.reading("findings.read") as sight:
        key = (sight.revision, sight.number, paragraphs, desk.viewer.id)
        held: tuple[object, Snapshot] | None = desk.store.memory.get("snapshot")
        if held is None or held[0] != key:
            held = (key, _load(sight, paragraphs=paragraphs))
            desk.store.memory["snapshot"] = held
        return held[1]


def titles(desk: Desk) -> dict[str, str]:
    """Titles of the sources by id, for those who may read them."""
    with desk.reading("sources.read") as sight:
        rows = sight.connection.execute(
            sa.select(source.c.id, description.c.title, source.c.origin)
            .join(description, description.c.source == source.c.no)
            .where(sight.of(source), sight.of(description))
        )
        return {bytes(id).hex(): title or origin.rsplit("/", 1)[-1] for id, title, origin in rows}


def _load(sight: Sight, *, paragraphs: bool) -> Snapshot:
    codings = _columns(
        sight,
        *(coding.c[name] for name in ("no", "passage", "source", "code", "coder", "case")),
    )
    pairs = _columns(sight, evidence.c.value, evidence.c.passage)
    passages = _columns(sight, passage.c.no, passage.c.source, passage.c.start, passage.c.stop)
    return Snapshot(
        sight.revision,
        Codings(*codings),
        _values(sight),
        Evidence(*pairs),
        Passages(*passages),
        _cases(sight),
        _codes(sight),
        _coders(sight),
        _sources(sight),
        _variables(sight),
        paragraphs=_paragraphs(sight) if paragraphs else None,
    )


def _columns(sight: Sight, *columns: sa.ColumnElement[Any]) -> list[NDArray[np.int64]]:
    """The visible rows of one table as arrays of numbers, -1 for none."""
    import numpy as np

    table = columns[0].table
    result = sight.connection.execute(
        sa.select(*columns).where(sight.of(table)).order_by(table.c.no)
    )
    rows = result.cursor.fetchall()
    if not rows:
        return [np.empty(0, dtype=np.int64) for _ in columns]
    return [
        np.fromiter((-1 if cell is None else cell for cell in cells), np.int64, len(rows))
        for cells in zip(*rows, strict=True)
    ]


def _values(sight: Sight) -> Values:
    import numpy as np

    rows = sight.connection.execute(
        sa.select(value).where(sight.of(value)).order_by(value.c.no)
    ).all()

    def numbers(cells: list[int | None]) -> NDArray[np.int64]:
        return np.array([-1 if c is None else c for c in cells], dtype=np.int64)

    return Values(
        numbers([r.no for r in rows]),
        numbers([r.case for r in rows]),
        numbers([r.variable for r in rows]),
        numbers([r.code for r in rows]),
        numbers([r.coder for r in rows]),
        numbers([STATUSES.index(r.status) for r in rows]),
        tuple(r.told for r in rows),
    )


def _cases(sight: Sight) -> Cases:
    import numpy as np

    found = cases_seen(sight)
    return Cases(
        np.array([c.number for c in found], dtype=np.int64), tuple(c.pseudonym for c in found)
    )


def _codes(sight: Sight) -> Codes:
    import numpy as np

    found = list(codes_seen(sight).values())
    numbers = {code.entry.name: code.number for code in found}
    return Codes(
        np.array([c.number for c in found], dtype=np.int64),
        tuple(c.entry.path for c in found),
        tuple(c.entry.label for c in found),
        np.array(
            [numbers[c.entry.parent] if c.entry.parent else -1 for c in found], dtype=np.int64
        ),
        tuple(c.entry.axis for c in found),
        tuple(c.entry.side for c in found),
        tuple(c.entry.schemes for c in found),
    )


def _coders(sight: Sight) -> Coders:
    import numpy as np

    found = names(sight.connection)
    return Coders(np.array(list(found), dtype=np.int64), tuple(found.values()))


def _sources(sight: Sight) -> Sources:
    import numpy as np

    rows = sight.connection.execute(
        sa.select(source.c.no, source.c.id).where(sight.of(source)).order_by(source.c.no)
    ).all()
    return Sources(
        np.array([r.no for r in rows], dtype=np.int64), tuple(bytes(r.id).hex() for r in rows)
    )


def _variables(sight: Sight) -> Variables:
    import numpy as np

    found = list(variables_seen(sight).values())
    return Variables(
        np.array([v.number for v in found], dtype=np.int64),
        tuple(v.entry.name for v in found),
        tuple(v.entry.label for v in found),
        tuple(v.entry.kind for v in found),
        tuple(tuple((c.name, c.label) for c in v.entry.choices) for v in found),
    )


def _paragraphs(sight: Sight) -> Paragraphs:
    """Where the paragraphs of coded texts lie; the newest text of a source counts."""
    import numpy as np

    from relata.archive.shelf import spans_of

    coded = sa.select(coding.c.source).where(sight.of(coding)).distinct()
    rows = sight.connection.execute(
        sa.select(text.c.source, text.c.layout)
        .where(sight.of(text), text.c.source.in_(coded))
        .order_by(text.c.no)
    )
    newest = {row.source: row.layout for row in rows}
    spans = [(number, *span) for number, layout in newest.items() for span in spans_of(layout)]
    table = np.array(spans, dtype=np.int64).reshape(-1, 3)
    return Paragraphs(table[:, 0], table[:, 1], table[:, 2])
