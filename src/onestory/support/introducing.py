"""Reading introductions and consultations; and, for whom a family would meet, what is offered to them."""

from __future__ import annotations

from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.support.models import Consultation, Introduction, IntroductionOffer

MOST = 50


def introductions(viewer: Viewer, family: Family) -> list[Introduction]:
    """The newest first."""
    if not family.sections_open_to(viewer):
        return []
    found = Introduction.objects.filter(family=family).select_related("owner", "to_account", "offer")
    return list(found.order_by("-offered_on", "-id")[:MOST])


def introduction(viewer: Viewer, family: Family, introduction_id: UUID) -> Introduction:
    """Raises NotThere."""
    found = next((one for one in introductions(viewer, family) if one.pk == introduction_id), None)
    if found is None:
        raise NotThere("introduction")
    return found


def called(introduction: Introduction) -> str:
    """Whom the family would meet."""
    return introduction.to_account.name if introduction.to_account else introduction.to_name


def they_agreed(introduction: Introduction) -> bool:
    """Whoever signs in said so themselves; of somebody who is named, whoever introduces them wrote it down."""
    if introduction.to_account_id:
        return introduction.offer.state == "accepted"
    return introduction.they_agreed_on is not None


def offered_to_me(viewer: Viewer) -> list[IntroductionOffer]:
    """What waits for the viewer's own yes, the oldest first."""
    found = IntroductionOffer.objects.filter(to_account_id=viewer.account_id, state="offered")
    return list(found.select_related("from_account").order_by("offered_on", "id")[:MOST])


def consultations(viewer: Viewer, family: Family) -> list[Consultation]:
    """The newest first."""
    if not family.sections_open_to(viewer):
        return []
    found = Consultation.objects.filter(family=family).select_related("owner")
    return list(found.order_by("-asked_on", "-id")[:MOST])


def consultation(viewer: Viewer, family: Family, consultation_id: UUID) -> Consultation:
    """Raises NotThere."""
    found = next((one for one in consultations(viewer, family) if one.pk == consultation_id), None)
    if found is None:
        raise NotThere("consultation")
    return found
