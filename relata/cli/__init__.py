"""The command line: parse, call the databank, show.

`main` is what `relata` runs. Each command lies in a file of its own under
`commands`, is imported only when it is called, and imports what it needs only
when it runs, so that `relata --help` answers at once. No rule of the databank is
here: what is refused is refused by the library, in the same words everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 refused, 2 wrong use.

    `args` are the words after `relata`; left out, those the program was started with.
    """
    import sys

    from relata.cli.failing import guarded
    from relata.cli.program import relata

    return guarded(relata, list(sys.argv[1:] if args is None else args))
