"""How walking alongside a family is worded: where it stands, what is due, what changed and what has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_date, show_day
from onestory.faces.workspace.bound import seal
from onestory.faces.workspace.changing import FormPage
from onestory.people.models import Family
from onestory.support.actions.circle import called
from onestory.support.models import CircleMember, Episode, LeadChoice, Review, WalkingEvent
from onestory.support.states import said_of
from onestory.support.walking import Glance
from onestory.ui.parts import Link, SummaryRow


@dataclass(frozen=True)
class ReviewLine:
    """One that is due, with what can be done about it; or one that was held, with what was said."""

    title: str
    when: str
    late: bool
    links: tuple[Link, ...] = ()
    family_view: str = ""
    rest: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ChangeLine:
    title: str
    when: str
    by: str
    reason: str


@dataclass(frozen=True)
class EndedLine:
    title: str
    rows: tuple[SummaryRow, ...]
    again_url: str
    sealed: str


def standing(
    family: Family, episode: Episode, *, lead: CircleMember | None, choice: LeadChoice | None, names: Mapping[UUID, str],
    may_write: bool,
) -> list[SummaryRow]:  # fmt: skip
    level = Episode.Level(episode.level)
    step = Link(text="Step up or down", url=_at("step", family, episode.pk))
    hand_over = Link(text="Hand over", url=_at("hand_over", family, episode.pk), about="who answers for it")
    return [
        SummaryRow(key="Level", values=(str(level.label),), links=(step,) if may_write else ()),
        SummaryRow(key="Since", values=(show_date(episode.started_on),)),
        SummaryRow(key="What it is for", values=tuple(episode.why.splitlines())),
        _lead(family, lead, choice, names=names, may_write=may_write),
        SummaryRow(
            key="Answers for it", values=(episode.owner.name,), links=(hand_over,) if may_write else (),
            note="Sees to its reviews, and that nothing is left",
        ),
    ]  # fmt: skip


def _lead(
    family: Family, lead: CircleMember | None, choice: LeadChoice | None, *, names: Mapping[UUID, str], may_write: bool
) -> SummaryRow:
    choose = Link(text="Choose", url=reverse("workspace:circle", args=[family.pk]), about="who leads")
    links = (choose,) if may_write else ()
    if lead is None:
        return SummaryRow(
            key="Lead", values=("Nobody yet",), note="Ask the family whom they would ring first", links=links
        )
    return SummaryRow(key="Lead", values=(called(lead),), note=asked_about(choice, names=names), links=links)


def asked_about(choice: LeadChoice | None, *, names: Mapping[UUID, str]) -> str:
    """ "They chose them, 5 July 2024. Because: …"."""
    if choice is None:
        return "The family has not been asked about them yet"
    answer = LeadChoice.Answer(choice.answer).label
    who = names.get(choice.said_by_person_id) if choice.said_by_person_id else None
    words = f" “{choice.words}”{f', {who}' if who else ''}." if choice.words else ""
    return f"{answer}, {show_date(choice.on)}.{words} Why them: {choice.reason}"


def due(family: Family, reviews: Sequence[Review], *, on: date, may_write: bool) -> list[ReviewLine]:
    return [_due(family, one, on=on, may_write=may_write) for one in reviews if one.state == "due"]


def _due(family: Family, one: Review, *, on: date, may_write: bool) -> ReviewLine:
    title, late = str(Review.Kind(one.kind).label), one.due_on < on
    links = (
        Link(text="Hold it", url=_at("hold_review", family, one.pk), about=title),
        Link(text="Another day", url=_at("move_review", family, one.pk), about=f"for: {title}"),
    )
    when = f"{'Was due' if late else 'Due'} {show_day(one.due_on, on=on)}, {one.owner.name}"
    return ReviewLine(title=title, when=when, late=late, links=links if may_write else ())


def held(reviews: Sequence[Review]) -> list[ReviewLine]:
    return [
        ReviewLine(
            title=str(Review.Kind(one.kind).label), when=show_date(one.held_on) if one.held_on else "", late=False,
            family_view=one.family_view,
            rest=tuple(
                (key, text)
                for key, text in (("Better", one.better), ("Harder", one.harder), ("There", one.who_was_there))
                if text
            ),
        )
        for one in reviews
        if one.state == "held"
    ]  # fmt: skip


def changes(events: Sequence[WalkingEvent]) -> list[ChangeLine]:
    return [
        ChangeLine(title=_changed(one), when=show_date(one.on), by=one.written_by.name, reason=one.reason)
        for one in events
    ]


def ended(family: Family, episodes: Sequence[Episode], *, may_write: bool, walking: bool) -> list[EndedLine]:
    """The newest first; from that one they may come back in one press, where nobody walks alongside them now."""
    over = [one for one in episodes if one.state == "ended"]
    return [
        _ended(family, one, back=may_write and not walking and number == 0) for number, one in enumerate(over)
    ]  # fmt: skip


def _ended(family: Family, one: Episode, *, back: bool) -> EndedLine:
    assert one.ended_on
    assert one.ended_by
    level = Episode.Level(one.level).label
    return EndedLine(
        title=f"{level}, from {show_date(one.started_on)} to {show_date(one.ended_on)}",
        rows=(
            SummaryRow(key="What it was for", values=tuple(one.why.splitlines())),
            SummaryRow(key="Why it ended", values=tuple(one.ended_why.splitlines()), note=f"Decided by {one.ended_by.name}"),
            SummaryRow(key="What the family thought", values=tuple(one.family_view.splitlines())),
            SummaryRow(key="What stays", values=tuple(one.stays_in_place.splitlines())),
        ),
        again_url=_at("walk_again", family, one.pk) if back else "", sealed=seal(one.pk),
    )  # fmt: skip


def page(family: Family, *, heading: str, said: str, **more: Any) -> FormPage:
    back = Link(text="Walking alongside", url=reverse("workspace:walking", args=[family.pk]))
    return FormPage(title="Walking alongside", heading=heading, caption=family.name, said=said, back=back, **more)


def _changed(event: WalkingEvent) -> str:
    """ "Stepped up to specialist"."""
    levels = {str(level): f" to {level.label.lower()}" for level in Episode.Level}
    return said_of(event) + levels.get(event.after, "")


def strip(now: Glance | None, *, on: date) -> tuple[str, ...]:
    """For the family's own page: ("Targeted, since 5 July 2024", "Look at it together: tomorrow")."""
    if now is None:
        return ()
    begun = f"{Episode.Level(now.level).label}, since {show_date(now.since)}"
    looked_at = (f"Look at it together: {show_day(now.next_review_on, on=on)}",) if now.next_review_on else ()
    return (begun, *looked_at)


def _at(name: str, family: Family, thing: UUID) -> str:
    return reverse(f"workspace:{name}", args=[family.pk, thing])
