"""Write the description of the server's interface, from which the workspace's types are made.

`python tools/workspace_api.py` writes workspace/openapi.json; `--check` fails when it has drifted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from litestar.datastructures import State

from relata.server.app import litestar

FILE = Path(__file__).parent.parent / "workspace" / "openapi.json"


def description() -> str:
    """The OpenAPI description of the routes, as it is kept in the checkout."""
    told = litestar(State()).openapi_schema.to_schema()
    return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    now = description()
    if "--check" in sys.argv:
        if not FILE.is_file() or FILE.read_text(encoding="utf-8") != now:
            print("workspace/openapi.json has drifted: run `make api`.", file=sys.stderr)
            return 1
        return 0
    FILE.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
