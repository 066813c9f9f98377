"""Writing down whatever happened, on one page: what it was, who, what was said and agreed, beside what is known already."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7
from onestory.faces.workspace import opening, wording
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.contacts import presenters
from onestory.faces.workspace.contacts.forms import WritingForm, lines
from onestory.faces.workspace.drafts import keeping, pages
from onestory.faces.workspace.family import timeline
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.writing import forms as writing
from onestory.faces.workspace.writing.views import beside
from onestory.people import queries
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.story.actions import drafts
from onestory.support import contact_queries
from onestory.support.actions import contacts
from onestory.support.models import Contact
from onestory.ui.parts import Link

REDIRECTED = 302
SAID = "Written. It is on the family’s story now."


@require_GET
def begin(request: Request, family_id: UUID) -> HttpResponse:
    """The page on which everything is written, as of a visit; says which appointment it was, where one led here."""
    family = opening.to_write_in(request.viewer, family_id)
    address = f"{reverse('workspace:write', args=[family.pk, uuid7()])}?kind=visit"
    which = request.GET.get("appointment", "")
    known = {str(one.pk) for one in contact_queries.waiting(request.viewer, family)}
    return redirect(f"{address}&appointment={which}" if which in known else address)


@require_http_methods(["GET", "POST"])
def write(request: Request, family_id: UUID, draft_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    if story.was_written(viewer, family, form_key=draft_id):
        messages.success(request, SAID)
        return redirect("workspace:family", family.pk)
    kept = keeping.begin(viewer, family, form=keeping.ENTRY, draft=draft_id)
    if "keep" in request.POST:
        return pages.keep(request, kept)
    people = timeline.people_to_choose(queries.members(viewer, family))
    led = {name: request.GET[name] for name in ("appointment", "kind") if name in request.GET}
    form = WritingForm(
        sent(request), subject=family.pk, people=people, sections=wording.open_sections(family.sections_open_to(viewer)),
        initial=writing.opening_as(now=now, people=people) | led | dict(kept.content),
        appointments=presenters.to_choose(contact_queries.waiting(viewer, family), now=now),
    )  # fmt: skip
    page = _page(viewer, family, kept)
    answer = change(
        request, page=page, form=form, act=lambda said: _write(viewer, family, draft_id, said, people=people)
    )
    if "attach" in request.POST and answer.status_code == REDIRECTED:
        return redirect("workspace:attach", family.pk, story.written(viewer, family, form_key=draft_id).pk)
    return answer


def _page(viewer: Viewer, family: Family, kept: keeping.Keeping) -> FormPage:
    agreed = presenters.agreed(contact_queries.agreed_lately(viewer, family))
    return FormPage(
        title="Write something down",
        heading="Write something down",
        caption=family.name,
        intro="Who and what happened are enough. Everything else can wait.",
        button="Save to the story",
        said=SAID,
        back=Link(text="Back", url=reverse("workspace:family", args=[family.pk])),
        template="workspace/contacts/write.html",
        more={"keeping": kept, "writing_url": "", "family": family, "agreed": agreed, **beside(viewer, family)},
    )


def _write(viewer: Viewer, family: Family, draft_id: UUID, said: dict[str, Any], *, people: writing.Choices) -> None:
    now = timezone.now()
    happened_at, time_known = writing.when(said, now=now)
    new = contacts.NewContact(
        title=said["title"], kind=said["kind"], said=said["text"], agreed=said["agreed"], there=said["there"],
        about=writing.whom(said, people=people), others_there=said["others_there"], words_by=said["words_by"],
        others_named=lines(said["others_named"]), happened_at=happened_at, time_known=time_known, section=said["section"],
    )  # fmt: skip
    which = said.get("appointment")
    kept = contact_queries.appointment(viewer, family, which) if which else None
    try:
        if said["kind"] in Contact.Kind.values:
            contacts.write(by=viewer, family=family, new=new, appointment=kept, now=now, form_key=draft_id)
        else:
            contacts.write_entry(by=viewer, family=family, new=new, form_key=draft_id)
    except Invalid as refusal:
        raise (refusal.about("day") if refusal.field == "happened_at" else refusal) from None
    drafts.discard(by=viewer, draft_id=draft_id)
