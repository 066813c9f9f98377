"""What was put together: seen by whoever may, agreed to or refused by somebody else, and taken apart again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.core.merging import Of
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import UNPROCESSABLE, succeeded
from onestory.faces.workspace.merging import presenters, steps, wording
from onestory.faces.workspace.merging.forms import AgreeForm, RefuseForm, UndoForm
from onestory.faces.workspace.requests import Request
from onestory.people.actions import merging
from onestory.people.merging import queries
from onestory.people.models import Merge
from onestory.ui.forms import Form


def merges(request: Request) -> HttpResponse:
    """The newest first; what waits for somebody stands before."""
    viewer = request.viewer
    found = [(one, families[0]) for one in queries.merges(viewer) if (families := queries.families_of(viewer, one))]
    context = {
        "waiting": [presenters.line(one, at) for one, at in found if one.state == Merge.State.ASKED],
        "done": [presenters.line(one, at) for one, at in found if one.state != Merge.State.ASKED],
    }
    return render(request, "workspace/merging/merges.html", context)


def merge(request: Request, family_id: UUID, merge_id: UUID) -> HttpResponse:
    viewer = request.viewer
    if not viewer.may(May.MERGE):
        raise NotThere("family")
    family = opening.to_keep_from_others(viewer, family_id)
    one = queries.merge(viewer, merge_id, family=family.pk)
    if one.state == Merge.State.ASKED:
        return _waiting(request, one, family.pk)
    return _done(request, one, family.pk)


def _waiting(request: Request, one: Merge, family: UUID) -> HttpResponse:
    """Somebody's safety may rest on either: whoever asked may think better of it, and somebody else may agree."""
    viewer = request.viewer
    plan = merging.plan(by=viewer, of=Of(one.of), kept=one.kept_id, merged=one.merged_id)
    theirs = one.asked_by_id == viewer.account_id
    agreeing, refusing = request.POST.get("answer") == "agree", request.POST.get("answer") == "refuse"
    agree = AgreeForm(request.POST if agreeing else None, subject=one.pk, initial={"fits": plan.digest})
    refuse = RefuseForm(request.POST if refusing else None, subject=one.pk)

    def agreed(said: Mapping[str, Any]) -> None:
        if said["fits"] != plan.digest:
            raise Invalid(
                "Something was written in one of the two records since you opened this page. Read it once more."
            )
        merging.agree(by=viewer, merge=one, plan=plan)

    if _done_by(agree, agreed):
        return _back(request, "They are one record now. If it was a mistake, you can take them apart again.")
    if _done_by(refuse, lambda said: merging.refuse(by=viewer, merge=one, reason=said["reason"])):
        return _back(request, "They stay two records.")
    if agree.is_bound:
        steps.fitting(agree, plan)
    context = {
        "merge": one, "page": wording.plan_page(plan, names=steps.who(viewer, plan), agreeing=True), "agree": agree,
        "refuse": refuse, "theirs": theirs, "about": presenters.about(one, family), "back": presenters.back(),
    }  # fmt: skip
    return _answered(request, "workspace/merging/waiting.html", context)


def _done(request: Request, one: Merge, family: UUID) -> HttpResponse:
    viewer = request.viewer
    undoing = queries.undoing(viewer, one) if one.state == Merge.State.DONE else None
    form = UndoForm(request.POST if request.method == "POST" and undoing else None, subject=one.pk)
    if _done_by(form, lambda said: merging.undo(by=viewer, merge=one, reason=said["reason"])):
        return _back(request, "They are two records again, each as it was.")
    context = {
        "merge": one, "form": form, "undoing": undoing, "since": wording.since(undoing.since) if undoing else [],
        "first": _first(viewer, undoing), "about": presenters.about(one, family), "back": presenters.back(),
        "ended": presenters.ended(one),
    }  # fmt: skip
    return _answered(request, "workspace/merging/merge.html", context)


def _first(viewer: Viewer, undoing: queries.Undoing | None) -> str:
    """Where the merge is that must be undone before, where the viewer sees it."""
    if undoing is None or undoing.first is None:
        return ""
    found = next((one for one in queries.merges(viewer) if one.pk == undoing.first), None)
    families = queries.families_of(viewer, found) if found else []
    return reverse("workspace:merge", args=[families[0], found.pk]) if found and families else ""


def _done_by(form: Form, act: Any) -> bool:
    return form.is_bound and form.is_valid() and succeeded(form, act)


def _back(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse("workspace:merges"))


def _answered(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=UNPROCESSABLE if request.method == "POST" else 200)
