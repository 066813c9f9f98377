"""How worries are worded: what was seen, who has it, by when, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import LONDON, PartialDate, show_date, show_day, show_moment, show_time
from onestory.core.text import join_words
from onestory.people.models import Family
from onestory.support.models import Request, Worry, WorryCall, WorryEvent, WorryReferral
from onestory.support.worry_queries import Call
from onestory.support.worry_states import ENDED, WORRIES
from onestory.ui import parts

GLANCE = 120
_SAID = {(step.act, step.before[0] if step.before else ""): step.said for step in WORRIES.steps}
_FIRST = {(step.act): step.said for step in reversed(WORRIES.steps)}


@dataclass(frozen=True)
class Line:
    text: str
    about: str
    url: str
    label: parts.Label


@dataclass(frozen=True)
class Happened:
    when: str
    did: str
    by: str
    words: str


def listed(worries: Sequence[Worry], *, now: datetime) -> list[Line]:
    return [_line(one, now=now) for one in worries]


def summary(
    worry: Worry, referrals: Sequence[WorryReferral], *, names: Mapping[UUID, str], now: datetime
) -> list[parts.SummaryRow]:
    about = [names[one] for one in worry.about if one in names]
    told = str(Worry.Told(worry.family_told).label)
    rows = [
        ("What was seen or heard", worry.seen), ("Whose words", worry.whose_words),
        ("About", join_words(about) or worry.about_words),
        ("Raised", f"{show_moment(worry.created_at)}, by {worry.raiser_name}"), ("Who has it", worry.owner_name),
        ("To be looked at", "" if worry.state == ENDED else by_when(worry, now=now)),
        ("Does the family know", f"{told}. {worry.untold_why}" if worry.untold_why else told),
        *(("Social care", _referral(one)) for one in referrals),
    ]  # fmt: skip
    return [parts.SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def happened(events: Sequence[WorryEvent], calls: Sequence[WorryCall]) -> list[Happened]:
    """What people did, and who was called, in order."""
    done = [(one.written_at, Happened(show_moment(one.written_at), _did(one), one.writer, one.words)) for one in events]
    asked = [
        (one.called_at, Happened(show_moment(one.called_at), f"{one.to.name} was called", "", one.get_why_display()))
        for one in calls
    ]
    return [line for _, line in sorted([*done, *asked], key=lambda one: one[0])]


def label(worry: Worry, *, now: datetime) -> parts.Label:
    if worry.state == ENDED:
        return parts.Label(text="Ended")
    if worry.due_at < now:
        return parts.Label(text="Past its time", tone="attention")
    return parts.Label(text=WORRIES.names[worry.state], tone="attention")


def by_when(worry: Worry, *, now: datetime) -> str:
    local = worry.due_at.astimezone(LONDON)
    return f"By {show_time(worry.due_at)}, {show_day(local.date(), on=now.astimezone(LONDON).date())}"


def called(call: Call, *, now: datetime) -> list[parts.SummaryRow]:
    rows = (
        ("How soon", str(Worry.Urgency(call.urgency).label)), ("Raised", f"{show_moment(call.raised_at)}, by {call.raiser}"),
        ("Who has it", call.owner), ("Why you were called", str(WorryCall.Why(call.why).label)),
    )  # fmt: skip
    return [parts.SummaryRow(key=key, values=(value,)) for key, value in rows]


def address(name: str, worry: Worry) -> str:
    """Of a page of this worry: within its family's, where there is one."""
    if worry.family_id:
        return reverse(f"workspace:{name}", args=[worry.family_id, worry.pk])
    return reverse(f"workspace:{_LOOSE[name]}", args=[worry.pk])


_LOOSE = {
    "worry": "loose_worry", "look_at_worry": "look_at_loose_worry", "refer_worry": "refer_loose_worry",
    "tell_of_worry": "tell_of_loose_worry", "end_worry": "end_loose_worry", "hear_of_worry": "hear_of_loose_worry",
    "reopen_worry": "reopen_loose_worry",
}  # fmt: skip


def urls(worry: Worry) -> dict[str, str]:
    """By act, as the page of one has them."""
    pages = {
        "look": "look_at_worry", "refer": "refer_worry", "tell_family": "tell_of_worry", "end": "end_worry",
        "hear": "hear_of_worry", "reopen": "reopen_worry",
    }  # fmt: skip
    return {act: address(name, worry) for act, name in pages.items()}


def about_of(request: Request) -> str:
    """Whom a request is about, as far as was told at the door."""
    name = " ".join(filter(None, (request.about_given, request.about_family)))
    born = f"born {PartialDate(request.about_born).show()}" if request.about_born else ""
    others = request.about_others.partition("\n")[0]
    return ", ".join(filter(None, (name, born, others)))[:200]


def _line(worry: Worry, *, now: datetime) -> Line:
    first = worry.seen.partition("\n")[0]
    words = first if len(first) <= GLANCE else f"{first[:GLANCE].rstrip()}…"
    when = f"Raised {show_date(worry.created_at)}" if worry.state == ENDED else by_when(worry, now=now)
    return Line(
        text=words, about=f"{worry.owner_name} has it. {when}",
        url=address("worry", worry), label=label(worry, now=now),
    )  # fmt: skip


def _did(event: WorryEvent) -> str:
    return _SAID.get((event.act, event.before)) or _FIRST.get(event.act, "")


def _referral(referral: WorryReferral) -> str:
    number = f" Their number: {referral.reference}." if referral.reference else ""
    told = f"{referral.to_whom} was told {show_moment(referral.referred_at)}: {referral.said}{number}"
    if not referral.heard_at:
        return f"{told}\nTheir answer is awaited."
    answer = str(WorryReferral.Outcome(referral.outcome).label)
    return f"{told}\nAnswered {show_moment(referral.heard_at)}: {answer}. {referral.answer}".strip()


def back(family: Family) -> parts.Link:
    return parts.Link(text="Back", url=reverse("workspace:worries", args=[family.pk]))
