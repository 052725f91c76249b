"""Codebooks from starters and files, and the codebook as a file."""

from __future__ import annotations

from typing import Any, Literal

import anyio.to_thread
import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State

from relata.codebook import CodebookEntry, codebook_bytes, codebook_from, read_codebook, starters
from relata.databank.bank import Databank

Form = Literal["yaml", "xlsx", "csv"]

_KINDS: dict[Form, str] = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


class StarterTold(msgspec.Struct, frozen=True):
    """A codebook that comes with Relata."""

    name: str
    title: str
    description: str
    codes: int
    variables: int


class Brought(msgspec.Struct, frozen=True):
    """What a codebook brought: counts of codes and variables, and the revision it made.

    `revision` is None when all of it stood already.
    """

    title: str
    added: int
    changed: int
    revision: str | None


@get("/codebook/starters", sync_to_thread=True)
def starting(bank: Databank) -> list[StarterTold]:
    """The codebooks that one can begin with."""
    found = []
    for name in starters():
        entry = read_codebook(name)
        found.append(
            StarterTold(
                name, entry.title, entry.description, len(entry.codes), len(entry.variables)
            )
        )
    return found


@post("/codebook/starters/{name:str}", status_code=200, sync_to_thread=True)
def start(bank: Databank, name: str) -> Brought:
    """Bring a starter in; what stands stays."""
    wanted = name if name in starters() else ""
    return _brought(bank, read_codebook(wanted))


@post("/codebook/import", status_code=200)
async def take_in(request: Request[Any, Any, State], bank: Databank, form: Form) -> Brought:
    """Bring a codebook in from a YAML, Excel or CSV file, whose bytes are the body."""
    data = await request.body()

    def work() -> Brought:
        return _brought(bank, codebook_from(data, f"Codebook.{form}"))

    return await anyio.to_thread.run_sync(work)


@get("/codebook/export", sync_to_thread=True)
def export(bank: Databank, form: Form = "yaml") -> Response[bytes]:
    """The codebook as a file."""
    return Response(
        codebook_bytes(bank.codebook.show(), f".{form}"),
        media_type=_KINDS[form],
        headers={
            "content-disposition": f'attachment; filename="codebook.{form}"',
            "cache-control": "no-store",
        },
    )


def _brought(bank: Databank, entry: CodebookEntry) -> Brought:
    before = bank.latest_number()
    found = bank.codebook.load(entry)
    mine = bank.history(limit=1, author=bank.viewer.name)
    made = mine[0].revision if mine and mine[0].number > before else None
    return Brought(
        entry.title,
        sum(len(one) for one in (found.codes_added, found.variables_added)),
        sum(len(one) for one in (found.codes_changed, found.variables_changed)),
        made,
    )


ROUTES = (starting, start, take_in, export)
