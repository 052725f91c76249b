"""Checks on the docs that need no databank; `tests/docs` types what stands in them.

    python tools/check_docs.py

Links lead somewhere, decisions have their parts, the glossary has every word, pages made
from the program say what it says now, each page is linked from another, each command is
shown at work, and nothing tells of the machine the pages were written on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]*)(#[^)\s]*)?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOLD_OF_A_MACHINE = re.compile(r"/work/|/root/|/home/|/tmp/|pytest-of")
DECISION_PARTS = ("Context", "Decision", "Consequences")
WORDS = """
    Databank Source Text Passage Code Variable Codebook Coding Case Value Evidence
    Statement Figure Speaker Origin Copy Round Agreement Adjudication Consensus
    Proposal Finding Release Consent Vault Revision
    Memo Session Invitation Succession
"""


def read(page: Path) -> str:
    return page.read_text("utf-8")


def broken_links(page: Path) -> Iterator[str]:
    """Links of a page to files that are not there, headings that are not there, or the web."""
    for target, anchor in LINK.findall(FENCED.sub("", read(page))):
        if "://" in target:
            yield f"the link to {target} leads out of the documentation"
            continue
        file = (page.parent / target) if target else page
        if not file.exists():
            yield f"the link to {target} leads nowhere"
        elif anchor and anchor[1:] not in {_anchor(h) for h in HEADING.findall(read(file))}:
            yield f"the link to {target}{anchor} leads to no heading"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def missing_parts(page: Path) -> Iterator[str]:
    """Parts that a page about a decision lacks, or has in another order."""
    found = [h for h in HEADING.findall(read(page)) if h in DECISION_PARTS]
    if tuple(found) != DECISION_PARTS:
        yield f"its parts are {found}, not {list(DECISION_PARTS)}"


def unexplained_words() -> Iterator[str]:
    """Words of the design that the glossary does not explain in a sentence."""
    text = read(ROOT / "docs" / "glossary.md")
    for word in WORDS.split():
        if not re.search(rf"^\*\*{word}\*\*: \w.+\.", text, re.MULTILINE):
            yield f"does not explain {word}"


def unlinked(pages: list[Path]) -> Iterator[str]:
    """Pages that no other page leads to."""
    reached = {
        (page.parent / target).resolve() for page in pages for target, _ in LINK.findall(read(page))
    }
    for page in pages:
        if page.resolve() not in reached and page.name not in ("README.md", "CHANGELOG.md"):
            yield f"{page.relative_to(ROOT)}: no page leads to it"


def stale() -> Iterator[str]:
    """Pages made from the program that do not say what it says now."""
    sys.path.insert(0, str(ROOT))
    from tools import reference_pages

    for page, text in reference_pages.pages(ROOT).items():
        if not page.is_file() or read(page) != text:
            yield f"{page.relative_to(ROOT)}: is stale; run `python tools/reference_pages.py`"


def never_typed(pages: list[Path]) -> Iterator[str]:
    """Commands of the program that no page shows at work."""
    import click

    from relata.cli.program import relata

    typed = "\n".join(block for page in pages for block in CONSOLE.findall(read(page)))
    lines = [line for line in typed.splitlines() if line.startswith("$ ")]
    context = click.Context(relata)
    for name in relata.list_commands(context):
        command = relata.get_command(context, name)
        under = [name]
        if isinstance(command, click.Group):
            under = [f"{name} {part}" for part in command.list_commands(context)]
        for words in under:
            shown = re.compile(rf"\brelata (--[\w-]+ \S+ )*{words}(?![\w-])")
            if not any(shown.search(line) for line in lines):
                yield f"no page types `relata {words}`"


def main() -> int:
    """Print every fault; 1 when there is one."""
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    faults = []
    for page in pages:
        name = page.relative_to(ROOT)
        faults += [f"{name}: {fault}" for fault in broken_links(page)]
        if TOLD_OF_A_MACHINE.search(read(page)):
            faults.append(f"{name}: tells of the machine it was written on")
        if page.parent.name == "decisions" and page.name[:1].isdigit():
            faults += [f"{name}: {fault}" for fault in missing_parts(page)]
    faults += [f"docs/glossary.md: {fault}" for fault in unexplained_words()]
    faults += [*unlinked(pages), *stale(), *never_typed(pages)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(pages)} pages checked, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
