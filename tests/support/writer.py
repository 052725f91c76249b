"""A process that writes and tells what was acknowledged, to be killed at any moment.

    python writer.py < {"folder": ..., "archive": ..., "user": ..., "first": n}

Every line on standard output is the name of a revision that was acknowledged.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import relata
from relata.store.keys import Keys


def words(number: int) -> str:
    """A report that can be found by one word no other report has."""
    return f"Report marked{number:05d}.\n\n" + f"The night was long, said guard {number}. " * 200


def main() -> None:
    from support.banks import put

    told = json.loads(sys.stdin.readline())
    keys = Keys(bytes.fromhex(told["archive"]), bytes.fromhex(told["user"]), "")
    bank = relata.open(told["folder"], keys=keys)
    number = told["first"]
    while True:
        source = put(bank, words(number), title=f"report {number}")
        print(bank.revision, flush=True)
        for start in range(0, 30, 10):
            done = bank.coding.code(source, (start, start + 9), code="brutality")
            print(done.revision, flush=True)
        number += 1


if __name__ == "__main__":
    main()
