"""Where one is signed in, and ending any of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from onestory.access import accounts_queries as queries
from onestory.access import signing_in
from onestory.access.actions import sessions as act
from onestory.access.viewer import Viewer
from onestory.faces.account import wording


class Request(HttpRequest):
    viewer: Viewer


@require_GET
def sessions(request: Request) -> HttpResponse:
    here = wording.number_of(dict(request.session.items()))
    lines = [wording.session_line(one, here=one.number == here) for one in queries.sessions(request.viewer)]
    recovered = queries.latest_recovery(request.viewer.account_id)
    context = {
        "here": [line for line in lines if line.here],
        "others": [line for line in lines if not line.here],
        "shared": bool(request.session.get("shared")),
        "limit": signing_in.limit_of(request.session).in_words(),
        "recovered": wording.let_back_in(recovered) if recovered else "",
    }
    return render(request, "own/sessions.html", context)


@require_POST
def end(request: Request, number: UUID) -> HttpResponse:
    act.end(by=request.viewer, number=number)
    messages.success(request, "That device is signed out.")
    return redirect("own:sessions")


@require_POST
def end_others(request: Request) -> HttpResponse:
    here = wording.number_of(dict(request.session.items()))
    act.end_others(by=request.viewer, but=here, because="asked")
    messages.success(request, "You are signed out everywhere but here.")
    return redirect("own:sessions")


@require_POST
def share(request: Request) -> HttpResponse:
    """For whoever did not tick it as they signed in, or signed in in a way that has no box to tick."""
    shared = request.POST.get("shared") == "yes"
    signing_in.mark_shared(request.session, shared=shared)
    messages.success(request, "You will be signed out sooner." if shared else "This is your own device now.")
    return redirect("own:sessions")
