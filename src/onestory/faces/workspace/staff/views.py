"""Accounts, for administrators: who works here, in which team, as what, and who supervises them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import queries as access
from onestory.access import staffing
from onestory.access.actions import accounts as act
from onestory.access.actions import agreements
from onestory.access.actions import teams as teaming
from onestory.access.models import Account, Team
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import end_of
from onestory.core.errors import NotThere
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.circle.forms import SureForm
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.staff import forms, presenters
from onestory.ui.parts import Link


@require_http_methods(["GET", "POST"])
def accounts(request: Request) -> HttpResponse:
    """Everybody, or those who are looked for; a supervisor, who manages none, is taken to their reviews."""
    if not request.viewer.may(May.MANAGE_ACCOUNTS) and request.viewer.may(May.REVIEW_TEAM) and request.method == "GET":
        return redirect("workspace:reviews")
    form = forms.SearchForm(sent(request))
    called = form.cleaned_data["called"] if form.is_bound and form.is_valid() else ""
    found = staffing.accounts(request.viewer, called=called)
    context = {
        "form": form, "lines": presenters.lines(found), "called": called, "at_most": staffing.AT_MOST,
        "more": len(found) == staffing.AT_MOST,
    }  # fmt: skip
    return render(request, "workspace/staff/accounts.html", context)


@require_http_methods(["GET", "POST"])
def open_account(request: Request) -> HttpResponse:
    act.check_can_manage_accounts(request.viewer)
    page = FormPage(
        title="Open an account", heading="Open an account", button="Open it",
        said="The account is open. Place it in a team next.",
        intro="It opens no family. What they see comes from their team, and from whoever brings them into a circle.",
        back=Link(text="Accounts", url=reverse("workspace:staff")),
    )  # fmt: skip
    return change(
        request, page=page, form=forms.AccountForm(sent(request)),
        act=lambda said: act.open_account(by=request.viewer, **said),
    )  # fmt: skip


@require_GET
def account(request: Request, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = staffing.account(viewer, account_id)
    context = {
        "account": one.account, "roles": presenters.places(one), "signed_in": presenters.signed_in(one.account),
        "supervisors": staffing.supervisors(viewer, of=one.account), "myself": one.account.pk == viewer.account_id,
    }  # fmt: skip
    return render(request, "workspace/staff/account.html", context)


def _somebody(viewer: Viewer, account_id: UUID) -> Account:
    """Another open account: one's own is for somebody else to change. Raises NotThere."""
    found = staffing.account(viewer, account_id).account
    if not found.is_active or found.pk == viewer.account_id:
        raise NotThere("account")
    return found


@require_http_methods(["GET", "POST"])
def place(request: Request, account_id: UUID) -> HttpResponse:
    viewer, of = request.viewer, _somebody(request.viewer, account_id)
    page = presenters.page(
        of, title="A place in a team", heading=f"Where does {of.name} work?", button="Ask for this place",
        said=f"Asked. {of.name} has a place there once another administrator, or the team’s supervisor, agrees.",
    )  # fmt: skip
    form = forms.PlaceForm(sent(request), subject=of.pk, teams=access.teams())
    return change(request, page=page, form=form, act=lambda said: _place(viewer, of, said))


def _place(viewer: Viewer, of: Account, said: dict[str, Any]) -> None:
    new = said["new_team"].strip()
    team = teaming.open_team(by=viewer, name=new) if new else Team.objects.get(pk=said["team"])
    until = end_of(said["until"]) if said["until"] else None
    act.place_in_team(by=viewer, account=of, team=team, role=said["role"], until=until)


@require_http_methods(["GET", "POST"])
def end_place(request: Request, account_id: UUID, membership_id: UUID) -> HttpResponse:
    viewer, of = request.viewer, _somebody(request.viewer, account_id)
    one = staffing.membership(viewer, of, membership_id)
    page = presenters.page(
        of, title="A place in a team", heading=f"Does {of.name} no longer work there?",
        intro=f"{presenters.place_words(one)}. What they saw by it, they see no longer, at once.", button="Yes, end it",
        said="Ended.",
    )  # fmt: skip
    form = SureForm(sent(request), subject=one.pk)
    return change(request, page=page, form=form, act=lambda _: teaming.end_place(by=viewer, membership=one))


@require_http_methods(["GET", "POST"])
def supervision(request: Request, account_id: UUID) -> HttpResponse:
    viewer, of = request.viewer, _somebody(request.viewer, account_id)
    now = staffing.supervisors(viewer, of=of)
    could = staffing.could_supervise(viewer, of=of)
    page = presenters.page(
        of, title="Supervision", heading=f"Who supervises {of.name}?", button="Save", said="Saved.",
        intro="What is between a young person and their helper stays with the helper.",
    )  # fmt: skip
    form = forms.SupervisionForm(sent(request), subject=of.pk, could=could, now=now)
    return change(
        request, page=page, form=form, act=lambda said: _supervise(viewer, of, could, now, said["supervisors"])
    )


def _supervise(viewer: Viewer, of: Account, could: list[Account], now: list[Account], chosen: list[UUID]) -> None:
    standing = {one.pk for one in now}
    for one in could:
        if (one.pk in chosen) != (one.pk in standing):
            agreements.set_supervision(by=viewer, supervisor=one, account=of, ends=one.pk in standing)


@require_http_methods(["GET", "POST"])
def close(request: Request, account_id: UUID) -> HttpResponse:
    viewer, of = request.viewer, _somebody(request.viewer, account_id)
    page = presenters.page(
        of, title="Closing an account", heading=f"Close the account of {of.name}?", button="Close it",
        intro=presenters.closing(staffing.would_leave_alone(viewer, of=of)),
        said="The account is closed.",
    )  # fmt: skip
    form = SureForm(sent(request), subject=of.pk)
    return change(request, page=page, form=form, act=lambda _: act.close_account(by=viewer, account=of))
