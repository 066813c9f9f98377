"""Pages that change one thing: a form, one act, and back to where it belongs. All of them go through `change`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from onestory.core.errors import Invalid
from onestory.ui.parts import Link

UNPROCESSABLE = 422


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """How such a page is worded. `title` is seen over shoulders and kept in histories: it never says whose it is."""

    title: str
    heading: str
    back: Link
    said: str
    caption: str = ""
    intro: str = ""
    button: str = "Save"
    grave: bool = False
    template: str = "workspace/form_page.html"
    more: dict[str, Any] = field(default_factory=dict)
    # Where to go once it is saved, when that is not back.
    then: str = ""


def change(
    request: HttpRequest, *, page: FormPage, form: forms.BaseForm, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show the form; once it is sent and holds, act and go on; else show it again as typed, with what is wrong."""
    if form.is_bound and form.is_valid() and succeeded(form, act):
        messages.success(request, page.said)
        return redirect(page.then or page.back.url)
    context = {"page": page, "form": form, **page.more}
    return render(request, page.template, context, status=UNPROCESSABLE if form.is_bound else 200)


def succeeded(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Act on what the form read; what the act refuses is said beside the field it is about."""
    try:
        act(form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def sent(request: HttpRequest) -> Any:
    """What was sent, for a form; None when the page is only being opened."""
    return request.POST if request.method == "POST" else None
