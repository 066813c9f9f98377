"""The page that stands where another was, while somebody is near who should not read it (HZ-42)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def hidden(request: HttpRequest) -> HttpResponse:
    """Where *Hide* leads without script; with it, only asked whether they are signed in still."""
    return render(request, "own/hidden.html")
