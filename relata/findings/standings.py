"""How each motive stands with each case: yes, no, contradicted, or unknown.

What is told of a code is a coding of it about the case, or a value that says so. A
value that states the code, or one above it, as absent or as contradicted disputes
it. The case has the motive where something undisputed is told of it or of a code
below; it is contradicted where all that is told is disputed; without the motive
where a value states it as absent and nothing is told. Otherwise it is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from relata.findings.branches import Branches, found, lineage
from relata.findings.model import ABSENT, CONTRADICTED, STATED, Snapshot
from relata.findings.pairs import Lists, distinct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Standing = Literal["yes", "no", "contradicted", "unknown"]
STANDINGS: tuple[Standing, ...] = ("yes", "no", "contradicted", "unknown")


def of_coder(held: Snapshot, coder: str | None) -> tuple[Ints, Ints]:
    """Places of the codings, and of the values about codes, that count.

    Only those of one coder when one is named; a name nobody bears is refused.
    """
    import numpy as np

    about_code = held.value_code >= 0
    if coder is None:
        return np.arange(len(held.codings.no)), np.flatnonzero(about_code)
    who = found("coder", coder, held.coders.name, held.coders.name)
    mine = about_code & (held.value_coder == who)
    return np.flatnonzero(held.coding_coder == who), np.flatnonzero(mine)


def speaking(held: Snapshot, values: Ints, standing: Standing) -> Ints:
    """The values among these that speak for a standing."""
    import numpy as np

    wanted = {
        "yes": (STATED,),
        "no": (ABSENT,),
        "contradicted": (STATED, ABSENT, CONTRADICTED),
        "unknown": (),
    }[standing]
    kept: Ints = values[np.isin(held.values.status[values], wanted)]
    return kept


def standings(
    held: Snapshot, shape: Branches, codings: Ints, values: Ints
) -> dict[Standing, tuple[Ints, Ints]]:
    """Pairs (row, case) by how the motive stands with the case, each sorted, none twice."""
    import numpy as np

    n_cases = max(len(held.cases.no), 1)
    linked = codings[held.coding_case[codings] >= 0]
    affirming, denying = speaking(held, values, "yes"), speaking(held, values, "no")
    conflicting = values[held.values.status[values] == CONTRADICTED]
    code, case = distinct(
        np.concatenate([held.coding_code[linked], held.value_code[affirming]]),
        np.concatenate([held.coding_case[linked], held.value_case[affirming]]),
        n_cases,
    )
    against = np.concatenate([denying, conflicting])
    disputed = _disputed(held, code, case, held.value_code[against], held.value_case[against])

    rows_of = shape.rows_of_code
    yes = _keys(rows_of, code[~disputed], case[~disputed], n_cases)
    both = _keys(
        rows_of,
        np.concatenate([code[disputed], held.value_code[conflicting]]),
        np.concatenate([case[disputed], held.value_case[conflicting]]),
        n_cases,
    )
    both = np.setdiff1d(both, yes, assume_unique=True)
    code, case = distinct(held.value_code[denying], held.value_case[denying], n_cases)
    which, row = Lists(shape.needed_code, shape.needed_row, shape.n_codes).spread(code)
    keys, times = np.unique(row * n_cases + case[which], return_counts=True)
    no = keys[times >= np.bincount(shape.needed_row, minlength=len(shape))[keys // n_cases]]
    no = np.setdiff1d(no, np.union1d(yes, both), assume_unique=True)
    found: dict[Standing, Ints] = {"yes": yes, "no": no, "contradicted": both}
    return {standing: (keys // n_cases, keys % n_cases) for standing, keys in found.items()}


def _disputed(
    held: Snapshot, code: Ints, case: Ints, against_code: Ints, against_case: Ints
) -> Flags:
    """Which of the pairs (code, case) somebody denies, of the code or of one above it."""
    import numpy as np

    if not against_code.size:
        return np.zeros(code.size, dtype=bool)
    lines = lineage(held.codes)
    above = Lists(
        np.repeat(np.arange(len(lines)), [len(line) for line in lines]),
        np.asarray([up for line in lines for up in line], dtype=np.int64),
        len(lines),
    )
    n_cases = max(len(held.cases.no), 1)
    which, up = above.spread(code)
    denied = np.isin(up * n_cases + case[which], against_code * n_cases + against_case)
    return np.bincount(which[denied], minlength=code.size) > 0


def _keys(rows_of: Lists, code: Ints, case: Ints, n_cases: int) -> Ints:
    """The distinct pairs of a row and a case, each as one number, sorted."""
    which, row = rows_of.spread(code)
    rows, cases = distinct(row, case[which], n_cases)
    return rows * n_cases + cases


def behind(
    held: Snapshot, shape: Branches, codings: Ints, values: Ints, yes: tuple[Ints, Ints]
) -> tuple[Ints, Ints, Ints]:
    """How many distinct passages, sources and origins each row's cases rest on."""
    import numpy as np

    n_cases, n_passages = max(len(held.cases.no), 1), max(len(held.passages.no), 1)
    affirming = np.zeros(len(held.values.no), dtype=bool)
    affirming[speaking(held, values, "yes")] = True
    pair = np.flatnonzero(affirming[held.evidence_value])
    value = held.evidence_value[pair]
    linked = codings[held.coding_case[codings] >= 0]
    code = np.concatenate([held.coding_code[linked], held.value_code[value]])
    case = np.concatenate([held.coding_case[linked], held.value_case[value]])
    passage = np.concatenate([held.coding_passage[linked], held.evidence_passage[pair]])

    which, row = shape.rows_of_code.spread(code)
    counted = np.isin(row * n_cases + case[which], yes[0] * n_cases + yes[1], kind=None)
    row, passage = distinct(row[counted], passage[which[counted]], n_passages)
    at_source = distinct(row, held.passage_source[passage], len(held.sources.no))
    at_origin = distinct(at_source[0], held.source_origin[at_source[1]], len(held.sources.no))
    passages, sources, origins = (
        np.bincount(rows, minlength=len(shape)) for rows in (row, at_source[0], at_origin[0])
    )
    return passages, sources, origins
