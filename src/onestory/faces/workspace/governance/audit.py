"""Looking through the audit. What is looked for is sent by POST, and that it was looked for is written down too."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from onestory.access import queries as access
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import searches
from onestory.audit.models import AuditEvent
from onestory.audit.searching import Wanted
from onestory.core.dates import LONDON, end_of, show_moment
from onestory.core.errors import NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, sent
from onestory.faces.workspace.governance.forms import AuditForm
from onestory.faces.workspace.governance.presenters import Line
from onestory.faces.workspace.requests import Request


@require_http_methods(["GET", "POST"])
def search(request: Request) -> HttpResponse:
    if not request.viewer.may(May.READ_AUDIT):
        raise NotThere("audit")
    form = AuditForm(sent(request))
    looked = form.is_bound and form.is_valid()
    found, older = searches.search(by=request.viewer, wanted=_wanted(form.cleaned_data)) if looked else ([], None)
    context = {"form": form, "looked": looked, "lines": _lines(request.viewer, found), "older": older}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspace/governance/audit.html", context, status=status)


def _wanted(said: dict[str, Any]) -> Wanted:
    since, until = said["since"], said["until"]
    return Wanted(
        account=access.account_at(said["who"]) if said["who"] else None, family=said["family"], before=said["before"],
        since=datetime.combine(since, time(), tzinfo=LONDON) if since else None, until=end_of(until) if until else None,
    )  # fmt: skip


def _lines(viewer: Viewer, found: list[AuditEvent]) -> list[Line]:
    names = access.names_of(viewer, {one.account_id for one in found if one.account_id})
    return [_line(one, names) for one in found]


def _line(one: AuditEvent, names: dict[UUID, str]) -> Line:
    who = names.get(one.account_id, "An account") if one.account_id else "The machine itself"
    # What was looked for is a digest: of use to compare, and to nobody who reads.
    more = ", ".join(
        f"{key}: {value}" for key, value in one.detail.items() if key != "terms" and value not in ("", None)
    )
    about = (show_moment(one.at), f"Family {one.family_id}" if one.family_id else "", one.purpose, more)
    return Line(words=f"{who}: {one.action}", about=". ".join(filter(None, about)))
