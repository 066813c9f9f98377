"""Who is in the family: adding, joining, changing their place, leaving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import UNPROCESSABLE, change, sent, succeeded
from onestory.faces.workspace.people.forms import belonging as forms
from onestory.faces.workspace.people.presenters import joining
from onestory.faces.workspace.people.presenters.wording import page
from onestory.faces.workspace.people.subject import subject_of
from onestory.faces.workspace.requests import Request
from onestory.people import queries
from onestory.people.actions import families, finds


def add(request: Request, family_id: UUID) -> HttpResponse:
    """Somebody of this family who is not written down anywhere yet."""
    family = opening.to_write_in(request.viewer, family_id)
    form = forms.AddPerson(sent(request), subject=family.pk)
    return change(
        request,
        page=joining.add_page(family),
        form=form,
        act=lambda said: families.add_person(by=request.viewer, family=family, new=forms.new_person(said)),
    )


def join(request: Request, family_id: UUID) -> HttpResponse:
    """Somebody already known joins this family too, as a child with two homes does."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    search = forms.FindSomeone(sent(request))
    found = finds.find(by=viewer, typed=search.cleaned_data["find"]) if search.is_bound and search.is_valid() else []
    here = {place.person_id for place in queries.members(viewer, family)}
    choices = joining.choices(found, here)
    form = forms.JoinPerson(request.POST if "join" in request.POST else None, subject=family.pk, found=choices)

    def act(said: dict[str, Any]) -> None:
        person = queries.person(viewer, said["person"])
        families.join(
            by=viewer, family=family, person=person, role=said["role"], share=said["share"], since=said["since"]
        )

    if form.is_bound and form.is_valid() and succeeded(form, act):
        messages.success(request, "They are in this family too now.")
        return redirect(reverse("workspace:family", args=[family.pk]))
    wrong = form.is_bound or (search.is_bound and not search.is_valid())
    context = joining.context(family, search, form, choices)
    return render(request, "workspace/people/join.html", context, status=UNPROCESSABLE if wrong else 200)


def place(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    standing = {"role": subject.place.role, "share": subject.place.lives_here_share}
    return change(
        request,
        page=page("place", subject),
        form=forms.ChangePlace(sent(request), subject=person_id, initial=standing),
        act=lambda said: families.change_membership(
            by=subject.viewer, membership=subject.place, role=said["role"], share=said["share"]
        ),
    )


def leave(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    subject = subject_of(request, family_id, person_id)
    return change(
        request,
        page=page("leave", subject, then=joining.back(subject.family).url),
        form=forms.LeaveFamily(sent(request), subject=person_id),
        act=lambda said: families.leave(by=subject.viewer, membership=subject.place, on=said["on"]),
    )
