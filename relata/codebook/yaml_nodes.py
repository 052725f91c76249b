"""YAML as text with line numbers: every scalar stays the words that were written.

`no` is a word here, not False, and `2014-09` no date; nothing is ever
constructed. Three guards stand before a hostile file: its size, its depth, and
the number of nodes after aliases are followed (a few lines of aliases to
aliases can otherwise stand for more nodes than any memory holds).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from relata.codebook.model import BadCodebook, Problem

if TYPE_CHECKING:
    import yaml

LARGEST = 4_000_000
"""Bytes of a codebook file; the largest codebooks known are a tenth of it."""
DEEPEST = 60
MOST_NODES = 200_000

_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)


@dataclass(frozen=True, slots=True)
class Words:
    """A scalar: its text, empty for an empty value or an unquoted null.

    `commented` says that a comment stands where the value would: `colour: #1f77b4`
    is an empty value to YAML, and hardly what was meant.
    """

    line: int
    text: str
    commented: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence of nodes."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, its keys as text with the line each stands on, in order."""

    line: int
    entries: tuple[tuple[Words, Node], ...]


Node: TypeAlias = "Words | Items | Entries"


def nodes(data: bytes) -> Node:
    """The document in some bytes of YAML.

    Raises
    ------
    BadCodebook
        The bytes are too large, not UTF-8 or UTF-16, not YAML, hold more than
        one document, or nest or repeat beyond reason.
    """
    import yaml

    if len(data) > LARGEST:
        raise _bad("", f"the file has {len(data)} bytes, at most {LARGEST} are read")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad("", "the file is not UTF-8 text; save it as UTF-8") from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _measure(yaml.parse(text, Loader=loader))
        tree = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise _bad(where, "this is not YAML here; look for a missing quote or indent") from None
    except yaml.YAMLError:
        raise _bad("", "the file holds a character YAML does not allow") from None
    if tree is None:
        raise _bad("", "the file is empty")
    return _Reading(text).node(tree)


def _measure(events: Iterator[object]) -> None:
    """Refuse what is too deep or too long before any tree is built of it."""
    import yaml

    depth = 0
    for count, event in enumerate(events):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _bad("", f"the file nests more than {DEEPEST} levels deep")
        if count > 2 * MOST_NODES:
            raise _bad("", f"the file has more than {MOST_NODES} entries")


class _Reading:
    """One walk over a composed tree that counts what it has followed."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.count = 0
        self.depth = 0

    def node(self, node: yaml.Node) -> Node:
        import yaml

        self.count += 1
        self.depth += 1
        line = node.start_mark.line + 1 if node.start_mark else 0
        if self.count > MOST_NODES or self.depth > DEEPEST:
            raise _bad(f"line {line}", "the file's aliases (*name) repeat or nest beyond reason")
        if node.tag not in _PLAIN_TAGS:
            raise _bad(f"line {line}", "tags such as !name have no meaning in a codebook")
        made: Node
        if isinstance(node, yaml.ScalarNode):
            null = node.tag.endswith(":null")
            made = Words(
                line, "" if null else str(node.value), commented=null and self._commented(node)
            )
        elif isinstance(node, yaml.SequenceNode):
            made = Items(line, tuple(self.node(item) for item in node.value))
        else:
            made = Entries(line, tuple(self._entry(key, value) for key, value in node.value))
        self.depth -= 1
        return made

    def _commented(self, node: yaml.Node) -> bool:
        line = node.start_mark.line
        after = self.lines[line][node.start_mark.column :] if line < len(self.lines) else ""
        return after.lstrip().startswith("#")

    def _entry(self, key: yaml.Node, value: yaml.Node) -> tuple[Words, Node]:
        name = self.node(key)
        if not isinstance(name, Words):
            raise _bad(f"line {name.line}", "a list or mapping cannot be a key")
        return name, self.node(value)


def _bad(where: str, what: str) -> BadCodebook:
    return BadCodebook([Problem(where, what)])
