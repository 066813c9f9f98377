"""Who else is named in what was written, marked where they stand: taken out when the record is handed out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.contacts import presenters
from onestory.faces.workspace.contacts.forms import NamedForm
from onestory.faces.workspace.requests import Request
from onestory.story import queries as story
from onestory.support import contact_queries
from onestory.support.actions import contacts
from onestory.ui.parts import Link


@require_http_methods(["GET", "POST"])
def named(request: Request, family_id: UUID, entry_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    entry = story.entry(viewer, family, entry_id)
    page = FormPage(
        title="Who else is named",
        heading="Is anybody named who is not of the family?",
        caption=family.name,
        intro="They did not choose to be written about. Marked here, they can be taken out if the record is ever handed out.",
        button="Mark them",
        said="Marked, wherever those words stand.",
        back=Link(text="Back to what was written", url=reverse("workspace:entry", args=[family.pk, entry.pk])),
        then=reverse("workspace:named", args=[family.pk, entry.pk]),
        template="workspace/contacts/named.html",
        more={"pieces": presenters.pieces(entry, contact_queries.mentions(viewer, family, entry)), "family": family},
    )
    form = NamedForm(sent(request), subject=entry.pk)
    return change(request, page=page, form=form, act=lambda said: contacts.mention(by=viewer, entry=entry, **_of(said)))


def _of(said: dict[str, str]) -> dict[str, str]:
    return {"words": said["words"], "who": said["who"]}
