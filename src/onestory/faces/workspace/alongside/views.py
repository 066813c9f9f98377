"""Is someone alongside this family? What is typed is sent by POST, and the answer is the same page for whatever stays closed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.alongside import presenters
from onestory.faces.workspace.alongside.forms import AskForm
from onestory.faces.workspace.changing import UNPROCESSABLE, sent
from onestory.faces.workspace.requests import Request
from onestory.people.actions import alongside as act
from onestory.people.actions.alongside import Alongside


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    if not request.viewer.may(May.ASK_WHO_IS_ALONGSIDE):
        raise NotThere("asking who is alongside")
    form = AskForm(sent(request))
    found = _asked(request.viewer, form) if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "looked": found is not None,
        "cards": presenters.cards(request.viewer, found or []),
        "heading": presenters.heading(found or []),
    }
    return render(request, "workspace/alongside/ask.html", context, status=UNPROCESSABLE if form.errors else 200)


def _asked(viewer: Viewer, form: AskForm) -> list[Alongside] | None:
    """None where the question itself was refused, with what is wrong said beside it."""
    try:
        return act.ask(by=viewer, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
