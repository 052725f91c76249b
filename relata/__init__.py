"""Relata: a testimony databank.

bank = relata.open("departures", passphrase=...)
bank.sources.add("report.html")
bank.search("disertori")
bank.findings.motives().to_polars()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from relata.databank import Databank, init, restore
    from relata.databank import open_databank as open

__all__ = ["Databank", "RelataError", "init", "open", "restore"]

_WHERE = {
    "Databank": ("relata.databank", "Databank"),
    "RelataError": ("relata.errors", "RelataError"),
    "init": ("relata.databank", "init"),
    "open": ("relata.databank", "open_databank"),
    "restore": ("relata.databank", "restore"),
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that `relata --help` does not wait for it all."""
    if name in _WHERE:
        import importlib

        module, attribute = _WHERE[name]
        return getattr(importlib.import_module(module), attribute)
    raise AttributeError(f"module 'relata' has no attribute {name!r}")
