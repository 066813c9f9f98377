"""Reaching out to somebody who was not seen, with kinder ways than a second letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.contacts import presenters
from onestory.faces.workspace.contacts.forms import ReachOutForm
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.requests import Request
from onestory.support import contact_queries
from onestory.support.actions import appointments as act


@require_http_methods(["GET", "POST"])
def reach_out(request: Request, family_id: UUID, reach_out_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    found = contact_queries.reach_out(viewer, family, reach_out_id)

    def tried(said: dict[str, Any]) -> None:
        how = {"way": said["way"], "words": said["words"]}
        if said["again"]:
            act.try_again(by=viewer, reach_out=found, again_on=said["again"], now=now, **how)
        else:
            act.finish(by=viewer, reach_out=found, now=now, **how)

    page = FormPage(
        title="Reach out", heading="Reach out to them", caption=family.name, button="Write it down", said="Written down.",
        intro=f"{found.get_why_display()}: {found.appointment.purpose}. Use only the ways they said are safe.",
        back=presenters.back_to_appointments(family), template="workspace/contacts/reach_out.html",
        more={"tried": presenters.tried(contact_queries.reach_out_events(viewer, found)[1:]), "family": family},
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"reach_out:{found.pk}", page=page, act=tried, initial={},
        make=lambda data, initial: ReachOutForm(data, subject=found.pk, initial=initial),
    )  # fmt: skip
    return pages.write(request, written)
