"""A family's appointments: offered, agreed, moved, called off, and missed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.faces.workspace import opening, wording
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.contacts import forms, presenters
from onestory.faces.workspace.family import timeline
from onestory.faces.workspace.requests import Request
from onestory.people import permissions, queries
from onestory.people.models import Family
from onestory.support import contact_queries
from onestory.support.actions import appointments as act
from onestory.support.appointment_states import APPOINTMENTS
from onestory.support.models import Appointment
from onestory.ui.parts import Link


@require_GET
def appointments(request: Request, family_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_read(viewer, family_id)
    context = {
        "family": family,
        "appointments": presenters.listed(contact_queries.appointments(viewer, family), now=now),
        "reach_outs": presenters.reach_outs(contact_queries.reach_outs(viewer, family), on=today()),
        "may_write": permissions.can_write(viewer),
    }
    return render(request, "workspace/contacts/appointments.html", context)


@require_http_methods(["GET", "POST"])
def offer(request: Request, family_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    form = forms.OfferForm(
        sent(request), subject=family.pk, people=timeline.people_to_choose(queries.members(viewer, family)),
        sections=wording.open_sections(family.sections_open_to(viewer)),
    )  # fmt: skip

    def offered(said: dict[str, Any]) -> None:
        if form.at() <= now:
            raise Invalid("Choose a time that is still to come.", "day")
        new = act.NewAppointment(said["kind"], said["purpose"], form.at(), said["people"], said["section"])
        act.offer(by=viewer, family=family, new=new, now=now, agreed=said["agreed"])

    page = FormPage(
        title="Offer a time", heading="Offer a time to meet", caption=family.name, button="Save it", said="Saved.",
        intro="Ask what suits them first: the day, the place, and who they want there.",
        back=presenters.back_to_appointments(family),
    )  # fmt: skip
    return change(request, page=page, form=form, act=offered)


@require_GET
def appointment(request: Request, family_id: UUID, appointment_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_read(viewer, family_id)
    found = contact_queries.appointment(viewer, family, appointment_id)
    may = permissions.can_write(viewer)
    context = {
        "family": family,
        "appointment": found,
        "label": presenters.label(found, now=now),
        "rows": presenters.summary(found, names=queries.names_in(viewer, family), now=now),
        "happened": presenters.happened(contact_queries.appointment_events(viewer, found)),
        "acts": {step.act.partition(".")[2] for step in APPOINTMENTS.acts_from(found.state)} if may else set(),
        "has_come": found.at <= now,
        "met_url": f"{reverse('workspace:begin_contact', args=[family.pk])}?appointment={found.pk}",
        "back": presenters.back_to_appointments(family),
    }
    return render(request, "workspace/contacts/appointment.html", context)


@require_POST
def agree(request: Request, family_id: UUID, appointment_id: UUID) -> HttpResponse:
    family = opening.to_write_in(request.viewer, family_id)
    found = contact_queries.appointment(request.viewer, family, appointment_id)
    try:
        act.agree(by=request.viewer, appointment=found, now=timezone.now())
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Agreed.")
    return redirect("workspace:appointment", family.pk, found.pk)


@require_http_methods(["GET", "POST"])
def move(request: Request, family_id: UUID, appointment_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    found = contact_queries.appointment(viewer, family, appointment_id)
    form = forms.MoveForm(sent(request), subject=found.pk)

    def moved(said: dict[str, Any]) -> None:
        act.move(by=viewer, appointment=found, to=form.at(), whose=said["whose"], words=said["words"], now=now)

    page = _page(family, found, heading="Move it to another time", button="Move it", said="Moved.")
    return change(request, page=page, form=form, act=moved)


@require_http_methods(["GET", "POST"])
def call_off(request: Request, family_id: UUID, appointment_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    found = contact_queries.appointment(viewer, family, appointment_id)

    def called_off(said: dict[str, Any]) -> None:
        act.call_off(by=viewer, appointment=found, whose=said["whose"], reason=said["reason"], now=now)

    page = _page(family, found, heading="Call it off", button="Call it off", said="Called off.")
    return change(request, page=page, form=forms.CallOffForm(sent(request), subject=found.pk), act=called_off)


@require_http_methods(["GET", "POST"])
def missed(request: Request, family_id: UUID, past_appointment_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    found = contact_queries.appointment(viewer, family, past_appointment_id)

    def was_missed(said: dict[str, Any]) -> None:
        act.was_missed(by=viewer, appointment=found, how=said["how"], words=said["words"], now=now)

    page = _page(
        family, found, heading="You missed each other", button="Write it down",
        said="Written down. Somebody reaches out to them within two days, and nothing closes.",
        intro="It is a sign that something may be in the way. You reach out to them within two days.",
    )  # fmt: skip
    return change(request, page=page, form=forms.MissedForm(sent(request), subject=found.pk), act=was_missed)


def _page(family: Family, found: Appointment, *, heading: str, button: str, said: str, intro: str = "") -> FormPage:
    back = Link(text="Back", url=reverse("workspace:appointment", args=[family.pk, found.pk]))
    return FormPage(
        title="An appointment", heading=heading, caption=family.name, intro=intro, button=button, said=said, back=back,
        then=reverse("workspace:appointments", args=[family.pk]),
    )  # fmt: skip
