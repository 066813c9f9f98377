"""People one knows oneself, and people who must not see a family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestory.access import queries as access
from onestory.access.actions import guarding as act
from onestory.access.viewer import Viewer
from onestory.core.dates import end_of
from onestory.core.errors import NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import UNPROCESSABLE, FormPage, change, sent
from onestory.faces.workspace.circle.forms import ColleagueSearch, SureForm
from onestory.faces.workspace.conflicts import forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.people.models import Family
from onestory.ui.parts import Link

_NOTED = "Thank you. It is written down. We do not say whether we know them, and you need do nothing more."


@require_http_methods(["GET", "POST"])
def people_you_know(request: Request) -> HttpResponse:
    viewer = request.viewer
    page = FormPage(
        title="People you know", heading="People you know", said=_NOTED, button="Write it down",
        back=Link(text="Today", url="/"), then=reverse("workspace:people_you_know"),
        template="workspace/conflicts/people_you_know.html",
        more={"known": presenters.known(access.interests(viewer))},
    )  # fmt: skip

    def declare(said: dict[str, Any]) -> None:
        act.declare_interest(by=viewer, **{**said, "postcode": said["postcode"] or ""})

    return change(request, page=page, form=forms.KnownForm(sent(request)), act=declare)


@require_http_methods(["GET", "POST"])
def end_interest(request: Request, interest_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = access.interest(viewer, interest_id)
    form = SureForm(sent(request), subject=one.pk)
    return change(
        request, page=presenters.ending(one), form=form, act=lambda _: act.end_interest(by=viewer, interest=one)
    )


@require_http_methods(["GET", "POST"])
def keep_out(request: Request, family_id: UUID) -> HttpResponse:
    """Whom? Found by name, sent by POST like every name; with those the viewer has kept out already."""
    family = _open(request.viewer, family_id)
    form = ColleagueSearch(sent(request))
    looked = form.is_bound and form.is_valid()
    found = access.colleagues(called=form.cleaned_data["called"]) if looked else []
    context = {
        "family": family, "form": form, "looked": looked, "found": presenters.found(family, found),
        "kept_out": presenters.kept_out(access.denials(request.viewer, family=family.pk)),
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspace/conflicts/keep_out.html", context, status=status)


@require_http_methods(["GET", "POST"])
def keep_them_out(request: Request, family_id: UUID, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = _open(viewer, family_id)
    colleague = access.colleague(account_id)
    page = presenters.keeping_out(family, colleague, me=viewer.account_id)

    def deny(said: dict[str, Any]) -> None:
        act.deny(
            by=viewer, family=family.pk, account=colleague.pk, kind=said["kind"], reason=said["reason"],
            until=end_of(said["until"]) if said["until"] else None,
        )  # fmt: skip

    return change(request, page=page, form=forms.KeepOutForm(sent(request), subject=family.pk), act=deny)


def _open(viewer: Viewer, family_id: UUID) -> Family:
    """Raises NotThere, for a role that only reads too."""
    if not permissions.can_write(viewer):
        raise NotThere("family")
    return opening.to_keep_from_others(viewer, family_id)
