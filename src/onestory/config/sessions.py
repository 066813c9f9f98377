"""Sessions that cannot be taken from the table they are kept in.

The table holds only a digest of the key in somebody's cookie, so that reading it signs nobody in; and what a session holds is
signed for that key alone, so that copying one row's content into another does not either.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone


class SessionStore(db.SessionStore):
    @property
    def key_salt(self) -> str:
        return f"onestory.session.{self.session_key}"

    def exists(self, session_key: str) -> bool:
        return super().exists(_kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = _kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(_kept(key))

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(
            session_key=_kept(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found


def _kept(key: str) -> str:
    """As long as the column: 160 bits."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]
