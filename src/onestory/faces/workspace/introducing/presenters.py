"""How introductions are worded: where each stands, what waits for whom, and what may be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from onestory.access.models import Account
from onestory.core.dates import show_date
from onestory.faces.workspace.changing import FormPage
from onestory.people.models import Family
from onestory.support.consultation_states import STATES as CONSULTED
from onestory.support.introducing import called, they_agreed
from onestory.support.introduction_states import NOT_MET, OFFERED, SETTLED, STATES
from onestory.support.models import Consultation, Introduction, IntroductionOffer
from onestory.ui import parts
from onestory.ui.parts import Label, Link

NAMED = {
    "introductions.family_agrees": "The family said yes", "introductions.they_agree": "They said yes",
    "introductions.make": "We make it: they come into the circle", "introductions.meet": "They met",
    "introductions.miss": "They have not met", "introductions.try_again": "Another day was found",
    "introductions.ask_after": "I asked how it is between them", "introductions.settle": "It is settled: they found each other",
    "introductions.not_right": "It is not right for them", "introductions.decline": "It is not wanted",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    title: str
    label: Label
    about: tuple[str, ...]
    change: Link | None


def lines(every: Sequence[Introduction], *, may_write: bool) -> list[Line]:
    return [_line(one, may_write=may_write) for one in every]


def _line(one: Introduction, *, may_write: bool) -> Line:
    url = reverse("workspace:introduction", args=[one.family_id, one.pk])
    over = one.state in STATES.ends
    tone: parts.Tone = "good" if one.state == SETTLED else "attention" if one.state == NOT_MET else "plain"
    return Line(
        title=f"{called(one)}, {one.role[:1].lower()}{one.role[1:]}", label=Label(text=STATES.names[one.state], tone=tone),
        about=(one.why, *_waits(one)),
        change=Link(text="Go on", url=url, about=f" with the introduction to {called(one)}") if may_write and not over else None,
    )  # fmt: skip


def _waits(one: Introduction) -> tuple[str, ...]:
    if one.state == OFFERED:
        family = (
            f"The family said yes: {one.family_words}" if one.family_agreed_on else "The family has not been asked yet"
        )
        other = f"{called(one)} said yes" if they_agreed(one) else f"{called(one)} has not said yes yet"
        return (f"Offered {show_date(one.offered_on)} by {one.owner.name}", family, other)
    how = ("accompanied" if one.accompanied else "on their own") if one.made_on else ""
    dated = (
        (f"Made {show_date(one.made_on)}, {how}" if one.made_on else ""),
        (f"Met {show_date(one.met_on)}" if one.met_on else f"To meet {show_date(one.meet_on)}" if one.meet_on else ""),
        (f"Ask after it {show_date(one.check_on)}" if one.check_on else ""),
    )
    return tuple(filter(None, dated))


def consulted(every: Sequence[Consultation], *, may_write: bool) -> list[Line]:
    return [
        Line(
            title=one.whom, label=Label(text=CONSULTED.names[one.state]),
            about=tuple(filter(None, (f"{one.owner.name} asked {show_date(one.asked_on)}: {one.question}", one.answer))),
            change=Link(
                text="Write down the answer", url=reverse("workspace:consultation", args=[one.family_id, one.pk]),
                about=f" of {one.whom}",
            ) if may_write and one.state == "asked" else None,
        )
        for one in every
    ]  # fmt: skip


def acts(one: Introduction) -> list[tuple[str, str]]:
    """Those that its state allows; whoever signs in says yes themselves."""
    found = [(step.act, NAMED[step.act]) for step in STATES.acts_from(one.state)]
    left = {"introductions.they_agree"} if one.to_account_id or one.they_agreed_on else set()
    left |= {"introductions.family_agrees"} if one.family_agreed_on else set()
    return [(act, words) for act, words in found if act not in left]


def offers(mine: Sequence[IntroductionOffer]) -> list[tuple[str, str]]:
    return [
        (str(one.pk), f"{one.from_account.name}: a family to meet as {one.as_what}. Offered {show_date(one.offered_on)}")
        for one in mine
    ]  # fmt: skip


def found(family: Family, colleagues: Sequence[Account]) -> list[parts.Person]:
    return [
        parts.Person(
            name=one.name, about=one.job_title, kind="worker", url=reverse("workspace:offer_colleague", args=[family.pk, one.pk])
        )
        for one in colleagues
    ]  # fmt: skip


def page(family: Family, *, heading: str, said: str, **more: Any) -> FormPage:
    back = Link(text="Introductions", url=reverse("workspace:introductions", args=[family.pk]))
    return FormPage(title="Introductions", heading=heading, caption=family.name, said=said, back=back, **more)
