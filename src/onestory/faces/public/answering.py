"""A school or a surgery says a word, by a link that works once: the question and the child, and nothing else of anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onestory.access.viewer import name_nobody
from onestory.core.dates import PartialDate, show_date
from onestory.core.errors import NotThere
from onestory.faces.public import forms, limits
from onestory.faces.public.asking import TOO_MANY, UNPROCESSABLE
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
    form = forms.WordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        contributions.give(token=token, words=form.cleaned_data["words"])
        return render(request, "public/word_given.html", {"asker": asked.asker})
    context = {
        "asked": asked, "form": form, "until": show_date(asked.ends_at.date()),
        "born": PartialDate(asked.born).show() if asked.born else "",
    }  # fmt: skip
    return render(request, "public/word.html", context, status=UNPROCESSABLE if form.is_bound else 200)
