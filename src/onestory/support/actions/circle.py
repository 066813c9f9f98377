"""Bringing people into a family's circle, and letting them go again. Nothing else about the family ends when someone leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.sections import CIRCLE
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import noon, today
from onestory.core.errors import Invalid
from onestory.people.models import Family
from onestory.support.actions.locking import catch_up, one_at_a_time
from onestory.support.episode_states import WALKING
from onestory.support.models import CircleMember


@transaction.atomic
def bring_in(
    *, by: Viewer, family: Family, account: Account, role: str, purpose: str = "", sections: Sequence[str] = CIRCLE,
    terms: grants.Terms = grants.USUAL, since: date | None = None, kind: str = CircleMember.Kind.WORKER,
) -> CircleMember:  # fmt: skip
    """A worker or volunteer joins the circle and, in the same act, may see the family.

    Somebody who brings in themselves sees the family already, and is given nothing more by it.
    """
    _not_in_yet(family, account)
    myself = account.pk == by.account_id
    grant = None if myself else grants.give(
        by=by, family=family.pk, account=account.pk, sections=sections, **vars(terms)
    )  # fmt: skip
    return _join(
        by=by, family=family, account=account, grant_id=grant, role=role, purpose=purpose, since=since, kind=kind
    )


@transaction.atomic
def lead_from_the_start(*, by: Viewer, family: Family, account: Account) -> CircleMember:
    """Whoever starts a record walks alongside the family from then on, and is whom it would ring first."""
    _not_in_yet(family, account)
    if family.circle.filter(lead=True, ends_on__isnull=True).exists():
        raise Invalid("Somebody leads already. Choose the lead in the circle.")
    role = account.job_title or "The first to meet them"
    return _join(by=by, family=family, account=account, role=role, purpose="", since=None, lead=True)


@transaction.atomic
def add_own_person(
    *, by: Viewer, family: Family, name: str, role: str, purpose: str = "", since: date | None = None
) -> CircleMember:
    """One of the family's own people: a grandmother, a neighbour, a coach. They are named; they do not sign in."""
    return _named(by=by, family=family, name=name, role=role, purpose=purpose, since=since, kind=CircleMember.Kind.OWN)


@transaction.atomic
def add_helper(
    *, by: Viewer, family: Family, name: str, role: str, purpose: str = "", since: date | None = None,
    kind: str = CircleMember.Kind.WORKER,
) -> CircleMember:  # fmt: skip
    """A worker or volunteer who does not sign in here. They are named, and see nothing of the family."""
    return _named(by=by, family=family, name=name, role=role, purpose=purpose, since=since, kind=kind)


@transaction.atomic
def make_lead(*, by: Viewer, member: CircleMember, since: date | None = None) -> None:
    """The one the family looks to first. There is one lead at a time. Raises Invalid for whoever has left since."""
    _still_in(member)
    CircleMember.objects.filter(family=member.family_id, lead=True, ends_on__isnull=True).update(lead=False)
    member.lead = True
    member.save(update_fields=["lead"])
    _tell(by=by, member=member, act="circle.make_lead", title=f"{called(member)} became the lead", on=since)


@transaction.atomic
def leave(*, by: Viewer, member: CircleMember, on: date | None = None) -> None:
    """Someone leaves the circle; what they could see they no longer can. The circle goes on without them.

    Raises Invalid for whoever answers for the help: somebody else does first, or its reviews would wait for nobody.
    """
    _still_in(member)
    if member.account_id and member.family.episodes.filter(state=WALKING, owner_id=member.account_id).exists():
        raise Invalid(
            f"{called(member)} answers for the help and its reviews. Hand that to somebody of the circle first."
        )
    member.ends_on, member.lead = on or today(), False
    member.save(update_fields=["ends_on", "lead"])
    _tell(by=by, member=member, act="circle.leave", title=f"{called(member)} left the circle", on=member.ends_on)
    if member.grant_id:
        grants.end(by=by, family=member.family_id, grant=member.grant_id)


def in_turn(family: UUID) -> None:
    """Who joins, leads or leaves is settled one act at a time, or two would lead at once."""
    one_at_a_time(f"circle {family}")


def called(member: CircleMember) -> str:
    return member.account.name if member.account else member.name


def _not_in_yet(family: Family, account: Account) -> None:
    in_turn(family.pk)
    if family.circle.filter(account=account, ends_on__isnull=True).exists():
        raise Invalid("They are already in the circle.", "account")


def _still_in(member: CircleMember) -> None:
    """As the row stands now: the page it was chosen on may be older than their leaving."""
    in_turn(member.family_id)
    catch_up(member, "lead", "ends_on")
    if member.ends_on:
        raise Invalid(f"{called(member)} has left the circle.")


def _named(*, by: Viewer, name: str, **more: Any) -> CircleMember:
    if not name.strip():
        raise Invalid("Enter the name the family uses for them.", "name")
    return _join(by=by, name=name.strip(), **more)


def _join(*, by: Viewer, family: Family, role: str, purpose: str, since: date | None, **who: Any) -> CircleMember:
    if not role.strip():
        raise Invalid("Say who they are to the family, for example health visitor or grandmother.", "role")
    member = CircleMember(family=family, role=role.strip(), purpose=purpose.strip(), starts_on=since or today(), **who)
    member.save(force_insert=True)
    _tell(by=by, member=member, act="circle.join", title=f"{called(member)} joined the circle", on=member.starts_on)
    return member


def _tell(*, by: Viewer, member: CircleMember, act: str, title: str, on: date | None = None) -> None:
    events.record(by=by, action=act, family=member.family_id, subject=member)
    at = noon(on) if on and on != today() else None
    news.tell(news.Happened(by=by, act=act, family=member.family_id, title=title, at=at))
