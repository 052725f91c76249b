"""The rooms of numbers cost nothing until a number is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("room", ["relata.stats", "relata.findings"])
def test_importing_a_room_loads_no_heavy_library(room):
    """Importing the room leaves NumPy, SciPy, polars and rich alone."""
    script = (
        f"import sys, {room}\n"
        "print([m for m in ('numpy', 'scipy', 'polars', 'pandas', 'rich') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout

    assert shown.strip() == "[]"
