"""Who somebody is: names, birth, death, numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from onestory.core.errors import Invalid
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.people.forms import identity as forms
from onestory.faces.workspace.people.presenters import person as presenter
from onestory.faces.workspace.people.presenters.wording import page
from onestory.faces.workspace.people.subject import Subject, subject_of
from onestory.faces.workspace.requests import Request
from onestory.people import queries
from onestory.people.actions import people
from onestory.people.models import Identifier


def new_name(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    form = forms.NewName(sent(request), subject=person_id)
    return change(
        request,
        page=page("new_name", subject),
        form=form,
        act=lambda _: people.rename(by=subject.viewer, person=subject.person, name=form.name),
    )


def correct_name(request: Request, family_id: UUID, person_id: UUID, name_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    name = queries.one_of(subject.person.all_names, name_id)
    kept = {"given": name.given, "middle": name.middle, "family": name.family, "use": name.use}
    form = forms.CorrectName(sent(request), subject=person_id, initial=kept)
    return change(
        request,
        page=page("correct_name", subject),
        form=form,
        act=lambda _: people.correct_name(by=subject.viewer, name=name, to=form.name),
    )


def birth(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    person = subject.person
    kept = {"born": person.born, "estimated": person.born_estimated, "due_on": person.due_on, "sex": person.sex}
    return change(
        request,
        page=page("birth", subject),
        form=forms.ChangeBirth(sent(request), subject=person_id, initial=kept),
        act=lambda said: people.change_birth(
            by=subject.viewer,
            person=person,
            birth=people.Birth(born=said["born"], estimated=said["estimated"], due_on=said["due_on"]),
            sex=said["sex"],
        ),
    )


def death(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    return change(
        request,
        page=page("death", subject),
        form=forms.RecordDeath(sent(request), subject=person_id, initial={"died": subject.person.died}),
        act=lambda said: people.record_death(by=subject.viewer, person=subject.person, died=said["died"]),
    )


def add_number(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    return change(
        request,
        page=page("add_number", subject),
        form=forms.AddNumber(sent(request), subject=person_id),
        act=lambda said: _add_number(subject, said),
    )


def _add_number(subject: Subject, said: dict[str, Any]) -> None:
    """The check digit's own message belongs beside the number, whichever kind it is."""
    issuer = said["issuer"] if said["system"] == Identifier.System.LOCAL else ""
    try:
        people.add_identifier(
            by=subject.viewer,
            person=subject.person,
            system=said["system"],
            typed=said["typed"],
            issuer=issuer,
            source=said["source"],
        )
    except Invalid as refusal:
        raise refusal.about("typed") from None


def check_number(request: Request, family_id: UUID, person_id: UUID, number_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    number = queries.one_of(subject.person.all_identifiers, number_id)

    def act(said: dict[str, Any]) -> None:
        if said["verdict"] == "wrong":
            return people.mark_identifier_wrong(by=subject.viewer, identifier=number)
        return people.verify_identifier(by=subject.viewer, identifier=number, source=said["source"])

    return change(
        request,
        page=page("check_number", subject, intro=presenter.number_in_words(number)),
        form=forms.CheckNumber(sent(request), subject=person_id),
        act=act,
    )
