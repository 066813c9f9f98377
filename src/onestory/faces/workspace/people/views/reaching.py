"""How to reach somebody and how it is safe to, and where they live."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from onestory.core.dates import today
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.people.forms import reaching as forms
from onestory.faces.workspace.people.presenters import person as presenter
from onestory.faces.workspace.people.presenters.wording import page
from onestory.faces.workspace.people.subject import Subject, subject_of
from onestory.faces.workspace.requests import Request
from onestory.people import queries
from onestory.people.actions import contact_points, residences


def add_contact(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    form = forms.AddContact(sent(request), subject=person_id)
    return change(
        request,
        page=page("add_contact", subject),
        form=form,
        act=lambda said: contact_points.add(
            by=subject.viewer,
            person=subject.person,
            kind=said["kind"],
            typed=said["value"],
            safe=form.safe(),
            checked_on=today(),
        ),
    )


def check_again(request: Request, family_id: UUID, person_id: UUID, point_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    point = queries.one_of(subject.person.ways_to_reach, point_id)
    # What was safe before is not ticked again for them: it is asked.
    form = forms.CheckAgain(sent(request), subject=person_id, kind=point.kind, initial=presenter.how_to_reach(point))
    return change(
        request,
        page=page("check_again", subject, intro=presenter.before(point)),
        form=form,
        act=lambda _: contact_points.check_again(by=subject.viewer, point=point, safe=form.safe(), checked_on=today()),
    )


def stop_using(request: Request, family_id: UUID, person_id: UUID, point_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    point = queries.one_of(subject.person.ways_to_reach, point_id)
    return change(
        request,
        page=page("stop_using", subject, heading=presenter.stop_heading(point)),
        form=forms.Confirm(sent(request), subject=person_id),
        act=lambda _: contact_points.end(by=subject.viewer, point=point, on=today()),
    )


def move(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    places = queries.members(subject.viewer, subject.family)
    # Whoever is kept confidential where they are stays so where they go, unless somebody says otherwise.
    hidden = any(home.confidential for home in subject.person.homes)
    before = {"people": [str(person_id)], "confidential": hidden}
    form = forms.Move(sent(request), subject=person_id, people=presenter.choices(places), initial=before)
    return change(request, page=page("move", subject), form=form, act=lambda said: _move(subject, form, said))


def _move(subject: Subject, form: forms.Move, said: dict[str, Any]) -> None:
    places = queries.members(subject.viewer, subject.family)
    moving = [place.person for place in places if str(place.person_id) in said["people"]]
    residences.move(
        by=subject.viewer,
        family=subject.family,
        people=moving,
        to=form.to,
        confidential=said["confidential"],
        since=said["since"],
    )


def confidential(request: Request, family_id: UUID, person_id: UUID, home_id: UUID) -> HttpResponse:
    """Hide where somebody lives, or show it again: whichever it is not now."""
    subject = subject_of(request, family_id, person_id)
    home = queries.one_of(subject.person.homes, home_id)
    key = "show_home" if home.confidential else "hide_home"
    return change(
        request,
        page=page(key, subject),
        form=forms.Confirm(sent(request), subject=person_id),
        act=lambda _: residences.set_confidential(
            by=subject.viewer, residence=home, confidential=not home.confidential
        ),
    )
