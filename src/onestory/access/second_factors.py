"""Secrets of second steps, encrypted for the one account they belong to: a row copied to another account opens nothing (HZ-75).

The library encrypts a secret before it says whose it is, so `encrypt` only wraps it, and it is sealed when the row that
carries it is made; read back, it remembers whose row it came from.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALED = ("secret", "seed")
NONCE = 12


class Unreadable(ValueError):
    """Not sealed with this installation's key, or not for this account."""


class ToSeal(str):
    """A secret in the clear, on its way into a row; never saved as it is."""

    __slots__ = ()


class Sealed(str):
    """What stands in a row, with the account whose row it is."""

    account: str


def seal(secret: str, *, account: str) -> Sealed:
    nonce = secrets.token_bytes(NONCE)
    kept = Sealed(base64.b64encode(nonce + _lock().encrypt(nonce, secret.encode(), account.encode())).decode())
    kept.account = account
    return kept


def unseal(kept: str) -> str:
    """Raises Unreadable, also for what was not read from an account's row."""
    try:
        raw = base64.b64decode(kept, validate=True)
        return _lock().decrypt(raw[:NONCE], raw[NONCE:], getattr(kept, "account", "").encode()).decode()
    except (InvalidTag, ValueError):
        raise Unreadable("a second step's secret") from None


def bind(*, instance: Any, **_: Any) -> None:
    """Whenever a row is made, or read: seal for its account what is in the clear, and mark what is sealed as this account's."""
    account = str(instance.user_id)
    for key in SEALED:
        held = instance.data.get(key) if isinstance(instance.data, dict) else None
        if isinstance(held, ToSeal):
            instance.data[key] = seal(held, account=account)
        elif isinstance(held, str):
            instance.data[key] = Sealed(held)
            instance.data[key].account = account


def refuse_in_the_clear(*, instance: Any, **_: Any) -> None:
    """Before a row is saved. Raises RuntimeError rather than keep a secret that anyone could read."""
    if any(isinstance(held, ToSeal) for held in instance.data.values()):
        raise RuntimeError("a second step's secret was about to be kept in the clear")


def _lock() -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"onestory.second-factors.2")
    return AESGCM(key.derive(settings.SECRET_KEY.encode()))
