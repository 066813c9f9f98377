"""Opening a record in an emergency, looking at it afterwards, and keeping a record to people who are named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access import queries as access
from onestory.access.actions import guarding as act
from onestory.access.models import BreakGlass
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import UNPROCESSABLE, change, sent
from onestory.faces.workspace.guarding import forms, presenters
from onestory.faces.workspace.guarding.token import family_in
from onestory.faces.workspace.requests import Request
from onestory.ui.parts import Link


@require_POST
def break_glass(request: Request) -> HttpResponse:
    """First what happens, then the reason, then the family. Which family came from the page before, and is never typed."""
    if not request.viewer.may(May.BREAK_GLASS):
        raise NotThere("emergency")
    family = family_in(request.viewer, request.POST.get("family", ""))
    if family is None:
        return render(request, "workspace/guarding/ask_again.html", status=UNPROCESSABLE)
    if "reason" not in request.POST:
        first = forms.EmergencyForm(initial={"family": request.POST["family"]})
        return render(request, "workspace/guarding/break_glass.html", {"form": first})
    form = forms.EmergencyForm(request.POST)
    if form.is_valid() and _opened(request, form, family):
        return redirect("workspace:family", family)
    return render(request, "workspace/guarding/break_glass.html", {"form": form}, status=UNPROCESSABLE)


def _opened(request: Request, form: forms.EmergencyForm, family: UUID) -> bool:
    try:
        act.break_glass(by=request.viewer, family=family, reason=form.cleaned_data["reason"])
    except Invalid as refusal:
        form.add_error("reason", refusal.message)
        return False
    messages.warning(request, "The record is open to you for an hour. The people alongside the family have been told.")
    return True


@require_http_methods(["GET", "POST"])
def emergency(request: Request, family_id: UUID, emergency_id: UUID) -> HttpResponse:
    """Looked at by somebody alongside the family, other than who opened it."""
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    one = access.emergency(viewer, emergency_id, family=family.pk)
    page = presenters.review(
        one, family.name, back=Link(text="Family", url=reverse("workspace:family", args=[family.pk]))
    )
    form = forms.ReviewForm(sent(request), subject=one.pk)
    return change(request, page=page, form=form, act=lambda said: closed(viewer, one, said))


def closed(viewer: Viewer, one: BreakGlass, said: dict[str, Any]) -> None:
    act.close_break_glass(by=viewer, which=one.pk, justified=said["justified"], finding=said["finding"])
