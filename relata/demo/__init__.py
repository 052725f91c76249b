"""The fictional demonstration databank, and the test bed of the project.

A war that never was, in a country that is on no map: sixty invented people left
an invented group, some spoke with a study centre, newspapers and courts told of
others, agencies' reports were reprinted, officials quarrelled over numbers, and
two coders read it all and did not quite agree. `story(seed)` makes all of it
from prose banks as plain records, each with its truth beside it; `write(folder)`
takes it into a databank the way a team would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relata.demo.model import (
    Person,
    Story,
    StoryCoding,
    StoryFact,
    StoryFigure,
    StoryPassage,
    StorySource,
    StoryStatement,
    StoryValue,
)

if TYPE_CHECKING:
    from relata.demo.telling import story
    from relata.demo.write import PASSPHRASE

__all__ = [
    "PASSPHRASE",
    "Person",
    "Story",
    "StoryCoding",
    "StoryFact",
    "StoryFigure",
    "StoryPassage",
    "StorySource",
    "StoryStatement",
    "StoryValue",
    "story",
]

_WHERE = {
    "story": "relata.demo.telling",
    "PASSPHRASE": "relata.demo.write",
}


def __getattr__(name: str) -> Any:
    """Loaded when first used: the command line starts without the prose."""
    if name in _WHERE:
        import importlib

        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"relata.demo has no {name!r}")
