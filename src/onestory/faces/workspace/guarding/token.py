"""A family named without its number: by a token that one account was given minutes ago, and nobody can read or make up.

The number itself would say when the record was started, so it is locked and not only signed.
"""

from __future__ import annotations

import base64
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from onestory.access.viewer import Viewer

LASTS = 15 * 60
"""Seconds: long enough to read a page and write a sentence."""


def token_for(viewer: Viewer, family: UUID) -> str:
    return _lock().encrypt(viewer.account_id.bytes + family.bytes).decode()


def family_in(viewer: Viewer, token: str) -> UUID | None:
    """None for a token that is too old, was given to another account, or is none."""
    try:
        opened = _lock().decrypt(token.encode(), ttl=LASTS)
    except InvalidToken:
        return None
    return UUID(bytes=opened[16:]) if opened[:16] == viewer.account_id.bytes else None


def _lock() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"onestory.workspace.family-alongside")
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
