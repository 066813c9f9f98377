"""Starting a record. Whoever might be meant is shown as it is typed, and never stands in the way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from onestory.access import queries as access
from onestory.access.models import Team
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.core.names import PersonName
from onestory.faces.workspace.changing import UNPROCESSABLE
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.start import presenters, typed
from onestory.faces.workspace.start.forms import PREFIX, Details, PeopleForms, PersonRow
from onestory.people.actions import starting
from onestory.people.finding.queries import Found
from onestory.people.finding.said import Said
from onestory.story import queries as story
from onestory.story.actions import drafts
from onestory.support.actions import circle


def begin(request: Request) -> HttpResponse:
    """An empty page, with a number under which its draft will be kept."""
    _check_may_start(request.viewer)
    return _show(request, uuid7(), {})


def start(request: Request, draft_id: UUID) -> HttpResponse:
    """Carry on with a draft; add a row; or start the record."""
    _check_may_start(request.viewer)
    if request.method != "POST":
        return _show(request, draft_id, story.draft(request.viewer, draft_id).content)
    if "more" in request.POST:
        return _show(request, draft_id, typed.content(request.POST), more=1)
    people, details = PeopleForms(request.POST), Details(request.POST, teams=_teams(request.viewer))
    if not (people.is_valid() & details.is_valid()):
        return _answer(request, draft_id, people, details, status=UNPROCESSABLE)
    unseen = _not_shown_yet(request, people, details)
    if unseen:
        return _answer(request, draft_id, people, details, alike=unseen)
    return _start(request, draft_id, people, details)


def _start(request: Request, draft_id: UUID, people: Any, details: Details) -> HttpResponse:
    try:
        family = starting.start_with(
            by=request.viewer,
            people=people.people(),
            teams=details.cleaned_data.get("teams", ()),
            home=details.home(),
            reached=details.reached(),
        )
    except Invalid as refusal:
        details.add_error(refusal.field if refusal.field in details.fields else None, refusal.message)
        return _answer(request, draft_id, people, details, status=UNPROCESSABLE)
    if details.cleaned_data["lead"]:
        circle.lead_from_the_start(
            by=request.viewer, family=family, account=access.colleague(request.viewer.account_id)
        )
    drafts.discard(by=request.viewer, draft_id=draft_id)
    messages.success(request, "Their story starts here. Ask what makes a good day, and write down what they say.")
    return redirect("workspace:family", family.pk)


def alike(request: Request, row: int) -> HttpResponse:
    """Those who might be meant by what has been typed of one person so far; nothing where nobody is."""
    _check_may_start(request.viewer)
    one, details = PersonRow(request.POST, prefix=f"{PREFIX}-{row}"), Details(request.POST, teams=[])
    one.is_valid(), details.is_valid()
    found = _might_be(request.viewer, one.cleaned_data, details.cleaned_data)
    return render(request, "workspace/start/alike.html", {"alike": presenters.alike(found)})


def keep(request: Request, draft_id: UUID) -> HttpResponse:
    """A draft, kept every few seconds."""
    _check_may_start(request.viewer)
    drafts.keep(
        by=request.viewer, draft_id=draft_id, form=typed.DRAFT, family=None, content=typed.content(request.POST)
    )
    return HttpResponse(status=204)


def _check_may_start(viewer: Viewer) -> None:
    if not viewer.may(May.CREATE_FAMILIES):
        raise NotThere("starting a record")


def _teams(viewer: Viewer) -> list[tuple[str, str]]:
    return [(str(team.pk), team.name) for team in Team.objects.filter(pk__in=viewer.teams).order_by("name")]


def _not_shown_yet(request: Request, people: Any, details: Details) -> list[Found]:
    """Those who might be meant and have not been on the page: without JavaScript they are shown once, before saving."""
    shown = set(request.POST.getlist("shown"))
    rows = [form.cleaned_data for form in people.forms if hasattr(form, "person")]
    found = {one.person: one for row in rows for one in _might_be(request.viewer, row, details.cleaned_data)}
    return list(found.values()) if any(str(person) not in shown for person in found) else []


def _might_be(viewer: Viewer, row: dict[str, Any], details: dict[str, Any]) -> list[Found]:
    given, family = row.get("given", ""), row.get("family", "")
    if not (given or family):
        return []
    said = Said(
        name=PersonName(given=given, family=family),
        born=row.get("born"),
        postcode=details.get("postcode") or "",
        phone=details.get("phone") or "",
    )
    return starting.might_be(by=viewer, said=said)


def _show(request: Request, draft_id: UUID, content: dict[str, Any], *, more: int = 0) -> HttpResponse:
    """The page with what was typed, not judged yet."""
    rows = typed.rows(content)
    people = PeopleForms(initial=rows)
    people.rows = len(rows) + more  # type: ignore[attr-defined]
    details = Details(initial=typed.details(content), teams=_teams(request.viewer))
    return _answer(request, draft_id, people, details, added=len(rows) if more else None)


def _answer(
    request: Request, draft_id: UUID, people: Any, details: Details, *, alike: list[Found] | None = None,
    added: int | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    rows = [(n, presenters.row_title(n), form) for n, form in enumerate(people.forms)]
    context = {
        "draft_id": draft_id, "people": people, "rows": rows, "form": details, "alike": presenters.alike(alike or ()),
        "added": added, "shown": request.POST.getlist("shown"),
    }  # fmt: skip
    return render(request, "workspace/start/start.html", context, status=status)
