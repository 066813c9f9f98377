"""Asking somebody who knows more: nobody new meets the family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from onestory.core.errors import Invalid
from onestory.faces.workspace import opening
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.introducing import forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.support import introducing
from onestory.support.actions import consultations


@require_http_methods(["GET", "POST"])
def ask(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    page = presenters.page(
        family, heading="Ask somebody who knows more", said="Written.",
        intro="You stay alongside, and they help you to. The family meets nobody new, and they see nothing of the family.",
    )  # fmt: skip
    written = pages.Written(
        family=family, form="consult", page=page, initial={},
        make=lambda data, initial: forms.AskForm(data, subject=family.pk, initial=initial),
        act=lambda said: consultations.ask(by=viewer, family=family, whom=said["whom"], question=said["question"]),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def answer(request: Request, family_id: UUID, consultation_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    one = introducing.consultation(viewer, family, consultation_id)
    page = presenters.page(family, heading=f"What {one.whom} said", said="Written.", intro=one.question)

    def keep(said: dict[str, Any]) -> None:
        if said["act"] == "consultations.answer":
            consultations.answer(by=viewer, consultation=one, words=said["words"])
            return
        try:
            consultations.drop(by=viewer, consultation=one, reason=said["words"])
        except Invalid as refusal:
            raise (refusal.about("words") if refusal.field == "reason" else refusal) from None

    written = pages.Written(
        family=family, form=f"consulted:{one.pk}", page=page, initial={"act": "consultations.answer"}, act=keep,
        make=lambda data, initial: forms.ConsultedForm(data, subject=one.pk, initial=initial),
    )  # fmt: skip
    return pages.write(request, written)
