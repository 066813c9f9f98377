"""Whom a page is about: fetched once, with access checked, before anything else is done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.access.viewer import Viewer
from onestory.faces.workspace import opening, wording
from onestory.faces.workspace.requests import Request
from onestory.people import queries
from onestory.people.models import Family, Membership, Person


@dataclass(frozen=True)
class Subject:
    """One person, as a member of the family through which they are seen."""

    viewer: Viewer
    family: Family
    place: Membership

    @property
    def person(self) -> Person:
        return self.place.person

    @property
    def name(self) -> str:
        return wording.name_of(self.place)

    @property
    def given(self) -> str:
        return wording.first_name(self.name)

    @property
    def url(self) -> str:
        return person_url(self.family, self.person.pk)


def subject_of(request: Request, family_id: UUID, person_id: UUID) -> Subject:
    """The person whose record is about to be changed. Raises NotThere for whom the viewer may not see or change."""
    family = opening.to_write_in(request.viewer, family_id)
    return Subject(request.viewer, family, queries.membership(request.viewer, family, person_id))


def person_url(family: Family, person_id: UUID) -> str:
    return reverse("workspace:person", args=[family.pk, person_id])
