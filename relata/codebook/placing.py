"""Where each code stands in the tree, whichever way the file says it.

A file may name each code's parent, write whole paths ("leaving/push/boredom"),
or indent its codes over columns "level 1", "level 2". All three end as codes
that know their parent, in tree order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relata.codebook.cells import Row, one_line
from relata.codebook.model import Problem
from relata.codebook.naming import slug

DEEPEST = 12
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Placed:
    """A code of known place: its row, its name, the label as written, its parent's name."""

    row: Row
    name: str
    label: str
    parent: str | None
    path: str = ""


def place(rows: Sequence[Row], problems: list[Problem]) -> tuple[Placed, ...]:
    """The codes of some rows in tree order, parents before children.

    What cannot be placed (a name twice, an unknown parent, a circle) is added
    to `problems` and left out. Steps of a path that have no row of their own
    become codes too.
    """
    named = _named(rows, problems)
    by_name: dict[str, Placed] = {}
    for code in named:
        if code.name in by_name:
            problems.append(
                Problem(
                    code.row.where,
                    f"the code {code.name} is already at {by_name[code.name].row.where};"
                    " give one of them another name",
                )
            )
        else:
            by_name[code.name] = code
    return _in_tree_order(_with_known_parents(by_name, problems), problems)


def _named(rows: Sequence[Row], problems: list[Problem]) -> list[Placed]:
    """Every code with the reference to its parent, steps without a row included."""
    paths = _paths(rows)
    own_rows = {slug(steps[-1]) for steps in paths if steps}
    codes: list[Placed] = []
    parents: dict[str, str | None] = {}
    for row, steps in zip(rows, paths, strict=True):
        if not steps:
            problems.append(Problem(row.where, "the code has no name"))
            continue
        names = [slug(step) for step in steps]
        if not all(names):
            problems.append(Problem(row.where, "the code's name holds no letter or digit"))
            continue
        if max(map(len, names)) > LONGEST_NAME:
            problems.append(
                Problem(
                    row.where,
                    f"the code's name is longer than {LONGEST_NAME} characters;"
                    " give it a short name and put the wording in its label",
                )
            )
            continue
        above: str | None = one_line(row.get("parent")) or None
        for step, name in zip(steps[:-1], names[:-1], strict=True):
            if name not in own_rows and name not in parents:
                codes.append(Placed(Row(row.where, {}), name, one_line(step), above))
                parents[name] = above
            above = name
        label = one_line(row.get("label")) or one_line(steps[-1])
        codes.append(Placed(row, names[-1], label, above))
        parents.setdefault(names[-1], above)
    _paths_agree(rows, paths, parents, problems)
    return codes


def _paths(rows: Sequence[Row]) -> list[list[str]]:
    """For each row the steps down to its code; one step where a parent column says the rest."""
    parent_column = any(row.get("parent") for row in rows)
    standing: list[str] = []
    paths: list[list[str]] = []
    for row in rows:
        levels = {int(level): text for level, text in row.family("level").items()}
        name = row.get("name") or row.get("label")
        if levels:
            deepest = max(levels)
            above = [levels.get(n) or "".join(standing[n - 1 : n]) for n in range(1, deepest)]
            standing = [*above, levels[deepest]]
            steps = [step for step in standing if step]
        elif row.get("path"):
            steps = row.get("path").split("/")
        elif "/" in row.get("name") and not parent_column:
            steps = name.split("/")
        else:
            steps = [name]
        paths.append([step.strip() for step in steps if step.strip()])
    return paths


def _paths_agree(
    rows: Sequence[Row],
    paths: list[list[str]],
    parents: dict[str, str | None],
    problems: list[Problem],
) -> None:
    for row, steps in zip(rows, paths, strict=True):
        above_it = [slug(step) for step in steps[:-1]]
        for above, below in pairwise(above_it):
            standing = parents.get(below)
            if standing != above:
                problems.append(
                    Problem(
                        row.where,
                        f"the path puts {below} under {above}, elsewhere it stands under"
                        f" {standing or 'nothing'}",
                    )
                )


def _with_known_parents(by_name: dict[str, Placed], problems: list[Problem]) -> list[Placed]:
    """Each parent reference led to a name: by name, by path, by a label only one code has."""
    by_label: dict[str, list[str]] = {}
    for code in by_name.values():
        by_label.setdefault(slug(code.label), []).append(code.name)
    known: list[Placed] = []
    for code in by_name.values():
        if code.parent is None:
            known.append(code)
            continue
        for wanted in (slug(code.parent), slug(code.parent.rsplit("/", 1)[-1])):
            labelled = by_label.get(wanted, [])
            if wanted in by_name:
                known.append(replace(code, parent=wanted))
                break
            if len(labelled) == 1:
                known.append(replace(code, parent=labelled[0]))
                break
        else:
            problems.append(
                Problem(code.row.where, f"the parent of {code.name} is not among the codes")
            )
    return known


def _in_tree_order(codes: list[Placed], problems: list[Problem]) -> tuple[Placed, ...]:
    children: dict[str | None, list[Placed]] = {}
    for code in codes:
        children.setdefault(code.parent, []).append(code)
    ordered: list[Placed] = []
    waiting = [(code, code.name) for code in reversed(children.get(None, ()))]
    while waiting:
        code, path = waiting.pop()
        if path.count("/") >= DEEPEST:
            problems.append(
                Problem(code.row.where, f"{code.name} stands more than {DEEPEST} levels deep")
            )
            continue
        ordered.append(replace(code, path=path))
        below = children.get(code.name, ())
        waiting.extend((child, f"{path}/{child.name}") for child in reversed(below))
    _name_circles(codes, problems)
    return tuple(ordered)


def _name_circles(codes: list[Placed], problems: list[Problem]) -> None:
    parents = {code.name: code.parent for code in codes}
    settled: set[str] = set()
    for code in codes:
        trail: list[str] = []
        name: str | None = code.name
        while name is not None and name not in settled and name not in trail:
            trail.append(name)
            name = parents.get(name)
        if name is not None and name in trail:
            circle = trail[trail.index(name) :]
            shown = " > ".join([*circle[:6], *(["..."] if len(circle) > 6 else []), name])
            problems.append(
                Problem(code.row.where, f"the codes go in a circle, each above the next: {shown}")
            )
        settled.update(trail)
