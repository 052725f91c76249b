"""The checks on the docs themselves: what they let pass, and what they find."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def loaded(name: str) -> ModuleType:
    """A tool of the folder `tools`, which is no package of the program."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks = loaded("check_docs")
reference = loaded("reference_pages")
keys = loaded("workspace_pages")

WritePage = Callable[[str], Path]


@pytest.fixture
def page(tmp_path: Path) -> WritePage:
    """Writes a page beside one that is called other.md and has the heading `The end`."""
    (tmp_path / "other.md").write_text("# Other\n\n## The end\n", "utf-8")

    def write(text: str) -> Path:
        path = tmp_path / "page.md"
        path.write_text(text, "utf-8")
        return path

    return write


def test_the_generated_pages_say_what_the_program_says() -> None:
    """A reference page that drifted from the program is found, and one command mends it."""
    made = reference.pages(ROOT)
    stale = [path.name for path, text in made.items() if path.read_text("utf-8") != text]

    assert len(made) == 10
    assert stale == [], "run `python tools/reference_pages.py`"


def test_every_command_right_and_refusal_is_on_its_page() -> None:
    """Nothing the program offers or refuses is left out of the reference."""
    import click

    from relata.cli.program import CHAPTERS, relata
    from relata.team.rights import ACTS

    pages = {path.name: text for path, text in reference.pages(ROOT).items()}
    commands = [name for names in CHAPTERS.values() for name in names]
    group = relata.get_command(click.Context(relata), "case")

    assert isinstance(group, click.Group)
    assert all(f"\n### relata {name}\n" in pages["command-line.md"] for name in commands)
    assert all(f"\n### relata case {name}\n" in pages["command-line.md"] for name in group.commands)
    assert all(f"| `{act}` |" in pages["rights.md"] for act in ACTS)
    assert "`relata.store.keys.WrongPassphrase`" in pages["errors.md"]
    assert "`relata.findings.expressions.BadExpression`" in pages["errors.md"]


def test_every_record_that_the_library_gives_back_is_on_its_page() -> None:
    """What a call returns can be looked up, whichever room it comes from."""
    from relata import databank

    page = reference.pages(ROOT)[ROOT / "docs" / "reference" / "python.md"]
    kinds = [databank.Databank, *(kind for kind in vars(databank).values() if is_room(kind))]
    returned = {
        name
        for kind in kinds
        for call in re.findall(r"\) -> ([^:]+):\n", inspect.getsource(kind))
        for name in re.findall(r"\b[A-Z]\w+", call)
    }
    plain = {"None", "Path", "Databank", "Mapping", "Viewer", "SecondFactorRule", "Iterator", "Any"}

    assert len(kinds) > 6
    unlisted = {
        name for name in returned - plain if not re.search(rf"^### .*\b{name}$", page, re.M)
    }
    assert unlisted == set(), "name them in RECORDS of tools/reference_pages.py"


def is_room(kind: object) -> bool:
    from relata.databank.room import Room

    return inspect.isclass(kind) and issubclass(kind, Room) and kind is not Room


def test_every_address_and_key_of_the_workspace_is_on_its_page() -> None:
    """What the server answers and what the workspace hears is left out nowhere."""
    made = {path.name: text for path, text in reference.pages(ROOT).items()}
    described = json.loads((ROOT / "workspace" / "openapi.json").read_text("utf-8"))["paths"]
    told = [words for words in keys.claimed().values() for words in words]

    assert all(f"| `{path}` |" in made["http.md"] for path in described)
    assert "\n## Others\n" not in made["http.md"], "a path stands in no chapter"
    assert len(told) > len(keys.claiming())
    for file in keys.claiming():
        assert keys.claims_of(file), f"no key of {file.name} was understood"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[there](other.md) and [its end](other.md#the-end)", 0),
        ("[gone](nowhere.md)", 1),
        ("[no such heading](other.md#the-beginning)", 1),
        ("![a picture](picture.png)", 1),
        ("[out](https://example.org/)", 1),
        ("# Here\n\n[above](#here)", 0),
        ("```text\n[in code](nowhere.md)\n```", 0),
    ],
)
def test_a_link_that_leads_nowhere_is_found(page: WritePage, text: str, faults: int) -> None:
    """A reader never follows a link into the void, nor out to somebody else's machine."""
    assert len(list(checks.broken_links(page(text)))) == faults


def test_a_decision_has_its_three_parts_in_order(page: WritePage) -> None:
    """What the situation was, what was chosen, and what follows."""
    whole = "# 1\n\n## Context\n\n## Decision\n\n## Consequences\n"

    assert list(checks.missing_parts(page(whole))) == []
    assert list(checks.missing_parts(page(whole.replace("## Decision\n", "")))) != []
    assert list(checks.missing_parts(page("## Decision\n\n## Context\n\n## Consequences"))) != []


def test_a_page_that_no_other_leads_to_is_found(
    page: WritePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page can be reached by following links."""
    first = page("[other](other.md)")
    other = first.with_name("other.md")
    monkeypatch.setattr(checks, "ROOT", first.parent)

    assert list(checks.unlinked([first, other])) == ["page.md: no page leads to it"]


def test_a_command_that_no_page_types_is_found(page: WritePage) -> None:
    """A newcomer sees every command at work somewhere, its subcommands too."""
    block = "```console\n$ relata --databank study verify\n$ relata users change Nadia\n```\n"
    faults = list(checks.never_typed([page(block)]))

    assert "no page types `relata undo`" in faults
    assert "no page types `relata users add`" in faults
    assert not any("verify" in fault or "users change" in fault for fault in faults)


def test_every_glossary_word_is_explained() -> None:
    """One sentence for each word of the design, in its own paragraph."""
    assert list(checks.unexplained_words()) == []
