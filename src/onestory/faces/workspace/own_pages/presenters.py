"""How a family's own pages are worded to those alongside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.access.models import PortalAccess
from onestory.core.dates import show_date
from onestory.core.text import join_words
from onestory.faces.workspace.changing import FormPage
from onestory.people.models import Family, Membership
from onestory.ui.parts import Link

Names = Mapping[UUID, str]
Choices = list[tuple[str, str]]
_CHILDREN = (Membership.Role.CHILD, Membership.Role.EXPECTED)


@dataclass(frozen=True)
class Line:
    who: str
    about: str
    evidence: str
    close_url: str


def lines(family: Family, ways_in: Sequence[PortalAccess], names: Names) -> list[Line]:
    return [
        Line(
            who=names.get(one.person_id, "Somebody who has left"),
            about=f"{_reads(one, names)}. Since {show_date(one.starts_at)}",
            evidence=one.evidence,
            close_url=reverse("workspace:close_own_page", args=[family.pk, one.pk]),
        )
        for one in ways_in
    ]


def _reads(one: PortalAccess, names: Names) -> str:
    children = [names[child] for child in one.children if child in names]
    return (
        f"Reads about themselves, and what is shared of {join_words(children)}"
        if children
        else "Reads about themselves"
    )


def people_to_choose(members: Sequence[Membership], names: Names) -> Choices:
    return [(str(one.person_id), names[one.person_id]) for one in members if one.role != Membership.Role.EXPECTED]


def children_to_choose(members: Sequence[Membership], names: Names) -> Choices:
    return [(str(one.person_id), names[one.person_id]) for one in members if one.role in _CHILDREN]


def kind_of(person: UUID, members: Sequence[Membership], *, children: bool) -> str:
    if children:
        return PortalAccess.Kind.PARENT
    is_child = any(one.person_id == person and one.role in _CHILDREN for one in members)
    return PortalAccess.Kind.YOUNG_PERSON if is_child else PortalAccess.Kind.ADULT


def giving(family: Family) -> FormPage:
    return FormPage(
        title="Their own page", heading="Give somebody their own page", caption=family.name, button="Give it to them",
        intro="They read what is known of them and what is shared about their children, who may see it, and who looked. "
        "They read nothing of any other adult, and no address, school or surgery.",
        said="It is theirs. Ask an administrator to help them sign in for the first time.", back=_back(family),
    )  # fmt: skip


def closing(family: Family, name: str) -> FormPage:
    return FormPage(
        title="Their own page", heading=f"Close the page of {name}?", caption=family.name, button="Yes, close it", grave=True,
        intro="At once, wherever they are signed in. Whatever they told you stays in the family’s story.",
        said="It is closed.", back=_back(family),
    )  # fmt: skip


def _back(family: Family) -> Link:
    return Link(text="Families’ own pages", url=reverse("workspace:own_pages", args=[family.pk]))
