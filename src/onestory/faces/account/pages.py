"""Showing a page with one form, or doing what it asks and going on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from onestory.core.errors import Invalid

UNPROCESSABLE = 422


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How such a page is worded, and where it goes on to."""

    title: str
    heading: str
    button: str
    then: str
    back: str
    said: str = ""
    intro: str = ""
    grave: bool = False


def ask(
    request: HttpRequest, *, page: Asked, form: forms.BaseForm, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    if form.is_bound and form.is_valid() and _succeeded(form, act):
        messages.success(request, page.said)
        return redirect(page.then)
    context = {"page": page, "form": form}
    return render(request, "own/ask.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _succeeded(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """What the act refuses is said beside the field it is about."""
    try:
        act(form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True
