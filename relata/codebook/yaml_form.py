"""Reading a codebook from YAML, laid out for people: codes nest under `codes`, variables follow.

    title: Reasons for leaving
    language: en
    codes:
      - name: push
        label: What drove them out
        codable: no
        codes:
          - name: boredom
            definition: ...
    variables:
      - name: sex
        kind: nominal
        choices:
          - {name: female, label: Female}

A code that needs no more than a name may be written as the name alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from relata.codebook.assembling import Written, assemble
from relata.codebook.cells import Row, clean, one_line
from relata.codebook.headings import field_of, nearest_heading
from relata.codebook.model import BadCodebook, CodebookEntry, Problem
from relata.codebook.naming import slug
from relata.codebook.yaml_nodes import Entries, Items, Node, Words, nodes

INSIDE = "inside"
"""The field of what nests in a mapping: the codes below a code, a variable's choices."""


def read_yaml(data: bytes, *, title: str = "Codebook") -> CodebookEntry:
    """The codebook in some bytes of YAML; `BadCodebook` lists all that is wrong by line.

    `title` is given to a codebook that names none.
    """
    reading = _Reading()
    tree = nodes(data)
    if not isinstance(tree, Entries):
        raise BadCodebook(
            [Problem("line 1", "a codebook begins with keys such as title and codes")]
        )
    written = reading.codebook(tree)
    return assemble(written, title=title, problems=reading.problems)


@dataclass
class _Reading:
    """The rows gathered on one walk over the nodes, and what was wrong on the way."""

    problems: list[Problem] = field(default_factory=list)
    codes: list[Row] = field(default_factory=list)
    variables: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)

    def codebook(self, tree: Entries) -> Written:
        about: dict[str, str] = {}
        sources: tuple[str, ...] = ()
        seen: set[str] = set()
        for key, value in tree.entries:
            name = field_of("codebook", key.text) or field_of("sheets", key.text)
            if name is None or name in ("choices", "codebook"):
                self._unknown(key, "codebook")
            elif name in seen:
                self._add(key, f"{name} is there twice")
            elif name == "codes":
                self._codes(value, None)
            elif name == "variables":
                self._variables(value)
            elif name == "source":
                sources = self._texts(value)
            else:
                about[name] = self._text(value, name)
            seen.add(name or "")
        return Written(
            Row("the head of the file", {name: text for name, text in about.items() if text}),
            sources,
            tuple(self.codes),
            tuple(self.variables),
            tuple(self.choices),
        )

    def _codes(self, node: Node, parent: str | None) -> None:
        for item in self._each(node, "codes"):
            below: Node | None = None
            if isinstance(item, Entries):
                cells, below = self._cells(item, "codes")
            else:
                cells = {"name": self._text(item, "code")}
            written = cells.get("name") or cells.get("label", "")
            cells.setdefault("label", written)
            cells["name"] = slug(written)
            if parent is not None:
                cells["parent"] = parent
            row = Row(f"line {item.line}", {name: text for name, text in cells.items() if text})
            self.codes.append(row)
            if below is not None:
                self._codes(below, cells["name"])

    def _variables(self, node: Node) -> None:
        for item in self._each(node, "variables"):
            if not isinstance(item, Entries):
                self._add(item, "a variable is a mapping with at least a name and a kind")
                continue
            cells, choices = self._cells(item, "variables")
            where = f"line {item.line}"
            self.variables.append(Row(where, {name: text for name, text in cells.items() if text}))
            if choices is not None:
                name = slug(cells.get("name") or cells.get("label", ""))
                self._choices(choices, name)

    def _choices(self, node: Node, variable: str) -> None:
        if isinstance(node, Entries):
            for key, value in node.entries:
                cells = {"name": key.text, "label": self._text(value, "label")}
                self._choice(key, variable, cells)
            return
        for item in self._each(node, "choices"):
            if isinstance(item, Entries):
                cells, _ = self._cells(item, "choices")
            else:
                cells = {"name": self._text(item, "choice")}
            self._choice(item, variable, cells)

    def _choice(self, node: Node, variable: str, cells: Mapping[str, str]) -> None:
        kept = {name: text for name, text in cells.items() if text}
        self.choices.append(Row(f"line {node.line}", {"variable": variable} | kept))

    def _cells(self, node: Entries, table: str) -> tuple[dict[str, str], Node | None]:
        """The flat cells of a mapping, and the node nested in it (codes or choices)."""
        cells: dict[str, str] = {}
        inside: Node | None = None
        for key, value in node.entries:
            name = self._field(key, value, table)
            if name is None:
                continue
            if name in cells or (name == INSIDE and inside is not None):
                self._add(key, "this key is there twice")
            elif name == INSIDE:
                inside = value
            elif name in ("labels", "schemes"):
                cells |= self._family(value, name[:-1])
            elif name == "missing":
                cells[name] = self._reasons(value)
            else:
                cells[name] = self._text(value, name)
                if name == "colour" and isinstance(value, Words) and value.commented:
                    self._add(
                        key,
                        'put the colour in quotes, as in "#1f77b4": YAML skips what'
                        " follows a bare #",
                    )
        return cells, inside

    def _field(self, key: Words, value: Node, table: str) -> str | None:
        """The field a key means; "code: fear" names a code, "code: [...]" holds those below."""
        word = key.text.strip().casefold()
        if word == "labels" or (word == "schemes" and table == "codes"):
            return word
        listing = not isinstance(value, Words) or not value.text
        if (
            table == "codes"
            and field_of("sheets", key.text) == "codes"
            and (listing or word == "codes")
        ):
            return INSIDE
        name = field_of(table, key.text)
        if name == "choices" and listing:
            return INSIDE
        if name is None or name.partition(":")[0] in ("level", "path", "parent", "variable"):
            self._unknown(key, table)
            return None
        return name

    def _family(self, node: Node, prefix: str) -> dict[str, str]:
        if not isinstance(node, Entries):
            if not (isinstance(node, Words) and not node.text):
                self._add(node, f"{prefix}s is a mapping")
            return {}
        cells: dict[str, str] = {}
        for key, value in node.entries:
            name = one_line(key.text)
            name = name.casefold() if prefix == "label" else name
            if not name or f"{prefix}:{name}" in cells:
                self._add(key, f"{prefix}s has a key twice or an empty one")
            cells[f"{prefix}:{name}"] = self._text(value, prefix)
        return cells

    def _reasons(self, node: Node) -> str:
        if isinstance(node, Words):
            return clean(node.text)
        reasons = self._texts(node)
        if any(";" in reason for reason in reasons):
            self._add(node, "a missing reason holds no semicolon")
        return "; ".join(reasons) or "none"

    def _texts(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Words):
            return (clean(node.text),) if node.text else ()
        return tuple(self._text(item, "text") for item in self._each(node, "list"))

    def _text(self, node: Node, name: str) -> str:
        if isinstance(node, Words):
            return clean(node.text)
        self._add(
            node, f"{name.partition(':')[0].replace('_', ' ')} is text, not a list or mapping"
        )
        return ""

    def _each(self, node: Node, name: str) -> Sequence[Node]:
        if isinstance(node, Items):
            return node.items
        if not (isinstance(node, Words) and not node.text):
            self._add(node, f"{name} is a list, each item after a hyphen")
        return ()

    def _add(self, node: Node, what: str) -> None:
        self.problems.append(Problem(f"line {node.line}", what))

    def _unknown(self, key: Words, table: str) -> None:
        close = nearest_heading(table, key.text)
        if close is None and table == "codebook":
            close = nearest_heading("sheets", key.text)
        hint = f"; did you mean {close}?" if close else ""
        self._add(key, f"this key is not known{hint}")
