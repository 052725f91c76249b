"""The databank: what `relata.open(path)` returns. It hands each question to its room.

Every face (notebook, command line, server) calls this and nothing below it. The rooms
are attributes: `bank.sources`, `bank.codebook`, `bank.cases`, `bank.coding`,
`bank.findings`, `bank.memos`, `bank.team`.
"""

from relata.databank.bank import Databank
from relata.databank.cases import Cases
from relata.databank.codebook import Codebook
from relata.databank.coding import Codings
from relata.databank.findings import Findings
from relata.databank.memos import Memos
from relata.databank.opening import init, open_databank, restore, unlock
from relata.databank.room import Room
from relata.databank.sources import Sources
from relata.databank.team import Team

__all__ = [
    "Cases",
    "Codebook",
    "Codings",
    "Databank",
    "Findings",
    "Memos",
    "Room",
    "Sources",
    "Team",
    "init",
    "open_databank",
    "restore",
    "unlock",
]
