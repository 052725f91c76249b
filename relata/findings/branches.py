"""The rows that codes are gathered into: the tree itself, an axis, or another study's scheme.

A coding counts in every row its code leads to: in the tree in its own code and in
all codes above it, in a scheme in the category that its code, or the nearest code
above, has there.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relata.errors import RelataError
from relata.findings.pairs import Lists

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relata.findings.model import Codes

    Ints = NDArray[np.int64]


class UnknownName(RelataError):
    """A code, variable, coder or row that this revision does not have."""

    def __init__(self, what: str, wanted: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(wanted.casefold(), [k.casefold() for k in known], n=3)
        called = {k.casefold(): k for k in reversed(known)}
        names = [called[k] for k in near]
        hint = (
            f"Did you mean {' or '.join(names)}?"
            if names
            else "Look at the codebook or the list for its name."
        )
        super().__init__(f"There is no {what} of that name at this revision.", remedy=hint)


class TangledCodes(RelataError):
    """A tree of codes in which a code stands above itself."""

    remedy = "Mend the codebook, then ask again."

    def __init__(self, tangled: int) -> None:
        super().__init__(f"{tangled} codes stand above themselves.")


@dataclass(frozen=True, eq=False)
class Branches:
    """Rows, and which codes lead to them.

    `key`, `label` and `depth` describe the rows in the order shown. `member_row`
    and `member_code` pair a row with each code whose codings count there;
    `needed_row`, `needed_code` with each code that must be stated as absent
    before the row is.
    """

    key: tuple[str, ...]
    label: tuple[str, ...]
    depth: tuple[int, ...]
    member_row: Ints
    member_code: Ints
    needed_row: Ints
    needed_code: Ints
    n_codes: int

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def rows_of_code(self) -> Lists:
        """For each code the rows that its codings count in."""
        return Lists(self.member_code, self.member_row, self.n_codes)

    def codes_of_row(self, row: int) -> Ints:
        """The codes whose codings count in a row."""
        codes: Ints = self.member_code[self.member_row == row]
        return codes

    def row(self, name: str) -> int:
        """The row called so, by its key, the last part of its path, or its label."""
        return found("row", name, self.key, self.label)


def found(what: str, name: str, keys: Sequence[str], labels: Sequence[str]) -> int:
    """Place of the one thing called so: by path, else by last part, else by label."""
    wanted = name.strip().casefold()
    whole = [k.casefold() for k in keys]
    for names in (whole, [k.rsplit("/", 1)[-1] for k in whole], [k.casefold() for k in labels]):
        places = [place for place, known in enumerate(names) if known == wanted]
        if len(places) == 1:
            return places[0]
        if places:
            paths = " or ".join(keys[place] for place in places[:3])
            raise AmbiguousName(what, len(places), paths)
    raise UnknownName(what, name, list(dict.fromkeys([*keys, *labels])))


class AmbiguousName(RelataError):
    """A name that several things bear."""

    def __init__(self, what: str, many: int, paths: str) -> None:
        super().__init__(
            f"That name fits {many} {what}s.", remedy=f"Say which by its path: {paths}."
        )


def code_named(codes: Codes, name: str) -> int:
    """Place of a code, called by path, name or label, in any case of letters."""
    return found("code", name, codes.path, codes.label)


def lineage(codes: Codes) -> tuple[tuple[int, ...], ...]:
    """For each code the places from itself up to the top of its tree."""
    place = {int(no): at for at, no in enumerate(codes.no)}
    above = [place.get(int(parent), -1) for parent in codes.parent]
    lines: list[tuple[int, ...]] = []
    for at in range(len(above)):
        line = [at]
        while above[line[-1]] >= 0 and len(line) <= len(above):
            line.append(above[line[-1]])
        lines.append(tuple(line))
    tangled = sum(len(line) > len(above) for line in lines)
    if tangled:
        raise TangledCodes(tangled)
    return tuple(lines)


def below(codes: Codes, place: int) -> list[int]:
    """Places of a code and of all codes below it, in the order shown."""
    return [at for at, line in enumerate(lineage(codes)) if place in line]


def branches(codes: Codes, *, under: str | None = None, by: str = "code") -> Branches:
    """Gather codes into rows.

    Parameters
    ----------
    under : str, optional
        Only this code and those below it.
    by : str
        "code" for the tree; "axis" or "side"; or the name of a scheme that the
        codes refer to. Refused when no code refers to it.
    """
    lines = lineage(codes)
    head = None if under is None else code_named(codes, under)
    kept = [at for at, line in enumerate(lines) if head is None or head in line]
    if by == "code":
        return _tree(codes, lines, kept, head)
    return _scheme(codes, lines, kept, by)


def _tree(
    codes: Codes, lines: tuple[tuple[int, ...], ...], kept: list[int], head: int | None
) -> Branches:
    row_of = {at: row for row, at in enumerate(kept)}
    top = 1 if head is None else len(lines[head])
    members = [(row_of[up], at) for at in kept for up in lines[at] if up in row_of]
    return _made(
        [codes.path[at] for at in kept],
        [codes.label[at] or codes.path[at] for at in kept],
        [len(lines[at]) - top for at in kept],
        members,
        [(row, at) for at, row in row_of.items()],
        len(lines),
    )


def _scheme(codes: Codes, lines: tuple[tuple[int, ...], ...], kept: list[int], by: str) -> Branches:
    own: Sequence[str | None]
    if by in ("axis", "side"):
        own = codes.axis if by == "axis" else codes.side
    else:
        names = {name.casefold(): name for scheme in codes.schemes for name in scheme}
        if by.casefold() not in names:
            raise UnknownName("scheme", by, ["code", "axis", "side", *sorted(names.values())])
        own = [scheme.get(names[by.casefold()]) for scheme in codes.schemes]
    rows: dict[str, int] = {}
    members: dict[tuple[int, int], None] = {}
    needed: list[tuple[int, int]] = []
    for at in kept:
        category = next((own[up] for up in lines[at] if own[up]), None)
        if category is None:
            continue
        row = rows.setdefault(category, len(rows))
        # To deny the uppermost code of a category is to deny all of it.
        if not any((row, up) in members for up in lines[at][1:]):
            needed.append((row, at))
        members[row, at] = None
    names_of = list(rows)
    return _made(names_of, names_of, [0] * len(rows), list(members), needed, len(lines))


def _made(
    key: Sequence[str],
    label: Sequence[str],
    depth: Sequence[int],
    members: Sequence[tuple[int, int]],
    needed: Sequence[tuple[int, int]],
    n_codes: int,
) -> Branches:
    import numpy as np

    member = np.asarray(members, dtype=np.int64).reshape(-1, 2)
    need = np.asarray(needed, dtype=np.int64).reshape(-1, 2)
    return Branches(
        key=tuple(key),
        label=tuple(label),
        depth=tuple(depth),
        member_row=member[:, 0],
        member_code=member[:, 1],
        needed_row=need[:, 0],
        needed_code=need[:, 1],
        n_codes=n_codes,
    )
