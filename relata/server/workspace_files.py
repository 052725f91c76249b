"""The built workspace, served from memory."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get

BUILT = Path(__file__).parent / "static"

_MISSING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Relata</title>
<p>The workspace was not built into this installation of Relata.</p>
<p>In a checkout: <code>make workspace</code> (it needs Node 20), then start the server again.
Or install Relata from a wheel, which carries it.</p></html>
"""


@dataclass(frozen=True)
class Built:
    """One file of the workspace, as it is and packed."""

    media_type: str
    plain: bytes
    packed: bytes | None
    lasting: bool


def load(folder: Path = BUILT) -> dict[str, Built]:
    """All files of the built workspace by their path; empty where it was not built."""
    found: dict[str, Built] = {}
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file():
            path = "/" + file.relative_to(folder).as_posix()
            kind = _KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0]
            plain = file.read_bytes()
            packed = gzip.compress(plain, 9, mtime=0) if file.suffix in _PACKED else None
            found[path] = Built(
                kind or "application/octet-stream", plain, packed, path.startswith("/assets/")
            )
    return found


@get(["/", "/{path:path}"], include_in_schema=False, sync_to_thread=False)
def workspace(request: Request[Any, Any, Any], path: str = "/") -> Response[bytes]:
    """A file of the workspace; any other address is a place within it."""
    files: dict[str, Built] = request.app.state.files
    file = files.get(path)
    if file is None and (path.startswith(("/api/", "/assets/")) or "." in path.rsplit("/", 1)[-1]):
        return Response(b"Not found", status_code=404, media_type="text/plain")
    file = file or files.get("/index.html")
    if file is None:
        return Response(_MISSING.encode(), status_code=503, media_type="text/html")
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if file.lasting else "no-cache"
    }
    if path.startswith(_PAPER):
        headers["content-security-policy"] = _PAPER_POLICY
    body = file.plain
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body = file.packed
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(body, media_type=file.media_type, headers=headers)


_PAPER = "/assets/pdf.worker"
_PAPER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""The worker that draws PDF, and it alone, may compile the picture decoders it comes with."""
_PACKED = {".js", ".css", ".html", ".svg", ".json", ".mjs", ".wasm"}
_KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
