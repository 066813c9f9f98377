"""How the circle's own pages are worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from onestory.access.models import Account
from onestory.access.queries import Holding
from onestory.access.sections import Section
from onestory.core.dates import show_date
from onestory.core.text import join_words
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.circle import terms
from onestory.faces.workspace.family import presenters as family_words
from onestory.faces.workspace.family.presenters import about, kind_of
from onestory.people.models import Family
from onestory.support.actions.circle import called
from onestory.support.models import CircleMember
from onestory.ui import parts
from onestory.ui.charts.circle import draw
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
    called_url: str
    leave_url: str
    name: str


def lines(
    family: Family, members: Sequence[CircleMember], *, seeing: Sequence[Holding], asked: str
) -> list[MemberLine]:
    """`asked` is what the family said of the lead, when they were asked."""
    return [_line(family, member, seeing=seeing, asked=asked) for member in members]


def drawing(family: Family, members: Sequence[CircleMember]) -> SafeString:
    return draw(circle=family_words.circle(family, members))


def _line(family: Family, member: CircleMember, *, seeing: Sequence[Holding], asked: str) -> MemberLine:
    said = [about(member), f"Since {show_date(member.starts_on)}", _sees(member, seeing)]
    said += ["A volunteer"] if member.kind == CircleMember.Kind.VOLUNTEER else []
    said += [f"Called lead for {member.leads_for}"] if member.leads_for else []
    said += [asked.rstrip(".")] if member.lead else []
    return MemberLine(
        shape=parts.Person(
            name=called(member), about=". ".join(filter(None, said)), kind=kind_of(member), lead=member.lead
        ),
        called_url=reverse("workspace:called_lead", args=[family.pk, member.pk]) if member.kind != "own" else "",
        lead_url="" if member.lead else reverse("workspace:make_lead", args=[family.pk, member.pk]),
        leave_url=reverse("workspace:leave_circle", args=[family.pk, member.pk]),
        name=called(member),
    )


def _sees(member: CircleMember, seeing: Sequence[Holding]) -> str:
    """What they may see themselves; whoever does not sign in sees nothing."""
    if not member.account_id:
        return "Sees nothing here"
    opened = {
        section for one in seeing if one.account and one.account.pk == member.account_id for section in one.sections
    }
    words = join_words(SECTIONS[section].lower() for section in Section if section in opened)
    return f"May see: {words}" if words else "Sees nothing by themselves"


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
