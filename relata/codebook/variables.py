"""Variables and their choices, from rows and back to rows."""

from __future__ import annotations

from collections.abc import Sequence

from relata.codebook.cells import (
    NOTHING,
    Row,
    clean,
    listed,
    number,
    number_text,
    one_line,
    yes_or_no,
)
from relata.codebook.headings import field_of
from relata.codebook.labels import labels
from relata.codebook.model import (
    CHOOSING,
    KINDS,
    MISSING_REASONS,
    Choice,
    Kind,
    Problem,
    VariableEntry,
)
from relata.codebook.naming import slug

MOST_CHOICES = 1_000


def variables(
    rows: Sequence[Row], choices: Sequence[Row], problems: list[Problem]
) -> tuple[VariableEntry, ...]:
    """The variables of some rows, with the choices that stand in their own rows.

    What is wrong is added to `problems`; a variable without a name or named
    twice is left out.
    """
    apart: dict[str, list[Row]] = {}
    for row in choices:
        apart.setdefault(slug(row.get("variable")), []).append(row)
    found: dict[str, VariableEntry] = {}
    places: dict[str, str] = {}
    for row in rows:
        name = slug(row.get("name") or row.get("label"))
        if not name:
            problems.append(Problem(row.where, "the variable has no name"))
        elif name in found:
            problems.append(
                Problem(
                    row.where,
                    f"the variable {name} is already at {places[name]};"
                    " give one of them another name",
                )
            )
        else:
            places[name] = row.where
            found[name] = _variable(name, row, apart.get(name, []), problems)
    for name, strays in apart.items():
        if name not in found:
            problems.append(
                Problem(strays[0].where, "the choice belongs to no variable of this codebook")
            )
    return tuple(found.values())


def variable_cells(variable: VariableEntry) -> dict[str, str]:
    """The cells of a variable's own row; its choices stand in `choice_rows`."""
    cells: dict[str, str] = {
        "name": variable.name,
        "label": variable.label,
        "kind": variable.kind,
        "unit": variable.unit,
        "minimum": "" if variable.minimum is None else number_text(variable.minimum),
        "maximum": "" if variable.maximum is None else number_text(variable.maximum),
        "definition": variable.definition,
        "missing": _missing_text(variable.missing),
        "identifying": "yes" if variable.identifying else "",
    }
    cells |= {f"label:{language}": text for language, text in variable.labels.items()}
    return {field: text for field, text in cells.items() if text}


def choice_rows(variable: VariableEntry) -> tuple[Row, ...]:
    """One row for each choice of a variable."""
    return tuple(
        Row(
            f"variable {variable.name}",
            {"variable": variable.name, "name": choice.name, "label": choice.label}
            | {f"label:{language}": text for language, text in choice.labels.items()},
        )
        for choice in variable.choices
    )


def _variable(name: str, row: Row, apart: Sequence[Row], problems: list[Problem]) -> VariableEntry:
    kind = _kind(name, row, problems)
    choices = _choices(name, row, apart, problems)
    if kind in CHOOSING and not choices:
        problems.append(Problem(row.where, f"{name} is {kind} and has no choices"))
    if kind is not None and kind not in CHOOSING and choices:
        problems.append(Problem(row.where, f"{name} is a {kind} and takes no choices"))
    minimum = _bound(name, row, "minimum", kind, problems)
    maximum = _bound(name, row, "maximum", kind, problems)
    if minimum is not None and maximum is not None and minimum > maximum:
        problems.append(Problem(row.where, f"the minimum of {name} is above its maximum"))
    text = row.get("identifying")
    identifying = yes_or_no(text) if text else False
    if identifying is None:
        problems.append(Problem(row.where, f'"identifying" of {name} is neither yes nor no'))
    return VariableEntry(
        name,
        one_line(row.get("label")) or one_line(row.get("name")),
        kind or "text",
        choices=choices,
        unit=one_line(row.get("unit")),
        minimum=minimum,
        maximum=maximum,
        definition=clean(row.get("definition")),
        missing=_missing(name, row, problems),
        identifying=bool(identifying),
        labels=labels(row, problems),
    )


def _kind(name: str, row: Row, problems: list[Problem]) -> Kind | None:
    meant = field_of("kinds", row.get("kind"))
    for kind in KINDS:
        if kind == meant:
            return kind
    what = f"the kind of {name} is unknown" if row.get("kind") else f"{name} has no kind"
    problems.append(Problem(row.where, f"{what}; it is one of {', '.join(KINDS)}"))
    return None


def _choices(
    name: str, row: Row, apart: Sequence[Row], problems: list[Problem]
) -> tuple[Choice, ...]:
    written = [_inline_choice(row, item) for item in listed(row.get("choices"))]
    if len(written) == 1 and "," in row.get("choices") and not apart:
        problems.append(Problem(row.where, f"part the choices of {name} with semicolons"))
    choices: dict[str, Choice] = {}
    for cells in [*written, *apart]:
        label = one_line(cells.get("label")) or one_line(cells.get("name"))
        choice = slug(cells.get("name") or label)
        if not choice:
            problems.append(Problem(cells.where, f"a choice of {name} has no name"))
        elif choice in choices:
            problems.append(
                Problem(
                    cells.where,
                    f"{name} has the choice {choice} twice; names differ in more than"
                    " case and punctuation",
                )
            )
        else:
            choices[choice] = Choice(choice, label, labels(cells, problems))
    if len(choices) > MOST_CHOICES:
        problems.append(Problem(row.where, f"{name} has more than {MOST_CHOICES} choices"))
    return tuple(choices.values())


def _inline_choice(row: Row, item: str) -> Row:
    name, equals, label = item.partition("=")
    return Row(row.where, {"name": name, "label": label} if equals else {"name": item})


def _bound(
    name: str, row: Row, field: str, kind: Kind | None, problems: list[Problem]
) -> float | None:
    text = row.get(field)
    if not text:
        return None
    value = number(text)
    if value is None:
        problems.append(Problem(row.where, f"the {field} of {name} is not a number"))
    elif kind not in ("number", None) and (kind, field) != ("text", "maximum"):
        problems.append(Problem(row.where, f"{name} is {kind}; only a number has a {field}"))
    elif kind == "text" and (value < 1 or value != int(value)):
        problems.append(Problem(row.where, f"the longest {name} is a whole number above 0"))
    return value


def _missing(name: str, row: Row, problems: list[Problem]) -> tuple[str, ...]:
    text = row.get("missing")
    if not text:
        return MISSING_REASONS
    if text.casefold() in NOTHING:
        return ()
    reasons = [field_of("missing", item) or one_line(item) for item in listed(text)]
    if len({reason.casefold() for reason in reasons}) < len(reasons):
        problems.append(Problem(row.where, f"{name} names a missing reason twice"))
    return tuple(reasons)


def _missing_text(reasons: tuple[str, ...]) -> str:
    if reasons == MISSING_REASONS:
        return ""
    return "; ".join(reasons) or "none"
