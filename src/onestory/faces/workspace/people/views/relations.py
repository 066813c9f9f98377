"""How people of the family are related, and who holds parental responsibility."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.people.forms import relations as forms
from onestory.faces.workspace.people.presenters import person as presenter
from onestory.faces.workspace.people.presenters.wording import page
from onestory.faces.workspace.people.subject import Subject, subject_of
from onestory.faces.workspace.requests import Request
from onestory.people import queries
from onestory.people.actions import relationships
from onestory.people.models import Membership, Person


def relate(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    others = _others(subject)
    form = forms.Relate(sent(request), subject=person_id, name=subject.given, others=presenter.choices(others))
    return change(
        request,
        page=page("relate", subject),
        form=form,
        act=lambda said: relationships.relate(
            by=subject.viewer,
            person=subject.person,
            other=_chosen(others, said["other"]),
            kind=said["kind"],
            since=said["since"],
        ),
    )


def end_relationship(request: Request, family_id: UUID, person_id: UUID, relationship_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    standing = queries.one_of(queries.relationships(subject.viewer, subject.family), relationship_id)
    places = queries.members(subject.viewer, subject.family)
    return change(
        request,
        page=page("end_relationship", subject, heading=presenter.relationship_heading(subject, standing, places)),
        form=forms.EndRelationship(sent(request), subject=person_id),
        act=lambda said: relationships.end(by=subject.viewer, relationship=standing, on=said["on"]),
    )


def record_responsibility(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    others = _others(subject)
    form = forms.RecordResponsibility(sent(request), subject=person_id, adults=presenter.choices(others))
    return change(
        request,
        page=page("record_responsibility", subject),
        form=form,
        act=lambda said: relationships.record_responsibility(
            by=subject.viewer,
            child=subject.person,
            adult=_chosen(others, said["adult"]),
            evidence=said["evidence"],
            note=said["note"],
            since=said["since"],
        ),
    )


def end_responsibility(request: Request, family_id: UUID, person_id: UUID, held_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    held = queries.one_of(queries.responsibilities(subject.viewer, subject.family), held_id)
    return change(
        request,
        page=page("end_responsibility", subject),
        form=forms.EndResponsibility(sent(request), subject=person_id),
        act=lambda said: relationships.end_responsibility(by=subject.viewer, held=held, on=said["on"]),
    )


def _others(subject: Subject) -> list[Membership]:
    places = queries.members(subject.viewer, subject.family)
    return [place for place in places if place.person_id != subject.person.pk]


def _chosen(places: list[Membership], person_id: Any) -> Person:
    return next(place.person for place in places if str(place.person_id) == person_id)
