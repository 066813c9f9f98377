"""What a browser holds of somebody who asks for help: one random key, for two hours after the last press, and for a quarter of an
hour once it is sent.

Neither words nor names stand in it, nor in an address. Whoever leaves quickly loses the key, and with it the way back to what was
typed; what was saved by then stays with the team on duty.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from onestory.support import coming_back
from onestory.support.models.requests import Door

LASTS = 2 * 60 * 60
SHOWS_CODE = 15 * 60
"""Seconds for which the code can be read again here: a lost signal must not swallow it, and phones are shared (HZ-12)."""
DOORS = (Door.SELF, Door.FAMILY, Door.PROFESSIONAL)
_HELD = re.compile(r"([A-Za-z0-9_-]{43})\.([a-z]+)")


def _name() -> str:
    return "__Host-ask" if settings.SESSION_COOKIE_SECURE else "ask"


@dataclass(frozen=True)
class Held:
    """`door`: for whom they ask. `fresh`: the browser held nothing yet."""

    secret: str
    door: Door
    fresh: bool = False

    @property
    def form_key(self) -> UUID:
        return coming_back.form_key(self.secret)

    @property
    def code(self) -> str:
        return coming_back.code_for(self.secret)


def of(request: HttpRequest) -> Held:
    """As the browser holds it, or a new one: any page of the form may be the first that somebody opens."""
    found = _HELD.fullmatch(request.COOKIES.get(_name(), ""))
    if found is None or found[2] not in DOORS:
        return new(Door.SELF)
    return Held(found[1], Door(found[2]))


def new(door: Door) -> Held:
    return Held(secrets.token_urlsafe(32), door, fresh=True)


def hold(response: HttpResponse, held: Held, *, lasts: int = LASTS) -> HttpResponse:
    response.set_cookie(
        _name(), f"{held.secret}.{held.door}", max_age=lasts, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    return response


def let_go(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(_name(), samesite="Lax")
    response["Clear-Site-Data"] = '"storage"'
    return response
