"""How signing in behaves: nobody opens an account for themselves, and no second factor can be read from the database."""

from __future__ import annotations

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by an administrator, so that each belongs to someone known."""
        return False


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator secrets and the seed of recovery codes are kept encrypted: a copy of the table signs nobody in (HZ-75)."""

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken for what this installation's key did not encrypt, which then lets nobody in."""
        return _lock().decrypt(encrypted_text.encode()).decode()


def _lock() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"onestory.second-factors")
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
