"""How deputies and team inboxes are worded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_date, today
from onestory.faces.workspace.changing import FormPage
from onestory.support.models import Deputy
from onestory.ui.parts import Label, Link


@dataclass(frozen=True)
class DeputyLine:
    words: str
    about: str
    label: Label | None
    end_url: str


def arranged(found: Iterable[Deputy], *, me: UUID) -> list[DeputyLine]:
    return [_line(one, me=me) for one in found]


def _line(one: Deputy, *, me: UUID) -> DeputyLine:
    whom = "you" if one.away_id == me else one.away.name
    by = "you" if one.set_by_id == me else one.set_by.name
    return DeputyLine(
        words=f"{one.deputy.name} stands in for {whom}",
        about=f"{show_date(one.starts_on)} to {show_date(one.ends_on)}. Arranged by {by}",
        label=Label(text="Now", tone="good") if one.starts_on <= today() else None,
        end_url=reverse("workspace:end_deputy", args=[one.pk]),
    )


def for_others(found: Iterable[Deputy]) -> list[str]:
    return [f"{one.away.name}, until {show_date(one.ends_on)}" for one in found]


def standing_in() -> FormPage:
    return FormPage(
        title="Being away", heading="Who stands in?", back=_back(), button="Arrange it", said="It is arranged.",
        intro="Whoever stands in sees on Today what waits, as far as they may see it anyway. No family is opened to them by it.",
    )  # fmt: skip


def ending(one: Deputy) -> FormPage:
    return FormPage(
        title="Being away", heading=f"Does {one.deputy.name} no longer stand in for {one.away.name}?", back=_back(),
        button="Yes, it is over", said="It is over from today.", intro="What waits is seen to by whose it is again.",
    )  # fmt: skip


def _back() -> Link:
    return Link(text="Back", url=reverse("workspace:away"))
