"""Codes: the six digits of a device, the picture it is set up by, and codes on paper.

Time-based one-time passwords after RFC 6238 (SHA-1, 30 s, six digits).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from typing import Any

from relata.store import Store

STEP = 30
"""Seconds for which a device shows one code."""

_DRIFT = 1
_DIGITS = 6
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 12


def step_of(secret: bytes, code: str, moment: float) -> int | None:
    """The time step a code belongs to, one early or late; None when to none."""
    digits, totp = digits_of(code), _totp(secret)
    now = int(moment // STEP)
    found = None
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if hmac.compare_digest(totp.generate(step * STEP), digits.encode("ascii")):
            found = step
    return found


def digits_of(code: str) -> str:
    """The six digits of a code as a person types it, or nothing."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in "".join(code.split()))
    return plain if len(plain) == _DIGITS and plain.isdecimal() else ""


def new_code() -> str:
    """A recovery code: 60 random bits in groups a person can copy by hand."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE_LETTERS, 4))


def hash_of_code(store: Store, owner: bytes, code: str) -> bytes:
    """What is kept of a recovery code, however it was typed."""
    plain = "".join(c for c in code.upper() if c.isalnum()).encode("utf-8")
    key = store.keys.derive("recovery codes")
    return hmac.new(key, owner + plain, hashlib.sha256).digest()


def address_for(secret: bytes, name: str, label: str) -> str:
    """The address that sets a device up (otpauth)."""
    return str(_totp(secret).get_provisioning_uri(name, label))


def drawn(address: str) -> str:
    """The address as a QR code: black on white in every theme, or no camera reads it."""
    import segno

    picture = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        picture, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", scale=4
    )
    return picture.getvalue().decode("utf-8")


def _totp(secret: bytes) -> Any:
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(secret, _DIGITS, SHA1(), STEP, enforce_key_length=True)
