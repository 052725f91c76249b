"""What a coding act did, told to the person who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relata.cli import records, screen

if TYPE_CHECKING:
    from relata.coding import Coded


def put_coded(done: Coded, revision: str, *, as_json: bool) -> None:
    """Print the codings made; `revision` is the databank's, for when none was made."""
    if as_json:
        screen.put_list(
            map(records.coding, done.codings), done.revision or revision, stood=done.stood
        )
        return
    open_ended = sum(coding.case is None for coding in done.codings)
    if done.codings:
        sources = len({coding.source for coding in done.codings})
        screen.say(
            f"Coded {screen.counted(len(done.codings), 'passage')} of "
            f"{screen.counted(sources, 'source')} as {done.codings[0].code}."
        )
    else:
        screen.say("Nothing new was coded.")
    if done.stood:
        screen.say(f"{screen.counted(done.stood, 'passage')} had this code from you already.")
    if open_ended:
        screen.say(
            f"{screen.counted(open_ended, 'coding')} without a case: the source tells of none or "
            "of several. `relata link CASE SOURCE` says of whom, --case says it for one coding."
        )
    if done.revision:
        name = records.short(done.revision)
        screen.say(f"Revision {name}; `relata undo {name}` takes it back.")
