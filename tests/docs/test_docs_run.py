"""Every command and every example in the README and the docs is typed and run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_HERE = re.compile(r"^(make|git|cd|pip|uv) |pip install")
"""Lines that set the project itself up; `make` and a fresh clone try them."""


def blocks(page: Path) -> list[tuple[str, str]]:
    """The console and Python blocks of a page, in order."""
    return [
        (kind, body)
        for kind, body in BLOCK.findall(page.read_text("utf-8"))
        if kind in ("console", "python")
    ]


@pytest.mark.parametrize(
    "page", [p for p in PAGES if blocks(p)], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_page_can_be_followed_from_its_first_line_to_its_last(page: Path, tmp_path: Path) -> None:
    """A reader who types what the page says gets what the page says."""
    shutil.copytree(ROOT / "docs" / "samples", tmp_path / "samples")
    environment = {
        **os.environ,
        "RELATA_PASSPHRASE": "correct horse battery",
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "100",
    }
    for kind, body in blocks(page):
        if kind == "python":
            _run([sys.executable, "-c", body], tmp_path, environment, body)
            continue
        for line, expected in commands(body):
            if NOT_HERE.match(line):
                continue
            printed = _run(["bash", "-c", line], tmp_path, environment, line)
            for wanted in expected:
                assert wanted in printed, f"{line}\nshould print: {wanted}\nprinted:\n{printed}"


def commands(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines it is shown to print.

    A shown line is held against what is printed, word by word, unless it holds "...":
    ids and times differ from run to run.
    """
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:].strip(), []))
        elif line.strip() and "..." not in line and found:
            found[-1][1].append(line.strip())
    return found


def _run(command: list[str], folder: Path, environment: dict[str, str], told: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    expected = 1 if "# refused" in told else 0
    assert done.returncode == expected, f"{told}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr
