"""What somebody asked for, and what they have been told of it: their own asks, and nothing that became known since."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.access.roles import May
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.faces.workspace.asking import presenters
from onestory.faces.workspace.requests import Request
from onestory.support import request_queries


@require_GET
def by_me(request: Request) -> HttpResponse:
    if not request.viewer.may(May.ASK_FOR_HELP):
        raise NotThere("what they asked for")
    asks = request_queries.my_asks(request.viewer)
    context = {"asks": presenters.my_asks(asks, on=today()), "takes": request.viewer.may(May.TAKE_REQUESTS)}  # fmt: skip
    return render(request, "workspace/asking/asked.html", context)
