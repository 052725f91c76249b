"""Refusals have words in each language of the workspace."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import relata
from relata.errors import RelataError

ROOT = Path(__file__).parents[2]
WORKSPACE = ROOT / "workspace" / "src"
LANGUAGES = ("en", "it", "fr", "ar")

_STARTING = "raised while a server or a databank is opened, before anybody is served"
_PYTHON = "answers Python alone: no route takes what it refuses"
_MADE = "can only be raised by a fault in what comes with the program"

NOT_SERVED = {
    "relata.cli": "the command line's own",
    "relata.demo.write.StoryDoesNotFit": _MADE,
    "relata.findings.finding.NoPandas": _PYTHON,
    "relata.findings.retrieval.BadFilter": _PYTHON,
    "relata.server.serving.AddressTaken": _STARTING,
    "relata.server.serving.NotSafeToServe": _STARTING,
    "relata.stats.freeman_halton._TooFar": "never leaves its file",
    "relata.store.backup": "backups are written and read from the command line",
    "relata.store.engines.StoreInUse": _STARTING,
    "relata.store.engines.WrongKey": _STARTING,
    "relata.store.folder": _STARTING,
    "relata.store.keys.UserNeeded": _STARTING,
    "relata.store.migrations": _STARTING,
    "relata.store.replay": "copies are replayed from the command line",
    "relata.text.tables.BrokenTable": _MADE,
}
"""Refusals, or modules of them, that never reach the workspace, and why."""

OF_THE_SERVER = {"Fault", "Misused", "NotThisSite", "OtherSite", "NotKept", "TooDeep"}
"""Names under which the server refuses without an error of the library."""


def _kinds() -> dict[str, type[RelataError]]:
    """Every kind of refusal there is, by its full name."""
    for module in pkgutil.walk_packages(relata.__path__, "relata."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type[RelataError]) -> Iterator[type[RelataError]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    # Tests may define kinds of their own: they are not the program's.
    found = {f"{one.__module__}.{one.__name__}": one for one in below(RelataError)}
    return {name: one for name, one in found.items() if name.startswith("relata.")}


def _left_out(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in NOT_SERVED)


KINDS = _kinds()
SERVED = {name: kind for name, kind in KINDS.items() if not _left_out(name)}


def _words(language: str) -> dict[str, str]:
    path = WORKSPACE / "i18n" / language / "errors.json"
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return words


def _reworded() -> set[str]:
    source = (WORKSPACE / "shell" / "refusals.ts").read_text(encoding="utf-8")
    listed = re.search(r"REWORDED = new Set\(\[(.*?)\]\)", source, re.DOTALL)
    assert listed, "refusals.ts lists what the workspace words anew"
    return set(re.findall(r'"(\w+)"', listed[1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_that_can_reach_the_workspace_has_words(language: str) -> None:
    """A new kind of refusal needs a sentence, and a remedy if it has one, in each language."""
    words = _words(language)
    wanted = {kind.__name__ for kind in SERVED.values()} | OF_THE_SERVER
    wanted |= {f"{kind.__name__} remedy" for kind in SERVED.values() if kind.remedy}

    assert sorted(wanted - {key for key, text in words.items() if text.strip()}) == []


def test_no_words_are_kept_for_refusals_that_are_gone() -> None:
    """Every text of the catalogue belongs to a refusal that can reach the workspace."""
    known = {kind.__name__ for kind in SERVED.values()} | OF_THE_SERVER

    assert sorted({key.split(" ")[0] for key in _words("en")} - known) == []


def test_what_is_left_out_exists() -> None:
    """A refusal that is gone is not excused any more."""
    assert [one for one in NOT_SERVED if not any(_covers(one, name) for name in KINDS)] == []


def _covers(one: str, name: str) -> bool:
    return name == one or name.startswith(f"{one}.")


def test_a_remedy_is_the_library_s_own_or_is_listed_as_worded_anew() -> None:
    """In English the workspace says the library's remedy, but for the listed ones."""
    words, reworded = _words("en"), _reworded()
    remedies: dict[str, set[str]] = {}
    for kind in SERVED.values():
        remedies.setdefault(kind.__name__, set()).add(kind.remedy)
    told = {value for key, value in words.items() if " remedy" in key}

    different = {
        name for name, said in remedies.items() if any(one and one not in told for one in said)
    }

    assert sorted(different - reworded) == []


def test_no_remedy_of_the_workspace_names_a_command() -> None:
    """Nobody at the workspace is sent to a command line."""
    commands = re.compile(r"`|\brelata [a-z]|--\w|RELATA_")

    assert [key for key, text in _words("en").items() if commands.search(text)] == []
    for kind in SERVED.values():
        assert not commands.search(kind.remedy) or kind.__name__ in _reworded(), kind.__name__


def test_the_closer_sentences_are_still_the_library_s() -> None:
    """A sentence of the catalogue that the library words differently by now is found out."""
    written = _written()
    stale = [
        key
        for key, text in _words("en").items()
        if re.search(r" \d+$", key) and _share_written(text, written) < 0.6
    ]

    assert stale == []


def _written() -> set[str]:
    """The texts of several words written in the program; those put together, in their pieces."""
    found = set()
    for path in sorted((ROOT / "relata").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return {one for one in found if len(one) >= 8 and " " in one and len(one) < 300}


def _share_written(text: str, written: set[str]) -> float:
    """How much of a sentence stands word for word in the program, from 0 to 1."""
    left = re.sub(r"\{\w+\}", "\0", text)
    whole = len(left.replace("\0", ""))
    for piece in sorted((one for one in written if one in left), key=len, reverse=True):
        left = left.replace(piece, "\0")
    return 1 - len(left.replace("\0", "")) / whole
