"""Coming back by a code, to hear what became of what was asked: in words, and with nothing of the story in them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onestory.access.viewer import name_nobody
from onestory.core.errors import Invalid, NotThere
from onestory.faces.public import forms, limits, presenters
from onestory.faces.public.asking import TOO_MANY, UNPROCESSABLE
from onestory.support import coming_back as codes
from onestory.support.actions import coming_back

NO_SUCH = (
    "We cannot find that code. Check it, letter by letter. A code works for half a year; after that, ring your hub."
)
HELD_UP = (
    "Too many codes were tried from where you are. Wait a quarter of an hour, or ring your hub and say your reference."
)


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Sent, and never in an address: an address is remembered by browsers."""
    name_nobody()
    form = forms.CodeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if not form.is_bound:
        return render(request, "public/back.html", context)
    if limits.too_many_tries(request):
        form.add_error("code", HELD_UP)
        return render(request, "public/back.html", context, status=TOO_MANY)
    if form.is_valid() and (found := _found(request, form)):
        return render(request, "public/heard.html", context | {"steps": found})
    return render(request, "public/back.html", context, status=UNPROCESSABLE)


def _found(request: HttpRequest, form: forms.CodeForm) -> list[presenters.Step]:
    try:
        return presenters.steps(coming_back.look_back(by=None, code=codes.read(form.cleaned_data["code"])))
    except Invalid as refusal:
        form.add_error("code", refusal.message)
    except NotThere:
        limits.count_try(request)
        form.add_error("code", NO_SUCH)
    return []
