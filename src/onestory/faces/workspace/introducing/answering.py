"""For whom a family would meet: what is offered to them, and their yes or not now. Nothing of any family is here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.introducing import forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.support import introducing
from onestory.support.actions import introductions
from onestory.ui.parts import Link


@require_http_methods(["GET", "POST"])
def offered(request: Request) -> HttpResponse:
    viewer = request.viewer
    if not permissions.can_write(viewer):
        raise NotThere("introductions")
    mine = presenters.offers(introducing.offered_to_me(viewer))
    page = FormPage(
        title="Introductions", heading="Introductions offered to you", button="Answer", said="Thank you. They know now.",
        intro="When you and the family both said yes, whoever offers it brings you together. Only then you read their story.",
        back=Link(text="Today", url=reverse("workspace:today")), then=reverse("workspace:introductions_offered"),
        template="workspace/introducing/offered.html", more={"offers": mine},
    )  # fmt: skip

    def answer(said: dict[str, Any]) -> None:
        act = introductions.accept if said["answer"] == "yes" else introductions.refuse
        try:
            act(by=viewer, offer=said["offer"], words=said["words"])
        except Invalid as refusal:
            raise (refusal.about("words") if refusal.field == "reason" else refusal) from None

    return change(request, page=page, form=forms.AnswerForm(sent(request), offers=mine), act=answer)
