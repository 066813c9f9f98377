"""A cache that every process shares, in PostgreSQL: how often somebody tried, and which codes were used already.

Kept in each process's own memory, a limit of ten tries would be ten for each of them, and a code of an authenticator app could
be used twice. Django's own cache in the database keeps pickles, which run as code when read; this one keeps JSON.
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

from onestory.access.models import Tally

FOREVER = timedelta(days=1)
_PUT = """
INSERT INTO access_tally AS kept (key, value, ends_at) VALUES (%s, %s::jsonb, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at {only_where} RETURNING 1
"""
_ADD_TO = """
UPDATE access_tally SET value = to_jsonb((value #>> '{}')::bigint + %s) WHERE key = %s AND ends_at > %s
RETURNING (value #>> '{}')::bigint
"""


class Remembering(BaseCache):
    """What is asked inside a transaction waits for whoever is counting the same thing, so that two tries are never one."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._put(key, value, timeout, version, only_where="WHERE kept.ends_at <= %s")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = Tally.objects.filter(key=self._digest(key, version), ends_at__gt=timezone.now()).first()
        return default if found is None else found.value

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(key, value, timeout, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        lasting = Tally.objects.filter(key=self._digest(key, version), ends_at__gt=timezone.now())
        return lasting.update(ends_at=self._ends_at(timeout)) == 1

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for what is not there, as the cache of Django does. Two at once are two."""
        with connection.cursor() as cursor:
            cursor.execute(_ADD_TO, [delta, self._digest(key, version), timezone.now()])
            found = cursor.fetchone()
        if found is None:
            raise ValueError("nothing to add to")
        return int(found[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        return Tally.objects.filter(key=self._digest(key, version)).delete()[0] == 1

    def clear(self) -> None:
        Tally.objects.all().delete()

    def forget_what_is_over(self) -> None:
        """Called each night; until then what is over is merely not read."""
        Tally.objects.filter(ends_at__lte=timezone.now()).delete()

    def _put(self, key: str, value: Any, timeout: Any, version: int | None, *, only_where: str = "") -> bool:
        given: list[Any] = [self._digest(key, version), json.dumps(value), self._ends_at(timeout)]
        with connection.cursor() as cursor:
            cursor.execute(_PUT.format(only_where=only_where), [*given, *([timezone.now()] if only_where else [])])
            return cursor.fetchone() is not None

    def _digest(self, key: str, version: int | None) -> str:
        """The library's keys name accounts, addresses and codes; the table must not."""
        whole = self.make_key(key, version=version)
        return hmac.digest(settings.SECRET_KEY.encode(), f"onestory.tally.{whole}".encode(), "sha256").hex()

    def _ends_at(self, timeout: Any) -> datetime:
        at = self.get_backend_timeout(timeout)
        return timezone.now() + FOREVER if at is None else datetime.fromtimestamp(at, UTC)
