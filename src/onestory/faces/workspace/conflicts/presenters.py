"""How conflicts of interest are worded. Nothing here says whether anybody somebody knows is known to the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.access.models import Account, Denial, Interest
from onestory.core import names
from onestory.core.dates import show_date
from onestory.faces.workspace.changing import FormPage
from onestory.people.models import Family
from onestory.ui import parts
from onestory.ui.parts import Link


@dataclass(frozen=True)
class Line:
    words: str
    about: str
    link: Link | None = None


def known(interests: Sequence[Interest]) -> list[Line]:
    return [_known(one) for one in interests]


def _known(one: Interest) -> Line:
    name = " ".join(filter(None, (names.tidy(one.given), names.tidy(one.family)))) or one.postcode
    born = f"born {show_date(one.born)}" if one.born else ""
    about = ", ".join(filter(None, (str(one.get_kind_display()), born, one.postcode if name != one.postcode else "")))
    url = reverse("workspace:end_interest", args=[one.pk])
    return Line(name, about, Link(text="Take this back", url=url, about=f": {name}"))


def ending(one: Interest) -> FormPage:
    return FormPage(
        title="People you know", heading=f"Do you no longer need to tell us about {_known(one).words}?",
        intro="What it may have closed to you stays closed until information governance opens it again.",
        back=Link(text="People you know", url=reverse("workspace:people_you_know")),
        said="Taken back.", button="Yes, take it back",
    )  # fmt: skip


def kept_out(denials: Sequence[Denial]) -> list[Line]:
    return [Line(one.account.name, denied(one)) for one in denials]


def denied(one: Denial) -> str:
    """ "A conflict of interest: cousins. From 5 July 2024. Set by Sam Reed."."""
    until = f" until {show_date(one.ends_at)}" if one.ends_at else ""
    by = f". Set by {one.set_by.name}" if one.set_by else ""
    return f"{one.get_kind_display()}: {one.reason.rstrip('.')}. From {show_date(one.starts_at)}{until}{by}"


def found(family: Family, colleagues: Sequence[Account]) -> list[parts.Person]:
    return [
        parts.Person(
            name=one.name, about=one.job_title, kind="worker",
            url=reverse("workspace:keep_them_out", args=[family.pk, one.pk]),
        )
        for one in colleagues
    ]  # fmt: skip


def keeping_out(family: Family, colleague: Account, *, me: UUID) -> FormPage:
    myself = colleague.pk == me
    heading = "Must you not see this family?" if myself else f"Must {colleague.name} not see this family?"
    return FormPage(
        title="Keeping somebody out", heading=heading, caption=family.name,
        intro="At once, and whatever they were given before. Only information governance can take it back.",
        back=Link(text="Who must not see it", url=reverse("workspace:keep_out", args=[family.pk])),
        said="Done. This family is closed to you." if myself else f"Done. This family is closed to {colleague.name}.",
        button="Yes, close it to me" if myself else "Yes, close it to them", grave=True,
        then=reverse("workspace:families") if myself else "",
    )  # fmt: skip
