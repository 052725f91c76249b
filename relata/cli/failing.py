"""How a command ends: done, refused with a reason, wrongly used, or broken.

Standard error gets one sentence. What the library refuses is told in its own words,
which never quote testimony. An error nobody foresaw might: of it only the kind and
the place in the program are shown, unless RELATA_DEBUG asks for all.
"""

from __future__ import annotations

import os
import sys

import click

from relata.errors import RelataError

DONE, REFUSED, MISUSED, STOPPED = 0, 1, 2, 130


def guarded(program: click.Command, args: list[str]) -> int:
    """Run a program and turn whatever happens into an exit status."""
    _make_printable()
    if "_RELATA_COMPLETE" in os.environ:
        program.main(args, prog_name="relata")
    try:
        status = _run(program, args)
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()
        return DONE
    except OSError as fault:
        _let_go()
        return _told(REFUSED, f"The system refused: {fault.strerror or type(fault).__name__}.")
    return status


def _run(program: click.Command, args: list[str]) -> int:
    try:
        with program.make_context("relata", args) as context:
            program.invoke(context)
        return DONE
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _told(STOPPED, "Stopped. What was acknowledged is kept.")
    except RelataError as fault:
        return _told(REFUSED, str(fault))
    except OSError:
        raise
    except Exception as fault:
        return _broken(fault)


def _broken(fault: Exception) -> int:
    """Tell an unforeseen error by kind and place; its message might quote testimony."""
    from secrets import token_hex

    name = token_hex(4)
    if os.environ.get("RELATA_DEBUG") == "1":
        import traceback

        click.echo("".join(traceback.format_exception(fault)), err=True)
    return _told(
        REFUSED,
        f"Something went wrong that should not have (fault {name}: {_place(fault)}). Report "
        "these words; RELATA_DEBUG=1 shows more, which may quote testimony: do not pass it on.",
    )


def _place(fault: Exception) -> str:
    place = "?"
    trace = fault.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if f"{os.sep}relata{os.sep}" in code.co_filename:
            file = code.co_filename.rpartition(f"{os.sep}relata{os.sep}")[2]
            place = f"relata/{file.replace(os.sep, '/')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(fault).__name__} at {place}"


def _told(status: int, sentence: str) -> int:
    click.echo(f"relata: {sentence}", err=True)
    return status


def _make_printable() -> None:
    """A terminal that lacks a letter shows a sign in its place instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _let_go() -> None:
    """What cannot be written now cannot be written at exit either, which would say so again."""
    try:
        sys.stdout.flush()
    except OSError:
        _stop_writing()


def _stop_writing() -> None:
    """The reader of a pipe has left: let the rest, flushed at exit, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
