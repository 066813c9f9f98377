"""How often one address may begin a form, or try a code. It keeps out a flood, and nobody who is not part of it (HZ-89).

Nothing counts against a person, a family or the whole site, so that nobody can use up what another needs. A form that was begun
goes on whatever comes from the same address, and whoever is held up keeps what they typed, and reads where to ring.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 60 * 60
FORMS_AN_HOUR = 40
"""A hub or a school is one address for everybody in it."""
TRIES = 20
TRIES_WITHIN = 15 * 60


def too_many_forms(request: HttpRequest) -> bool:
    """Counts this one."""
    return _count(request, "forms", HOUR) > FORMS_AN_HOUR


def too_many_tries(request: HttpRequest) -> bool:
    """Counts nothing: only what was wrong counts."""
    return int(cache.get(_key(request, "codes")) or 0) >= TRIES


def count_try(request: HttpRequest) -> None:
    _count(request, "codes", TRIES_WITHIN)


def too_many_links(request: HttpRequest) -> bool:
    """Counts this one: only links that open nothing are counted. High, for a school is one address and links grow old."""
    return _count(request, "links", TRIES_WITHIN) > 10 * TRIES


def _count(request: HttpRequest, what: str, within: int) -> int:
    key = _key(request, what)
    if cache.add(key, 1, within):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # Its time was over between the two.
        cache.set(key, 1, within)
        return 1


def _key(request: HttpRequest, what: str) -> str:
    return f"onestory.ask.{what}.{get_adapter().get_client_ip(request)}"
