"""One entry, whole, with what was put right in it; and the way to put something right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.core.ids import uuid7
from onestory.faces.workspace import opening
from onestory.faces.workspace.attachments import presenters as attachments
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.drafts import keeping
from onestory.faces.workspace.entries.forms import CorrectionForm
from onestory.faces.workspace.family import timeline
from onestory.faces.workspace.requests import Request
from onestory.people import permissions, queries
from onestory.story import queries as story
from onestory.story.actions import drafts, entries
from onestory.support import attachment_queries
from onestory.ui.parts import Link


@require_GET
def entry(request: Request, family_id: UUID, entry_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    found, names = story.entry(viewer, family, entry_id), queries.names_in(viewer, family)
    corrections = story.corrections(viewer, found, family)
    context = {
        "family": family,
        "entry": timeline.shown(found, names=names, whole=True),
        "corrections": [timeline.shown(one, names=names, whole=True) for one in corrections],
        "correct_url": reverse("workspace:correct", args=[family.pk, found.pk]),
        "attachments": attachments.listed(attachment_queries.of_entry(viewer, family, found)),
        "may_write": permissions.can_write(viewer),
        "entry_id": found.pk,
    }
    return render(request, "workspace/entries/entry.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: Request, family_id: UUID, entry_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    found = story.entry(viewer, family, entry_id)
    kept = keeping.begin(viewer, family, form=f"{keeping.CORRECTION}:{found.pk}")
    page = FormPage(
        title="Put something right",
        heading="Put something right",
        caption=family.name,
        button="Save this beside it",
        said="Written. It stands beside what was there before.",
        back=Link(text="Back to what was written", url=reverse("workspace:entry", args=[family.pk, found.pk])),
        template="workspace/entries/correct.html",
        more={
            "entry": timeline.shown(found, names=queries.names_in(viewer, family), whole=True),
            "keeping": kept,
            "family": family,
        },
    )

    def put_right(said: dict[str, Any]) -> None:
        entries.correct(by=viewer, entry=found, text=said["text"], form_key=said["key"])
        drafts.discard(by=viewer, draft_id=kept.draft)

    form = CorrectionForm(sent(request), subject=found.pk, initial={**kept.content, "key": uuid7()})
    return change(request, page=page, form=form, act=put_right)
