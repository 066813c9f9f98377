"""What every page is told."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def network(request: HttpRequest) -> dict[str, object]:
    return {
        "network_name": settings.NETWORK_NAME,
        "viewer": getattr(request, "viewer", None),
        "demo": settings.DEMO,
        "sign_on_name": settings.SIGN_ON_NAME,
    }
