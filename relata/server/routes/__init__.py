"""The routes, one file a room of the workspace; each names its own in ROUTES."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

ROUTES: tuple[Any, ...] = tuple(
    route
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name)
    for route in importlib.import_module(f"{__name__}.{found.name}").ROUTES
)
