"""Build the workspace into the package, so that a wheel and an sdist carry it.

Where it was built already (an sdist) it is taken as it is. Where Node is missing the
package is still made, without the workspace: `relata serve` then says so. An editable
install builds nothing: `make workspace` does.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WorkspaceHook(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build` before files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        built = root / "relata" / "server" / "static" / "index.html"
        source = root / "workspace" / "package.json"
        if version == "editable" or not source.is_file():
            return
        npm = shutil.which("npm")
        if npm is None:
            if not built.is_file():
                self.app.display_warning("npm is missing: this build carries no workspace.")
            return
        for command in ("ci", "--no-audit", "--no-fund"), ("run", "build"):
            subprocess.run([npm, *command], cwd=source.parent, check=True)
