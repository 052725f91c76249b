"""Originals as obtained: to be looked at, listened to, and kept on one's own disk.

A browser is never handed bytes that act: pages are shown stripped and sandboxed, and
whatever a browser does not show by itself is only given to be kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import Parameter
from litestar.response import Stream

from relata.archive import Source
from relata.databank.bank import Databank

Id = Annotated[str, Parameter(description="The id of a source")]

_PIECE = 1 << 20
_MOST_AT_ONCE = 4 * _PIECE
"""Bytes of one answer to an open range: a player asks for the next when it needs them."""

_SHOWN = re.compile(r"(audio|video)/[\w.+-]+|image/(png|jpeg|gif|webp|avif|bmp)|application/pdf")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")

_POLICY = "; ".join(
    ("default-src 'none'", "img-src data:", "frame-ancestors 'self'", "base-uri 'none'", "sandbox")
)
_PAGE_POLICY = f"{_POLICY}; style-src 'unsafe-inline'; form-action 'none'"


@get("/sources/{source:str}/page", sync_to_thread=True)
def page(bank: Databank, source: Id) -> Response[bytes]:
    """A web page as obtained, with nothing in it that acts or calls out."""
    return Response(
        bank.sources.safe_html(source),
        media_type="text/html; charset=utf-8",
        headers={"content-security-policy": _PAGE_POLICY, "cache-control": "no-store"},
    )


@get("/sources/{source:str}/original", sync_to_thread=True, include_in_schema=False)
def original(
    request: Request[Any, Any, State], bank: Databank, source: Id, keep: bool = False
) -> Response[Any]:
    """The bytes as obtained, or the part of them that a Range header asks for."""
    of = bank.sources.get(source)
    headers = _headers(of, keep)
    wanted = request.headers.get("range")
    if wanted is None:
        headers["content-length"] = str(of.size)
        media_type = headers.pop("content-type")
        return Stream(_pieces(bank, of), media_type=media_type, headers=headers)
    part = _part(wanted, of.size)
    if part is None:
        headers["content-range"] = f"bytes */{of.size}"
        return Response(b"", status_code=416, headers=headers)
    start, end = part
    headers["content-range"] = f"bytes {start}-{end - 1}/{of.size}"
    media_type = headers.pop("content-type")
    return Response(
        bank.sources.original_part(of.id, start, end),
        status_code=206,
        media_type=media_type,
        headers=headers,
    )


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """The first and the first left-out byte of a single range; None where there is none."""
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or not (found[1] or found[2]) or size == 0:
        return None
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    else:
        start = int(found[1])
        end = min(int(found[2]) + 1, size) if found[2] else size
    if start >= end:
        return None
    return start, min(end, start + _MOST_AT_ONCE)


def _headers(of: Source, keep: bool) -> dict[str, str]:
    shown = _SHOWN.fullmatch(of.media_type) is not None and not keep
    how = "inline" if shown else "attachment"
    name = quote(of.origin.rsplit("/", 1)[-1] or of.id, safe="")
    return {
        "content-type": of.media_type if shown else "application/octet-stream",
        "content-disposition": f"{how}; filename*=UTF-8''{name}",
        "content-security-policy": _POLICY,
        "content-encoding": "identity",
        "accept-ranges": "bytes",
        "cache-control": "no-store",
    }


def _pieces(bank: Databank, of: Source) -> Iterator[bytes]:
    for start in range(0, of.size, _PIECE):
        yield bank.sources.original_part(of.id, start, min(start + _PIECE, of.size))


ROUTES = (page, original)
