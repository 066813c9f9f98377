"""Agreements between organisations: what was agreed, until when, and ending one with all that rests on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import overseeing
from onestory.access import queries as access
from onestory.access.actions import agreements as act
from onestory.access.models import Agreement
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date, today
from onestory.core.text import plural
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.circle.forms import SureForm
from onestory.faces.workspace.governance import presenters
from onestory.faces.workspace.governance.forms import AgreementForm
from onestory.faces.workspace.governance.views import governing
from onestory.faces.workspace.requests import Request
from onestory.linkage import declaration
from onestory.network import queries as network
from onestory.ui.parts import SummaryRow


@require_GET
def listed(request: Request) -> HttpResponse:
    governing(request.viewer)
    lines = presenters.agreements(overseeing.agreements(request.viewer))
    return render(request, "workspace/governance/agreements.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def write(request: Request) -> HttpResponse:
    viewer = request.viewer
    governing(viewer)
    organisations = [(str(one.pk), one.name) for one in network.organisations()]
    feeds = [(name, feed.title) for name, feed in declaration.feeds().items()]
    form = AgreementForm(sent(request), organisations=organisations, feeds=feeds, me=access.email_of(viewer))
    page = FormPage(
        title="An agreement", heading="Write down an agreement", button="Write it down",
        intro="Its words are not changed afterwards: a new one takes its place, and the old one is ended.",
        back=presenters.back("agreements", "Agreements"), said="The agreement is written down.",
    )  # fmt: skip
    return change(request, page=page, form=form, act=lambda said: _write(viewer, said))


def _write(viewer: Viewer, said: dict[str, Any]) -> None:
    lead = access.colleague_at(said["lead"])
    act.write(by=viewer, **{**said, "lead": lead})


@require_http_methods(["GET", "POST"])
def agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """What it says; and ending it, knowing how many then see no longer."""
    viewer = request.viewer
    governing(viewer)
    one = overseeing.agreement(viewer, agreement_id)
    resting = overseeing.resting_on(viewer, one)
    form = SureForm(sent(request), subject=one.pk)
    if form.is_bound and form.is_valid():
        ended = act.end(by=viewer, agreement=one.pk)
        messages.success(request, f"The agreement has ended, and {plural(ended, 'grant')} with it.")
        return redirect("workspace:agreements")
    context = {
        "agreement": one, "rows": _rows(one), "state": presenters.state(one, on=today()), "form": form,
        "may_end": one.ended_at is None, "resting": plural(resting, "grant") if resting else "No grant",
    }  # fmt: skip
    return render(request, "workspace/governance/agreement.html", context, status=422 if form.errors else 200)


def _rows(one: Agreement) -> list[SummaryRow]:
    organisations = network.organisations_named(one.organisation_ids)
    titles = declaration.feeds()
    feeds = [titles[name].title if name in titles else name for name in one.feeds]
    return [
        SummaryRow(key="For", values=(one.purpose,)),
        SummaryRow(key="Who agreed", values=tuple(organisations)),
        SummaryRow(key="What may be seen", values=tuple(str(Section(each).label) for each in one.sections)),
        SummaryRow(key="Feeds", values=tuple(feeds) or ("None",)),
        SummaryRow(key="It rests on", values=(str(one.get_basis_display()),)),
        SummaryRow(key="From and until", values=(f"{show_date(one.starts_on)} to {show_date(one.ends_on)}",)),
        SummaryRow(key="Signed document", values=(one.document,)),
        SummaryRow(key="Looked after by", values=(one.lead.name,), note=f"Written down by {one.written_by.name}"),
    ]
