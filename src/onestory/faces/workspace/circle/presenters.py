"""How the circle's own pages are worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.core.dates import show_date
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.circle import terms
from onestory.faces.workspace.family.presenters import about
from onestory.people.models import Family
from onestory.support.actions.circle import called
from onestory.support.models import CircleMember
from onestory.ui import parts
from onestory.ui.parts import Link

SECTIONS = {
    Section.SHARED: "The shared story",
    Section.HEALTH: "Health",
    Section.HOME: "Money and home",
    Section.SAFEGUARDING: "What is written about safety",
    Section.YOUNG_PERSON: "What is between the young person and their helper",
    Section.LOCATION: "Addresses that are kept confidential",
}


@dataclass(frozen=True)
class MemberLine:
    shape: parts.Person
    lead_url: str
    leave_url: str
    name: str


def lines(family: Family, members: Sequence[CircleMember]) -> list[MemberLine]:
    return [_line(family, member) for member in members]


def _line(family: Family, member: CircleMember) -> MemberLine:
    since = f"Since {show_date(member.starts_on)}"
    kind: parts.PersonKind = "worker" if member.account_id else "own"
    return MemberLine(
        shape=parts.Person(name=called(member), about=f"{about(member)}. {since}", kind=kind, lead=member.lead),
        lead_url="" if member.lead else reverse("workspace:make_lead", args=[family.pk, member.pk]),
        leave_url=reverse("workspace:leave_circle", args=[family.pk, member.pk]),
        name=called(member),
    )


def found(family: Family, colleagues: Sequence[Account]) -> list[parts.Person]:
    return [
        parts.Person(
            name=one.name, about=one.job_title, kind="worker",
            url=reverse("workspace:bring_in", args=[family.pk, one.pk]),
        )
        for one in colleagues
    ]  # fmt: skip


def sections_to_give(sections: frozenset[str]) -> list[tuple[str, str]]:
    return [(str(section), words) for section, words in SECTIONS.items() if section in sections]


def page(family: Family, *, title: str, heading: str, said: str, **more: Any) -> FormPage:
    back = Link(text="The circle", url=reverse("workspace:circle", args=[family.pk]))
    return FormPage(title=title, heading=heading, caption=family.name, said=said, back=back, **more)


def joining(family: Family, colleague: Account, *, myself: bool) -> FormPage:
    return page(
        family,
        title="The circle",
        heading="Join the circle" if myself else f"Bring in {colleague.name}",
        said="You are in the circle now." if myself else f"{colleague.name} is in the circle now.",
        button="Join" if myself else "Bring them in",
        template="workspace/circle/joining.html",
        more={"terms": terms.FIELDS},
    )


def join_url(family: Family, members: Sequence[CircleMember], *, me: UUID) -> str:
    """For somebody who sees the family and is not in its circle."""
    inside = any(member.account_id == me for member in members)
    return "" if inside else reverse("workspace:bring_in", args=[family.pk, me])


def leaving(family: Family, member: CircleMember, *, myself: bool) -> FormPage:
    name = "you" if myself else called(member)
    sees = (
        "What they could see of this family because they were in the circle, they no longer can. "
        if member.account_id
        else ""
    )
    return page(
        family,
        title="Leaving a circle",
        heading="Are you leaving this circle?" if myself else f"Is {name} leaving this circle?",
        intro=sees.replace("they", "you") + "The circle goes on, and everything written stays.",
        button="Yes, I am leaving" if myself else "Yes, they are leaving",
        said="Done. The circle goes on.",
        grave=True,
        # Somebody who has left may no longer see the circle they would otherwise go back to.
        then=reverse("workspace:families") if myself else "",
    )
