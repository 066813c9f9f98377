"""Sessions that cannot be taken from the table they are kept in.

The table holds only a digest of the key in somebody's cookie, so that reading it signs nobody in; and what a session holds is
encrypted with a key made from that one, so that it can be neither read there nor copied from one row into another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

from onestory.access import signing_in
from onestory.access.models import SignedIn

NONCE = 12


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[SignedIn]:  # type: ignore[override]
        return SignedIn

    def encode(self, session_dict: dict[str, Any]) -> str:
        nonce = secrets.token_bytes(NONCE)
        said = json.dumps(session_dict, separators=(",", ":")).encode()
        return base64.b64encode(nonce + self._lock().encrypt(nonce, said, None)).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Nothing, where this key did not write it."""
        try:
            kept = base64.b64decode(session_data)
            found: dict[str, Any] = json.loads(self._lock().decrypt(kept[:NONCE], kept[NONCE:], None))
        except (InvalidTag, ValueError):
            return {}
        return found

    def _lock(self) -> AESGCM:
        return AESGCM(
            hmac.digest(settings.SECRET_KEY.encode(), f"onestory.session.{self.session_key}".encode(), "sha256")
        )

    def exists(self, session_key: str) -> bool:
        return super().exists(_kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> SignedIn:  # type: ignore[override]
        """The row: what is enforced is inside `session_data`; the rest is for listing it and ending it."""
        key, account = self._get_or_create_session_key(), data.get("_auth_user_id")  # type: ignore[attr-defined]
        return SignedIn(
            session_key=_kept(key), session_data=self.encode(data),
            expire_date=timezone.now() + signing_in.waits_for(data),
            account_id=UUID(account) if account else None,
            number=UUID(data["number"]) if account and "number" in data else None,
            device=data.get("device", "") if account else "", shared=bool(data.get("shared")),
            started_at=datetime.fromtimestamp(data["began"], UTC) if account and "began" in data else None,
            active_at=timezone.now() if account else None,
        )  # fmt: skip

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(_kept(key))

    def _get_session_from_db(self) -> SignedIn | None:
        found: SignedIn | None = SignedIn.objects.filter(
            session_key=_kept(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found


def _kept(key: str) -> str:
    """As long as the column: 160 bits."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]
