"""Who may see what, in the demonstration: supervision, an agreement, families' own ways in, and an emergency to look at."""

from __future__ import annotations

from datetime import timedelta

from django.db import connections
from django.utils import timezone

from onestory.access import knocking
from onestory.access.actions import agreements, guarding, portal
from onestory.access.models import Account, Agreement, BreakGlass, Grant
from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.config import staffing
from onestory.config.demo.telling import PASSWORD
from onestory.config.demo.ways_in import WAYS_IN, WayIn
from onestory.network.models import Organisation
from onestory.people import queries
from onestory.people.models import Family

Staff = dict[str, Account]


def set_up(staff: Staff) -> None:
    """Once; a step that was done is not done again."""
    _supervision(staff)
    _agreement(staff)
    for way in WAYS_IN:
        _way_in(way, staff)
    _emergency(staff)


def _supervision(staff: Staff) -> None:
    with connections["owner"].cursor() as cursor:
        for worker in ("family_support", "peer_supporter"):
            cursor.execute("SELECT wall.place_supervision(%s, %s)", [staff["hub_manager"].pk, staff[worker].pk])


def _agreement(staff: Staff) -> None:
    with acting_as(staff["information_governance"]) as viewer:
        if Agreement.objects.exists():
            return
        named = ("Plymouth City Council", "Community health")
        today = timezone.localdate()
        agreements.write(
            by=viewer, name="Healthy child reviews", purpose="Inviting families to their child's reviews, and knowing who came",
            basis=Grant.Basis.PUBLIC_TASK, sections=[Section.SHARED, Section.HEALTH], feeds=["health_visiting"],
            organisations=list(Organisation.objects.filter(name__in=named).values_list("pk", flat=True)),
            document="Information governance, shared folder 12", starts_on=today - timedelta(days=320),
            ends_on=today + timedelta(days=45), lead=staff["information_governance"],
        )  # fmt: skip


def _way_in(way: WayIn, staff: Staff) -> None:
    if knocking.by_email(way.email):
        return
    with acting_as(staff[way.lead]) as viewer:
        family = queries.family(viewer, Family.objects.get(name=way.family).pk)
        called = queries.names_in(viewer, family)
    people = {name.partition(" ")[0]: (person, name) for person, name in called.items()}
    person, name = people[way.given]
    account = staffing.open_family_account(email=way.email, name=name)
    staffing.set_password(email=way.email, password=PASSWORD)
    with acting_as(staff[way.lead]) as viewer:
        portal.open_to(
            by=viewer, account=account, family=family.pk, person=person, kind=way.kind,
            children=[people[child][0] for child in way.children],
            evidence="Passport seen at the hub, and the children’s birth certificates",
        )  # fmt: skip


def _emergency(staff: Staff) -> None:
    """The front door opened a record in an emergency, and nobody else has looked at it yet."""
    with acting_as(staff["family_support_north"]):
        family = Family.objects.filter(name="The Marsh family").first()
    with acting_as(staff["early_help"]) as viewer:
        if family is None or BreakGlass.objects.exists():
            return
        guarding.break_glass(
            by=viewer, family=family.pk,
            reason="Her sister rang the front door: she has not answered since Sunday, and the children were not in school.",
        )  # fmt: skip
