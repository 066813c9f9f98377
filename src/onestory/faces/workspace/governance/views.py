"""Information governance: what was alerted, opened in an emergency, closed to somebody. No family is read from here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import outlying, overseeing
from onestory.access import queries as access
from onestory.access.actions import alerts as alerting
from onestory.access.actions import guarding
from onestory.access.models import Alert
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import end_of
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, change, sent
from onestory.faces.workspace.circle.forms import SureForm
from onestory.faces.workspace.conflicts.forms import KeepOutForm
from onestory.faces.workspace.governance import presenters
from onestory.faces.workspace.governance.forms import AlertForm, DenialForm
from onestory.faces.workspace.guarding import presenters as guarded
from onestory.faces.workspace.guarding.forms import ReviewForm
from onestory.faces.workspace.guarding.restricting import restricting
from onestory.faces.workspace.guarding.views import closed
from onestory.faces.workspace.requests import Request
from onestory.linkage import pairs
from onestory.people import queries as people
from onestory.ui.parts import Page


def governing(viewer: Viewer) -> None:
    """Raises NotThere for whoever does not."""
    if not viewer.may(May.GOVERN):
        raise NotThere("governance")


@require_GET
def overview(request: Request) -> HttpResponse:
    governing(request.viewer)
    context = {
        "alerts": overseeing.alerts_waiting(request.viewer),
        "emergencies": len(access.emergencies_to_look_at(request.viewer)),
        "agreements": presenters.ending_soon(overseeing.agreements(request.viewer)),
        "pairs": pairs.stuck(request.viewer),
    }
    return render(request, "workspace/governance/overview.html", context)


@require_http_methods(["GET", "POST"])
def alerts(request: Request) -> HttpResponse:
    """For everybody who works here: what was addressed to them, or to a role they hold."""
    form = AlertForm(sent(request))
    if form.is_bound and form.is_valid():
        alerting.look_at(by=request.viewer, alert=form.cleaned_data["alert"])
        messages.success(request, "Looked at.")
        return redirect("workspace:alerts")
    after = overseeing.Place.read(request.GET["after"]) if "after" in request.GET else None
    found, older = overseeing.alerts(request.viewer, after=after)
    names = people.names_of_families(request.viewer, {one.family_id for one in found if one.family_id})
    context = {
        "alerts": presenters.alerts(
            found, governs=request.viewer.may(May.GOVERN), manages=request.viewer.may(May.MANAGE_ACCOUNTS), names=names
        ),
        "page": Page(older_url=f"{reverse('workspace:alerts')}?after={older}" if older else ""),
        "form": form,
    }
    return render(request, "workspace/governance/alerts.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_on(request: Request, alert_id: UUID) -> HttpResponse:
    """By a supervisor whom a family was offered to that was left to nobody."""
    viewer = request.viewer
    one = overseeing.alert(viewer, alert_id)
    if one.kind != Alert.Kind.LEFT_ALONE or one.to_role or one.family_id is None or one.seen_at:
        raise NotThere("alert")
    page = replace(presenters.taking_on(one), then=reverse("workspace:family", args=[one.family_id]))
    form = SureForm(sent(request), subject=one.pk)
    return change(request, page=page, form=form, act=lambda _: alerting.take_on(by=viewer, alert=one.pk))


@require_GET
def emergencies(request: Request) -> HttpResponse:
    governing(request.viewer)
    context = {
        "lines": presenters.emergencies(overseeing.emergencies(request.viewer)),
        "outliers": presenters.outliers(outlying.of_emergencies(request.viewer)),
        "days": outlying.DAYS,
    }
    return render(request, "workspace/governance/emergencies.html", context)


@require_http_methods(["GET", "POST"])
def emergency(request: Request, opened_id: UUID) -> HttpResponse:
    viewer = request.viewer
    governing(viewer)
    one = access.emergency(viewer, opened_id)
    page = guarded.review(one, "", back=presenters.back("emergencies", "Emergencies"))
    form = ReviewForm(sent(request), subject=one.pk)
    return change(request, page=page, form=form, act=lambda said: closed(viewer, one, said))


@require_GET
def denials(request: Request) -> HttpResponse:
    governing(request.viewer)
    lines = presenters.denials(access.denials(request.viewer))
    return render(request, "workspace/governance/denials.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def write_denial(request: Request) -> HttpResponse:
    """Where a court’s order or a word from outside says it, and no alert has."""
    viewer = request.viewer
    governing(viewer)
    form = DenialForm(sent(request))
    return change(request, page=presenters.writing_denial(), form=form, act=lambda said: _deny(viewer, said))


def _deny(viewer: Viewer, said: dict[str, Any]) -> None:
    until = end_of(said["until"]) if said["until"] else None
    who = access.account_to_keep_out(viewer, email=said["who"])
    try:
        guarding.deny(
            by=viewer, family=said["family"], account=who, kind=said["kind"], reason=said["reason"], until=until
        )
    except NotThere:
        raise Invalid("No family has this reference.", "family") from None


@require_http_methods(["GET", "POST"])
def lift_denial(request: Request, denial_id: UUID) -> HttpResponse:
    viewer = request.viewer
    governing(viewer)
    one = access.denial(viewer, denial_id)
    form = SureForm(sent(request), subject=one.pk)
    return change(
        request, page=presenters.lifting(one), form=form, act=lambda _: guarding.lift_denial(by=viewer, denial=one.pk)
    )


@require_GET
def questions(request: Request) -> HttpResponse:
    governing(request.viewer)
    table = presenters.questions(overseeing.askings(request.viewer))
    return render(request, "workspace/governance/questions.html", {"table": table})


@require_http_methods(["GET", "POST"])
def restrict(request: Request, reference: UUID) -> HttpResponse:
    governing(request.viewer)
    _known(request.viewer, reference)
    back = presenters.back("governance", "Governance")
    return restricting(request, reference, caption=f"Family {reference}", back=back)


@require_http_methods(["GET", "POST"])
def keep_out(request: Request, reference: UUID, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    governing(viewer)
    _known(viewer, reference)
    colleague = access.colleague(account_id)
    if colleague.pk == viewer.account_id:
        raise NotThere("colleague")

    def deny(said: dict[str, Any]) -> None:
        until = end_of(said["until"]) if said["until"] else None
        guarding.deny(
            by=viewer, family=reference, account=colleague.pk, kind=said["kind"], reason=said["reason"], until=until
        )  # fmt: skip

    form = KeepOutForm(sent(request), subject=reference)
    return change(request, page=presenters.keeping_out(reference, colleague), form=form, act=deny)


def _known(viewer: Viewer, reference: UUID) -> None:
    if not access.who_sees(viewer, reference):
        raise NotThere("family")
