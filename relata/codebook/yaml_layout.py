"""Writing a codebook as YAML that people like to read and edit.

The reading half is `yaml_form`, which shows the layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relata.codebook.assembling import rows_of
from relata.codebook.cells import Row
from relata.codebook.model import CodebookEntry


def yaml_of(codebook: CodebookEntry) -> str:
    """The codebook as YAML that `yaml_form.read_yaml` reads back equal."""
    written = rows_of(codebook)
    head: dict[str, object] = dict(written.about.cells)
    if written.sources:
        head["sources"] = list(written.sources)
    parts = [_dump(head)]
    if written.codes:
        parts.append(_dump({"codes": _nested(written.codes)}))
    if written.variables:
        parts.append(_dump({"variables": _with_choices(written.variables, written.choices)}))
    return "\n".join(parts)


def _nested(rows: Sequence[Row]) -> list[dict[str, object]]:
    roots: list[dict[str, object]] = []
    by_name: dict[str, dict[str, object]] = {}
    below: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        made = _mapping(row)
        name = row.get("name")
        by_name[name] = made
        below.setdefault(row.get("parent"), roots if not row.get("parent") else []).append(made)
    for name, children in below.items():
        if name:
            by_name[name]["codes"] = children
    return roots


def _with_choices(rows: Sequence[Row], choices: Sequence[Row]) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for row in rows:
        mapping = _mapping(row)
        own = [_mapping(choice) for choice in choices if choice.get("variable") == row.get("name")]
        if own:
            mapping["choices"] = own
        made.append(mapping)
    return made


def _mapping(row: Row) -> dict[str, object]:
    """A row as a mapping: plain fields first, then labels and schemes; lists as lists."""
    made: dict[str, object] = {}
    for name, text in row.cells.items():
        if name in ("parent", "variable") or ":" in name:
            continue
        if name == "missing":
            made[name] = [] if text == "none" else text.split("; ")
        elif name in ("codable", "identifying"):
            made[name] = text == "yes"
        elif name in ("minimum", "maximum"):
            made[name] = _number(text)
        else:
            made[name.replace("_", " ")] = text
    for family in ("label", "scheme"):
        if several := row.family(family):
            made[family + "s"] = several
    return made


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _dump(content: Mapping[str, object]) -> str:
    import yaml

    class Layout(yaml.SafeDumper):
        """Lists indented under their key; long text folds, several lines stand as a block."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
        style = "|" if "\n" in data else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    Layout.add_representer(str, text)
    return yaml.dump(content, Dumper=Layout, sort_keys=False, allow_unicode=True, width=96)
