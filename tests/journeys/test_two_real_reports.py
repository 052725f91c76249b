"""The first whole way: two real reports in, opened findings out, on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "real"
PASSPHRASE = "correct horse battery"
CODES = (
    "fear-of-air-raids",
    "not-what-was-imagined",
    "corrupt-leaders",
    "abuse-of-sunnis",
    "boredom",
)
"""The five motives of the report, in the order in which it names them."""


@pytest.fixture
def reports() -> Path:
    if not REPORTS.is_dir():
        pytest.skip("the folder of real reports is not here")
    return REPORTS


class Terminal:
    """Types commands in a folder, as a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def type(self, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "relata", *words],
            cwd=self.folder,
            env={**os.environ, "RELATA_PASSPHRASE": PASSPHRASE},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
        return done.stdout

    def ask(self, *words: str) -> Any:
        return json.loads(self.type(*words, "--json"))


def test_two_real_reports_go_in_and_a_table_of_motives_comes_out(
    reports: Path, tmp_path: Path
) -> None:
    """Every number of the table opens down to the sentence of the report it rests on."""
    terminal = Terminal(tmp_path)
    terminal.type("init", "study")
    terminal.folder = tmp_path / "study"
    added = terminal.ask("add", *(str(p) for p in sorted(reports.glob("*.txt"))))
    assert [item["language"] for item in added["items"]] == ["it", "it"]
    assert terminal.ask("search", "disertore")["items"], "an inflection finds the others"
    terminal.type("codebook", "import", "reasons-for-leaving")
    terminal.type("codebook", "import", "a-persons-way")

    gold = json.loads((reports / "gold.json").read_text("utf-8"))["defectors-databank.it.txt"]
    text = (reports / "defectors-databank.it.txt").read_text("utf-8")
    terminal.type("case", "new", "S-01", "--source", "defectors-databank.it.txt")
    for code, motive in zip(CODES, gold["motives_for_leaving"], strict=True):
        start = text.index(motive)
        terminal.type("code", "defectors-databank.it.txt", f"{start}:{start + len(motive)}", code)

    start, end = gold["figures"][-1]["text"]
    place = f"defectors-databank.it.txt:{start}:{end}"
    terminal.type("case", "set", "S-01", "role", "fighter", "--evidence", place)

    motives = terminal.ask("find", "motives")
    rows = {row["code"].rsplit("/", 1)[-1]: row for row in motives["items"]}
    for code in CODES:
        assert rows[code]["cases"] == 1
        assert rows[code]["sources"] == 1
    for code, motive in zip(CODES, gold["motives_for_leaving"], strict=True):
        opened = terminal.ask("find", "motives", "--open", code)
        sentences = [p["quotation"] for case in opened["items"] for p in case["passages"]]
        assert sentences == [motive]
        assert motive in terminal.type("find", "motives", "--open", code)
    before = motives["revision"]
    terminal.type("undo")
    assert terminal.ask("find", "motives", "--as-of", before)["items"] == motives["items"]
    assert terminal.type("verify").startswith("Sound")
