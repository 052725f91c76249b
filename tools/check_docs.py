"""Checks on the docs that need no databank: links lead somewhere, pages have their parts.

    python tools/check_docs.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(#[^)\s]*)?\)")
DECISION_PARTS = ("## Context", "## Decision", "## Consequences")


def broken_links(page: Path) -> list[str]:
    """Links of a page to files that are not there."""
    faults = []
    for target, _ in LINK.findall(page.read_text("utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        if not (page.parent / target).exists():
            faults.append(f"{page.relative_to(ROOT)}: the link to {target} leads nowhere")
    return faults


def missing_parts(page: Path) -> list[str]:
    """Parts that a page about a decision lacks."""
    text = page.read_text("utf-8")
    return [
        f"{page.relative_to(ROOT)}: lacks the part {part!r}"
        for part in DECISION_PARTS
        if part not in text
    ]


def undocumented_words() -> list[str]:
    """Glossary words that the glossary does not explain."""
    words = (
        "Databank Source Text Passage Code Variable Codebook Coding Case Value Evidence Statement "
        "Figure Speaker Origin Copy Round Agreement Adjudication Consensus Proposal Finding Release "
        "Consent Vault Revision"
    ).split()
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return [f"docs/glossary.md: does not explain {w}" for w in words if f"**{w}**" not in text]


def generated_pages_are_current() -> list[str]:
    """Pages made from the program say what the program says now."""
    sys.path.insert(0, str(ROOT))
    from tools import reference_pages

    return [
        f"{page.relative_to(ROOT)}: is not what the program says; run tools/reference_pages.py"
        for page, text in reference_pages.pages(ROOT).items()
        if not page.is_file() or page.read_text("utf-8") != text
    ]


def main() -> int:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    faults = [fault for page in pages for fault in broken_links(page)]
    for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        faults += missing_parts(page)
    faults += undocumented_words()
    faults += generated_pages_are_current()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(pages)} pages checked, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
