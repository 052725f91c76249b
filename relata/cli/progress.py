"""Progress of long work: a line on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(doing: str) -> Iterator[Callable[[int], None] | None]:
    """Count what is done, for as long as the block lasts; None when nobody looks.

    What is yielded is called with how many more are done.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(doing, total=None)

        def advance(more: int) -> None:
            shown.advance(task, more)

        yield advance


@contextmanager
def measuring() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show how far each step has come, for as long as the block lasts; None when nobody looks.

    What is yielded is called with the step, how much of it is done, and how much there is.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks = {}

        def tell(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = shown.add_task(step, total=of)
            shown.update(tasks[step], completed=done, total=of)

        yield tell
