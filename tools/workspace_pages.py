"""Two more reference pages, made from the workspace: its HTTP interface and its keys.

`tools/reference_pages.py` writes them with the others. The interface is read from
`workspace/openapi.json`, the keys from where the workspace claims them and from the
English words in which the sheet behind `?` lists them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

WORKSPACE = Path(__file__).resolve().parents[1] / "workspace"
METHODS = ("get", "post", "put", "patch", "delete")

CHAPTERS = {
    "Coming in and going out": "enter sign-in sign-out lock unlock waiting second-factor invited"
    " accept me",
    "Sources": "sources intake relations search",
    "Codings": "codings",
    "Memos": "memos",
    "Codebook": "codebook",
    "Cases": "cases values",
    "Findings": "findings",
    "History": "history undo changes",
    "Team": "team",
    "Live": "live present",
}
"""Headings, and the first words of the paths below them; other paths come last."""

STATUSES = (
    ("401", "nobody is signed in"),
    ("403", "the role does not allow it, the passphrase is wrong, or another site asks"),
    ("404", "there is no such source, code, case or address"),
    ("413", "more than the server takes at once"),
    ("421", "the server does not go by the name in `Host`"),
    ("422", "the library refuses; nothing was changed"),
    ("423", "the session is locked, or waits for a second factor"),
    ("429", "too many attempts or too many at once; `wait` says how many seconds to wait"),
    ("503", "the database does not answer, or the disk is full; it may be tried again"),
)

STREAMS = (
    ("`GET`", "`/api/live`", "", "What others change, and who is where: a stream of events."),
    (
        "`GET`",
        "`/api/sources/{source}/original`",
        "`keep`",
        "The bytes as obtained, or the part that `Range` asks for; with `keep`, to be saved.",
    ),
)
"""Answers that are no JSON, and stand in no description."""

IN_THE_TEXT = (
    ("`←` `→`", "A character back or on"),
    ("`Ctrl+←` `Ctrl+→`", "A word back or on"),
    ("`↑` `↓`", "A line up or down"),
    ("`Alt+↑` `Alt+↓`", "A sentence back or on"),
    ("`Ctrl+↑` `Ctrl+↓`", "A paragraph back or on"),
    ("`PageUp` `PageDown`", "A page up or down"),
    ("`Home` `End`", "Beginning or end of the line; with Ctrl, of the text"),
    ("`Shift` with any of these", "Select up to there"),
    ("`Ctrl+A`", "Select the whole text"),
    ("`Space`", "Take the innermost passage at the caret in hand"),
    ("a letter", "With words selected: choose a code by its letters"),
)
"""Keys that are the text's own (`reading/engine/hand.ts`), not claimed by a room."""


def http() -> Iterator[str]:
    """Every address of the server: method, path, what it does."""
    yield from ("# The HTTP interface", "")
    yield (
        "What `relata serve` answers, and the workspace asks. It belongs to the workspace and "
        "changes with it; programs of your own had better use [the library](python.md). A running "
        "server describes itself at `/api/schema/openapi.json`."
    )
    yield ""
    yield (
        "Bodies and answers are JSON, except files and the stream of events. Offsets count "
        "Unicode code points. A session is a cookie. A request that changes something has to come "
        "from the same site (`Sec-Fetch-Site` or `Origin`); with a header `Relata-Act`, a name of "
        "at most 64 characters, it is done once however often it is sent."
    )
    yield ""
    yield (
        'A refusal is `{"error": ..., "message": ..., "remedy": ...}`, in the words of '
        "[the errors](errors.md):"
    )
    yield ""
    yield from _table(("status", "it means"), STATUSES)
    paths = json.loads((WORKSPACE / "openapi.json").read_text("utf-8"))["paths"]
    chapters: dict[str, list[Sequence[str]]] = defaultdict(list)
    for path, ways in paths.items():
        chapters[_chapter(path)] += [
            (f"`{way.upper()}`", f"`{path}`", _asked(ways[way]), ways[way].get("description", ""))
            for way in METHODS
            if way in ways
        ]
    for row in STREAMS:
        chapters[_chapter(row[1].strip("`"))].append(row)
    for heading in (*CHAPTERS, "Others"):
        if chapters[heading]:
            yield from ("", f"## {heading}", "")
            yield from _table(("", "path", "may be asked with", "what it does"), chapters[heading])


def _chapter(path: str) -> str:
    first = path.removeprefix("/api/").partition("/")[0]
    return next((name for name, firsts in CHAPTERS.items() if first in firsts.split()), "Others")


def _asked(operation: dict[str, Any]) -> str:
    return ", ".join(
        f"`{one['name']}`" for one in operation.get("parameters", []) if one["in"] == "query"
    )


# -- the keys -----------------------------------------------------------------

CLAIMED = re.compile(
    r'keys: "([^"]+)",\s*says: \(\) => t\("([^"]+)"\),\s*room(?:: \(\) => t\("([^"]+)"\))?'
)
ROOM_OF_FILE = re.compile(r'const room = \(\) => t\("([^"]+)"\)')
IN_SHORT = re.compile(
    r'claim\(\s*(?:"([^"]+)"|String\(digit\)|`(Alt\+)\$\{digit\}`),\s*(?:digit === 1 \? )?"([^"]*)"'
)
WORDS_IN_SHORT = re.compile(r"t\(`([\w. ]+)\$\{says\}`\)")
GOES_TO = re.compile(r'name: "(\w+)",[^}]*?\bkey: "(\w)"')


def keys() -> Iterator[str]:
    """The keys of the workspace, place by place."""
    yield from ("# The keys of the workspace", "")
    yield (
        "`?` shows those that work where you are. On a Mac, Ctrl is ⌘ and Alt is ⌥. While you type "
        "into a field, single letters are left to the field."
    )
    found = claimed()
    for place in sorted(found, key=lambda place: place != "Everywhere"):
        yield from ("", f"## {place}", "")
        yield from _table(("keys", "what they do"), found[place])
        if place == "Reading and coding":
            yield from ("", "### In the text itself", "")
            yield from _table(("keys", "what they do"), IN_THE_TEXT)


def claimed() -> dict[str, list[tuple[str, str]]]:
    """All keys that the workspace claims, with what they do, by place."""
    words = catalogue()
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in claiming():
        for place, pressed, says in claims_of(file):
            short = pressed.replace("1 2 3 4 5 6 7 8 9", "1…9")
            row = (" ".join(_kbd(one) for one in short.split(" ")), words[says])
            if row not in found[words[place]]:
                found[words[place]].append(row)
    rooms = GOES_TO.findall((WORKSPACE / "src" / "shell" / "rooms.ts").read_text("utf-8"))
    found[words["shell.everywhere"]] += [
        (_kbd(f"Alt+{key}"), words[f"shell.room.{room}"]) for room, key in rooms
    ]
    return dict(found)


def claims_of(file: Path) -> list[tuple[str, str, str]]:
    """The keys that a file claims: the names of the place and of what they do, in the catalogue."""
    text = file.read_text("utf-8")
    rooms = ROOM_OF_FILE.findall(text) or ["reading.keys"]
    found = [(room or rooms[0], pressed, says) for pressed, says, room in CLAIMED.findall(text)]
    if said := WORDS_IN_SHORT.search(text):
        for pressed, prefix, says in IN_SHORT.findall(text):
            if says:
                found.append((rooms[0], pressed or f"{prefix}1…9", said[1] + says))
    if "`${i + 1}`" in text:
        pages = [name for name in catalogue() if name.startswith("findings.page.")]
        found += [("shell.room.findings", str(i), page) for i, page in enumerate(pages, 1)]
    return found


def claiming() -> list[Path]:
    """The files of the workspace that claim keys."""
    source = WORKSPACE / "src"
    return [
        file
        for kind in ("*.svelte", "*.ts")
        for file in sorted(source.rglob(kind))
        if re.search(r"\bkeys\.claim\(", file.read_text("utf-8"))
    ]


def catalogue() -> dict[str, str]:
    """The English words of the workspace, by room and name."""
    return {
        f"{file.stem}.{name}": told
        for file in sorted((WORKSPACE / "src" / "i18n" / "en").glob("*.json"))
        for name, told in json.loads(file.read_text("utf-8")).items()
    }


def _kbd(pressed: str) -> str:
    drawn = pressed.replace("Mod", "Ctrl")
    for name, arrow in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓")):
        drawn = drawn.replace(f"Arrow{name}", arrow)
    return f"`{re.sub(r'(?<=[+])[a-z]$', lambda letter: letter[0].upper(), drawn)}`"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (heading, ["---"] * len(heading), *rows):
        yield "| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in row) + " |"
