"""Identity of rows: what is made from content, and what is given.

Sources, texts and passages are named by what they are, so that two laptops
that take the same file in hold one source. Everything else is named by a
UUIDv7 (RFC 9562), which sorts by the time it was made.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
import time

ID_BYTES = 16

_lock = threading.Lock()
_last = 0


def new_id() -> bytes:
    """Make a UUIDv7 as 16 bytes; later calls in one process sort after earlier ones."""
    global _last
    with _lock:
        # 48 bits of milliseconds followed by 12 bits that count within one of them.
        _last = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        stamp = _last
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | tail
    return value.to_bytes(ID_BYTES, "big")


def keyed_id(key: bytes, kind: str, *parts: bytes) -> bytes:
    """Name something by its content, under a key of the databank.

    Without the key the name tells nothing of the content; with it, the same
    content has the same name in every copy of the databank.
    """
    mac = hmac.new(key, kind.encode("ascii"), hashlib.sha256)
    for part in parts:
        mac.update(len(part).to_bytes(8, "big"))
        mac.update(part)
    return mac.digest()[:ID_BYTES]
