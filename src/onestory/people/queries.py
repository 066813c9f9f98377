"""Reading people and families. Every read begins from the viewer; what they may not see is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Now

from onestory.access.models import Grant
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.core.models import Record
from onestory.people import told
from onestory.people.household import household
from onestory.people.models import (
    Address,
    Ask,
    Fact,
    Family,
    Membership,
    ParentalResponsibility,
    Person,
    Relationship,
    Residence,
)  # fmt: skip


def grants_of(viewer: Viewer) -> QuerySet[Grant]:
    """The live grants through which this viewer sees families."""
    return Grant.objects.of(viewer)


def family(viewer: Viewer, family_id: UUID) -> Family:
    """The family, knowing which of its sections are open to this viewer.

    Raises NotThere alike for a family that does not exist and one that is not the viewer's to see.
    """
    granted = list(grants_of(viewer).filter(family_id=family_id).only("sections", "account_id"))
    found = Family.objects.filter(pk=family_id).first() if granted else None
    if found is None:
        raise NotThere("family")
    found.opened_to = (viewer.account_id, viewer.sections_of(granted))
    return found


def names_of_families(viewer: Viewer, families: Iterable[UUID]) -> dict[UUID, str]:
    """Of those among them that the viewer may see."""
    return dict(Family.objects.visible_to(viewer).filter(pk__in=set(families)).values_list("pk", "name"))


def person(viewer: Viewer, person_id: UUID) -> Person:
    """Raises NotThere alike for a person who does not exist and one the viewer may not see."""
    families = grants_of(viewer).values("family_id")
    found = Person.objects.filter(pk=person_id, memberships__family_id__in=families).distinct().first()
    if found is None:
        raise NotThere("person")
    return found


def families_of(viewer: Viewer, person: Person) -> list[Family]:
    """The families this person belongs to now that the viewer may see: a child with two homes may have two."""
    mine = Family.objects.visible_to(viewer).filter(memberships__person=person)
    return list(mine.filter(still(prefix="memberships__")).distinct().order_by("name"))


def still(*, prefix: str = "", end: str = "ends_on") -> Q:
    """Has not ended: no end, or one that is yet to come."""
    return Q(**{f"{prefix}{end}__isnull": True}) | Q(**{f"{prefix}{end}__gt": Now()})


def members(viewer: Viewer, family: Family) -> list[Membership]:
    """Everyone who belongs to the family now, parents and carers first, then children from the eldest."""
    return household(viewer, family).members


def names_in(viewer: Viewer, family: Family) -> dict[UUID, str]:
    """What to call everyone who belongs or ever belonged to the family: the story names people who have left it."""
    return household(viewer, family).names


_RELATED = """
SELECT r.* FROM people_relationship r
  JOIN people_membership a ON a.person_id = r.person_id AND a.family_id = %(family)s
  JOIN people_membership b ON b.person_id = r.other_id AND b.family_id = %(family)s
WHERE r.ends_on IS NULL AND (a.ends_on IS NULL OR a.ends_on > statement_timestamp())
  AND (b.ends_on IS NULL OR b.ends_on > statement_timestamp())
ORDER BY r.created_at, r.id
"""


def relationships(viewer: Viewer, family: Family) -> list[Relationship]:
    """How the people of this family are related to each other, each pair once."""
    seen = family.sections_open_to(viewer)
    return list(Relationship.objects.raw(_RELATED, {"family": family.pk})) if seen else []


def responsibilities(viewer: Viewer, family: Family) -> list[ParentalResponsibility]:
    """Who holds parental responsibility for the children of this family."""
    people = _people_of(family.memberships.all() if family.sections_open_to(viewer) else family.memberships.none())
    found = ParentalResponsibility.objects.filter(still(), child_id__in=people)
    return list(found.order_by("child_id", "created_at"))


def _people_of(memberships: QuerySet[Membership]) -> QuerySet[Membership, UUID]:
    return memberships.filter(still()).values_list("person_id", flat=True)


def facts(viewer: Viewer, family: Family) -> list[Fact]:
    """Every live fact about the family and its people that is open to the viewer; conflicting values all appear."""
    return told.live(family=family.pk, sections=family.sections_open_to(viewer))


def fact(viewer: Viewer, family: Family, fact_id: UUID) -> Fact:
    """One fact about the family or someone in it. Raises NotThere."""
    for found in told.one(fact_id, family=family.pk, sections=family.sections_open_to(viewer)):
        return found
    raise NotThere("fact")


def fact_history(viewer: Viewer, family: Family, *, of: Fact) -> list[Fact]:
    """Every value a fact has had, newest first, with who said it and why it ended."""
    found = told.all_of(of, family=family.pk, sections=family.sections_open_to(viewer), limit=100)
    prefetch_related_objects(found, "ended_by", "said_by_person")
    return found


def membership(viewer: Viewer, family: Family, person_id: UUID) -> Membership:
    """Someone's place in the family now, with all that is known of them. Raises NotThere."""
    return place_of(members(viewer, family), person_id)


def place_of(places: Iterable[Membership], person_id: UUID) -> Membership:
    """The place of one person among `members`. Raises NotThere."""
    for found in places:
        if found.person_id == person_id:
            return found
    raise NotThere("person")


def homes(viewer: Viewer, family: Family, person: Person) -> list[Residence]:
    """Where somebody lives and has lived, the latest first. Confidential ones only for those whom they are open to."""
    addresses = Prefetch("address", Address.objects.select_related("neighbourhood"))
    sections = family.sections_open_to(viewer)
    seen = Q() if Section.LOCATION in sections else Q(confidential=False)
    found = person.residences.filter(seen) if sections else person.residences.none()
    return list(found.prefetch_related(addresses).order_by("-ends_on", "-starts_on", "-created_at")[:50])


Row = TypeVar("Row", bound=Record)


def one_of(rows: Iterable[Row], row_id: UUID) -> Row:
    """The one of these, which the viewer has been given already, that has this identifier. Raises NotThere."""
    for row in rows:
        if row.pk == row_id:
            return row
    raise NotThere("record")


@dataclass(frozen=True)
class TellOnce:
    """How often what a form needed was known already (`reused`), and how often it had to be asked."""

    asked: int = 0
    reused: int = 0

    @property
    def rate(self) -> float | None:
        """Reused of all that was needed, from 0 to 1; None where nothing has been needed yet."""
        needed = self.asked + self.reused
        return self.reused / needed if needed else None


def tell_once_rate(viewer: Viewer, *, since: date) -> TellOnce:
    """Asked and reused since a day, about the families this viewer may see and the people in them now."""
    mine = grants_of(viewer).values("family_id")
    people = Membership.objects.filter(still(), family_id__in=mine).values("person_id")
    about = Q(family_id__in=mine) | Q(person_id__in=people)
    counts = Ask.objects.filter(about, at__date__gte=since).values_list("outcome").annotate(n=Count("id"))
    return TellOnce(**dict(counts))
