"""A school or a surgery says a word, by a link that works once: the question and the child, and nothing else of anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access.viewer import name_nobody
from onestory.core.dates import PartialDate, show_date
from onestory.core.errors import NotThere
from onestory.faces.public import forms, limits
from onestory.faces.public.asking import KEPT, TOO_MANY, UNPROCESSABLE
from onestory.support.actions import contributions
from onestory.ui import errors


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, token: str) -> HttpResponse:
    """As a mistyped address, for a link that was used, is too old, was taken back or never was."""
    name_nobody()
    try:
        asked = contributions.asked_by(token)
    except NotThere:
        # Answered rather than raised, or what was counted would be taken back with it.
        return HttpResponse(status=TOO_MANY) if limits.too_many_links(request) else errors.not_there(request)
    form = forms.WordForm(request.POST if request.method == "POST" else None, initial={"words": asked.begun})
    if "keep" in request.POST:
        return _kept(request, token)
    if form.is_bound and form.is_valid():
        contributions.give(token=token, words=form.cleaned_data["words"])
        return render(request, "public/word_given.html", {"asker": asked.asker})
    context = {
        "asked": asked, "form": form, "until": show_date(asked.ends_at.date()), "token": token,
        "born": PartialDate(asked.born).show() if asked.born else "",
    }  # fmt: skip
    return render(request, "public/word.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@login_not_required
@sensitive_post_parameters()
@require_POST
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """What the page sends by itself, a few seconds after each word."""
    name_nobody()
    try:
        contributions.keep(token=token, words=_typed(request))
    except NotThere:
        return HttpResponse(status=TOO_MANY) if limits.too_many_links(request) else errors.not_there(request)
    return HttpResponse(status=KEPT)


def _kept(request: HttpRequest, token: str) -> HttpResponse:
    """The button for a browser that runs no script."""
    contributions.keep(token=token, words=_typed(request))
    return redirect("public:word", token)


def _typed(request: HttpRequest) -> str:
    return request.POST.get("words", "").replace("\x00", "")
