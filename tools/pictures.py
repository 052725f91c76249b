"""The pictures of the README, drawn from the demonstration databank.

    python tools/pictures.py            make the demonstration anew and draw
    python tools/pictures.py DATABANK   draw from one that is there

One shows what a terminal prints, one what a notebook shows: what the program says, laid
out as HTML and photographed by chromium. Two show the workspace (`workspace_pictures`).
Nothing is fetched.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relata.findings import MotiveRow, Motives

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 104
BRANCH = "the-life"
FEW = 3
"""The number that is opened counts at least so many cases, and as few as any that does."""

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--lang=en-GB",
)

TERMINAL = """
body { margin: 0; background: #f3f1ec; padding: 28px; }
main { background: #1d2127; border-radius: 10px; box-shadow: 0 8px 24px #0003; overflow: hidden; }
header { background: #2b3038; padding: 10px 14px; display: flex; gap: 8px; }
header i { width: 12px; height: 12px; border-radius: 6px; background: #565d68; }
pre { margin: 0; padding: 18px 22px 22px; color: #d9dce1; unicode-bidi: plaintext;
      white-space: pre-wrap; overflow-wrap: anywhere;
      font: 15px/1.45 "DejaVu Sans Mono", "Noto Sans Arabic", monospace; }
.prompt { color: #8fc7a4; } .typed { color: #ffffff; font-weight: bold; } .cut { color: #8a929e; }
"""

NOTEBOOK = """
body { margin: 0; background: #ffffff; padding: 24px 28px; color: #1b1f24;
       font: 14px/1.45 "Noto Sans", "DejaVu Sans", sans-serif; }
section { display: grid; grid-template-columns: 64px 1fr; column-gap: 10px; margin-bottom: 12px; }
.mark { font: 13px/1.6 "DejaVu Sans Mono", monospace; color: #5b6b8c; text-align: right; }
.code { background: #f5f6f8; border: 1px solid #dfe2e8; border-radius: 4px; padding: 10px 12px;
        margin: 0; font: 14px/1.5 "DejaVu Sans Mono", monospace; white-space: pre; }
table { font-size: 14px; white-space: nowrap; } caption { font-weight: bold; padding-bottom: 6px; }
thead th { border-bottom: 1px solid #9aa3b2; } tbody tr:nth-child(even) { background: #f7f8fa; }
summary { cursor: pointer; } ul { padding-inline-start: 16px; list-style: none; }
td code { font: 12px/1.6 "DejaVu Sans Mono", monospace; color: #3c4a66; display: block;
          white-space: normal; width: 25ch; padding-inline-start: 1ch; }
tbody { font-variant-numeric: tabular-nums; }
p { color: #4a5260; max-width: 96ch; }
"""


def typed(command: str, databank: Path) -> str:
    """What a command prints on a terminal, its colours included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    with subprocess.Popen(
        command.split(),
        cwd=databank,
        env={
            **{k: v for k, v in os.environ.items() if k not in ("RELATA_USER", "NO_COLOR")},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "TERM": "xterm-256color",
            "COLUMNS": str(COLUMNS),
        },
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        printed = b""
        while piece := _piece(ours):
            printed += piece
    os.close(ours)
    if running.returncode:
        raise SystemExit(f"{command} ended with {running.returncode}")
    return printed.decode("utf-8").replace("\r\n", "\n")


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux tells that nobody writes any more
        return b""


def terminal_page(databank: Path, opened: str) -> str:
    """The commands and what they print, as a page that looks like a terminal."""
    parts = []
    for command, most in (
        (f"relata find motives --under {BRANCH}", 11),
        (f"relata find motives --open {opened}", 24),
    ):
        lines = typed(command, databank).strip("\n").split("\n")
        cut = '<span class="cut">⋮</span>' if len(lines) > most else ""
        prompt = '<span class="prompt">Departures $</span>'
        parts += [
            f'{prompt} <span class="typed">{escape(command)}</span>',
            coloured("\n".join(lines[:most])),
            cut,
            "",
        ]
    answers = "\n".join(parts).rstrip("\n")
    bar = "<header><i></i><i></i><i></i></header>"
    return page(TERMINAL, f"<main>{bar}<pre>{answers}</pre></main>")


def coloured(printed: str) -> str:
    """Terminal colours as HTML."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, file=io.StringIO(), width=COLUMNS + 20)
    console.print(Text.from_ansi(printed), soft_wrap=True)
    return console.export_html(inline_styles=True, code_format="{code}").rstrip("\n")


def worth_opening(found: Motives) -> MotiveRow:
    """A row whose cases a picture has room for."""
    rows = [row for row in found.rows if row.depth and row.cases >= FEW]
    return min(rows, key=lambda row: row.cases)


def notebook_page(found: Motives) -> str:
    """A notebook cell and the finding it shows, one number of it unfolded."""
    html = found._repr_html_()
    row = html.index(f">{escape(worth_opening(found).label)}<")
    number = html.index("<details>", row)
    html = html[:number] + "<details open>" + html[number + len("<details>") :]
    code = (
        "import relata\n\n"
        'bank = relata.open("Departures")\n'
        f'bank.findings.motives(under="{BRANCH}")'
    )
    return page(
        NOTEBOOK,
        f'<section><div class="mark">In [1]:</div><pre class="code">{escape(code)}</pre></section>'
        f'<section><div class="mark">Out[1]:</div><div>{html}</div></section>',
    )


def page(style: str, body: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style><body>{body}</body>'


def photograph(pages: dict[str, tuple[str, int]], databank: Path) -> None:
    """Draw each page, so many pixels wide, into its file; then the workspace on a databank."""
    import workspace_pictures
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*QUIET, *sandbox]
        )
        for name, (html, width) in pages.items():
            view = browser.new_page(
                viewport={"width": width, "height": 400}, device_scale_factor=1.5
            )
            view.context.set_offline(True)
            view.set_content(html)
            view.screenshot(path=PICTURES / name, full_page=True)
        workspace_pictures.draw(databank, browser, PICTURES)
        browser.close()


def main(arguments: list[str]) -> int:
    """Draw the pictures."""
    import relata
    from relata.demo.write import PASSPHRASE, write

    os.environ["RELATA_PASSPHRASE"] = PASSPHRASE
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="relata-pictures-") as folder:
        databank = Path(arguments[0]) if arguments else Path(folder) / "Departures"
        if not arguments:
            write(databank).close()
        with relata.open(databank) as bank:
            found = bank.findings.motives(under=BRANCH)
            notebook = notebook_page(found)
        opened = worth_opening(found).code.rpartition("/")[2]
        terminal = terminal_page(databank, opened)
        pages = {"terminal.png": (terminal, 1060), "notebook.png": (notebook, 1310)}
        photograph(pages, databank)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
