"""Today: who needs me now?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
