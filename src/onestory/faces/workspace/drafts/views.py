"""A draft: saved from behind a page every few seconds, read again, or thrown away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from onestory.core.errors import NotThere
from onestory.faces.workspace.drafts import keeping, presenters
from onestory.faces.workspace.requests import Request
from onestory.story import queries
from onestory.story.actions import drafts


@require_http_methods(["GET", "POST"])
def draft(request: Request, draft_id: UUID) -> HttpResponse:
    """A page saves to it and hears only that it was saved; a person reading it is taken to where they left off."""
    if request.method == "POST":
        ticket = keeping.read(request.POST.get("ticket", ""))
        if ticket is None or ticket.draft != str(draft_id):
            raise NotThere("draft")
        keeping.keep(request.viewer, ticket, request.POST)
        return HttpResponse(status=204)
    left = queries.draft(request.viewer, draft_id)
    place = keeping.carry_on_at(left)
    return redirect(place) if place else render(request, "workspace/drafts/left.html", {"draft": presenters.left(left)})


@require_POST
def throw_away(request: Request, draft_id: UUID) -> HttpResponse:
    drafts.discard(by=request.viewer, draft_id=queries.draft(request.viewer, draft_id).pk)
    messages.success(request, "The draft has been thrown away.")
    return redirect("workspace:today")
