"""Pages on which something is written about a family: kept as it is typed, and let go of once it is saved.

The same as `changing.change`, for forms whose kind stands in `drafts.kinds`. Their template is `workspace/draft_page.html`, or
one that extends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from onestory.core.errors import NotThere
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.drafts import keeping
from onestory.faces.workspace.requests import Request
from onestory.people.models import Family
from onestory.story.actions import drafts

TEMPLATE = "workspace/draft_page.html"
KEPT = "Your draft is kept. Only you can see it, and it waits for you on Today."


@dataclass(frozen=True, kw_only=True)
class Written:
    """`form` is the draft's name (`kinds`); `make` makes the page's form from what was sent and what was left.

    What is about no family yet has a draft with a number of its own.
    """

    family: Family | None
    form: str
    page: FormPage
    make: Callable[[Any, dict[str, Any]], forms.BaseForm]
    act: Callable[[dict[str, Any]], object]
    initial: dict[str, Any]
    draft: UUID | None = None


def write(request: Request, written: Written) -> HttpResponse:
    viewer = request.viewer
    kept = keeping.begin(viewer, written.family, form=written.form, draft=written.draft)
    if "keep" in request.POST:
        return keep(request, kept)
    form = written.make(sent(request), written.initial | dict(kept.content))
    template = TEMPLATE if written.page.template == "workspace/form_page.html" else written.page.template
    page = replace(written.page, template=template, more={**written.page.more, "keeping": kept})

    def act(said: dict[str, Any]) -> None:
        written.act(said)
        drafts.discard(by=viewer, draft_id=kept.draft)

    return change(request, page=page, form=form, act=act)


def keep(request: Request, kept: keeping.Keeping) -> HttpResponse:
    """The button for a browser that runs no script: what the page does by itself every few seconds."""
    ticket = keeping.read(request.POST.get("ticket", ""))
    if ticket is None or ticket.draft != str(kept.draft):
        raise NotThere("draft")
    keeping.keep(request.viewer, ticket, request.POST)
    messages.success(request, KEPT)
    return redirect(request.path)
