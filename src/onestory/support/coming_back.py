"""How somebody without an account comes back: to a form they began, and later to what became of it.

A browser holds one random key. The number of the form and the code are worked out from it, each one way only: what the database
keeps leads back to neither. The reference is for saying aloud, and opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from onestory.core.errors import Invalid

# Without letters that are taken for numbers, or for each other, when read aloud or copied by hand.
_OURS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _OURS)
_AS_MEANT = str.maketrans("OIL", "011")
_BACK = str.maketrans(_OURS, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
OF_A_REFERENCE = 8
LENGTH = 12
"""Sixty bits: nobody finds one by trying, even without the limit on tries."""


def form_key(secret: str) -> UUID:
    """The number of the form that this browser began."""
    return UUID(bytes=_digest("form", secret)[:16])


def code_for(secret: str) -> str:
    """The same each time, so that a page shown again after a lost signal shows no second code."""
    return base64.b32encode(_digest("code", secret)[:10]).decode().translate(_ALPHABET)[:LENGTH]


def shown(code: str) -> str:
    """In fours, as it is copied by hand."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(typed: str) -> str:
    """The code that was meant, whatever stands between its letters. Raises Invalid for what cannot be one."""
    code = "".join(one for one in typed.upper() if one.isalnum()).translate(_AS_MEANT)
    if len(code) != LENGTH or set(code) - set(_OURS):
        raise Invalid(f"A code has {LENGTH} letters and numbers. Check what you typed.", "code")
    return code


def kept(code: str) -> str:
    """As the database holds it. With the installation's own key: its rows alone are no help in guessing."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"onestory.code.{code}".encode(), "sha256").hex()


def reference_of(request: UUID) -> str:
    """To say on the telephone: "the one that ends in 4KQ2"."""
    mixed = hashlib.sha256(f"onestory.reference.{request.hex}".encode()).digest()
    return shown(base64.b32encode(mixed[:5]).decode().translate(_ALPHABET))


def read_reference(typed: str) -> bytes | None:
    """What a reference was made of, whatever stands between its letters; None for what cannot be one."""
    reference = "".join(one for one in typed.upper() if one.isalnum()).translate(_AS_MEANT)
    if len(reference) != OF_A_REFERENCE or set(reference) - set(_OURS):
        return None
    return base64.b32decode(reference.translate(_BACK))


def _digest(what: str, secret: str) -> bytes:
    return hashlib.sha256(f"onestory.ask.{what}.{secret}".encode()).digest()
