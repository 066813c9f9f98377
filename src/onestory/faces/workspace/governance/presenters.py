"""How governance is worded. Families stand here by reference: whoever governs reads none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from onestory.access.models import Account, Agreement, Alert, Asking, BreakGlass, Denial
from onestory.access.outlying import Outlier
from onestory.access.overseeing import in_force_or_to_come
from onestory.core.dates import show_date, show_moment, today
from onestory.core.text import plural
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.conflicts.presenters import denied
from onestory.ui.parts import Column, Label, Link, Table

SOON = 60


@dataclass(frozen=True)
class Line:
    words: str
    about: str
    links: tuple[Link, ...] = ()
    label: Label | None = None


@dataclass(frozen=True)
class AlertLine:
    id: UUID
    words: str
    about: str
    seen: str
    links: tuple[Link, ...]


def back(name: str, text: str) -> Link:
    return Link(text=text, url=reverse(f"workspace:{name}"))


def alerts(found: Sequence[Alert], *, governs: bool, manages: bool, names: Mapping[UUID, str]) -> list[AlertLine]:
    """`names` are those of families that the viewer sees."""
    return [
        AlertLine(
            id=one.pk,
            words=str(one.get_kind_display()),
            about=_about(one),
            seen=f"Looked at by {one.seen_by.name}, {show_moment(one.seen_at)}" if one.seen_at and one.seen_by else "",
            links=(
                *(_onward(one) if governs else ()),
                *_offered(one),
                *_of_a_feed(one),
                *_of_a_worry(one, manages),
                *_family(one, names),
            ),
        )
        for one in found
    ]


def _about(one: Alert) -> str:
    by = f"By {one.caused_by.name}" if one.caused_by else ""
    return ". ".join(filter(None, (one.about.name if one.about else "", one.why, by, show_moment(one.created_at))))


def _of_a_feed(one: Alert) -> tuple[Link, ...]:
    """To whoever looks after feeds, the only ones who are told of one."""
    if one.kind not in (Alert.Kind.FEED_LATE, Alert.Kind.FEED_UNUSUAL, Alert.Kind.FEED_REFUSED):
        return ()
    return (Link(text="Feeds", url=reverse("workspace:feeds")),)


def _offered(one: Alert) -> tuple[Link, ...]:
    """What a supervisor can do about a family that was left to nobody."""
    if one.kind != Alert.Kind.LEFT_ALONE or one.to_role or one.seen_at:
        return ()
    return (Link(text="Take it on", url=reverse("workspace:take_on", args=[one.pk])),)


def taking_on(one: Alert) -> FormPage:
    whose = one.about.name if one.about else "A colleague"
    return FormPage(
        title="A family left to nobody", heading="Take this family on?", button="Yes, take it on",
        intro=f"{whose} was the only one who saw it, and has left. You will see what they saw, but not what was between a young"
        " person and them. Bring in whoever walks alongside the family next.",
        back=back("alerts", "Alerts"), said="You see this family now.",
    )  # fmt: skip


def _of_a_worry(one: Alert, manages: bool) -> tuple[Link, ...]:
    """Whoever manages accounts can place somebody who may be called."""
    if one.kind != Alert.Kind.WORRY_WAITS or not manages:
        return ()
    return (Link(text="Staff", url=reverse("workspace:staff")),)


def _family(one: Alert, names: Mapping[UUID, str]) -> tuple[Link, ...]:
    """Which record, to whoever sees it and was told of it by name."""
    if one.family_id is None or one.family_id not in names or one.to_role:
        return ()
    return (Link(text=names[one.family_id], url=reverse("workspace:family", args=[one.family_id])),)


_OF_A_RECORD = (Alert.Kind.BREAK_GLASS, Alert.Kind.LOOKUP, Alert.Kind.RESTRICTED, Alert.Kind.RESTRICTION_LIFTED)


def _onward(one: Alert) -> tuple[Link, ...]:
    """What information governance can do about it."""
    found = []
    if one.kind == Alert.Kind.BREAK_GLASS and one.subject_id:
        found.append(Link(text="Look at it", url=reverse("workspace:opened", args=[one.subject_id])))
    if one.kind == Alert.Kind.LOOKUP and one.family_id and one.about_id:
        url = reverse("workspace:keep_out_by_reference", args=[one.family_id, one.about_id])
        found.append(Link(text="Close the family to them", url=url))
    if one.kind in (Alert.Kind.AGREEMENT_ENDS, Alert.Kind.AGREEMENT_ENDED) and one.subject_id:
        found.append(Link(text="The agreement", url=reverse("workspace:agreement", args=[one.subject_id])))
    if one.kind in (Alert.Kind.DENIED, Alert.Kind.DENIAL_LIFTED):
        found.append(Link(text="Who is kept out", url=reverse("workspace:denials")))
    if one.kind in _OF_A_RECORD and one.family_id:
        url = reverse("workspace:restrict_by_reference", args=[one.family_id])
        found.append(Link(text="Keep the record to people you name", url=url))
    return tuple(found)


def emergencies(found: Sequence[BreakGlass]) -> list[Line]:
    return [
        Line(
            words=f"{one.account.name}, {show_moment(one.created_at)}",
            about=one.reason,
            links=(
                Link(text="Look at it", url=reverse("workspace:opened", args=[one.pk]), about=f": {one.account.name}"),
            ),
            label=_verdict(one),
        )
        for one in found
    ]


def outliers(found: Sequence[Outlier]) -> list[Line]:
    return [Line(words=_so_many(one), about=_the_others(one)) for one in found]


def _so_many(one: Outlier) -> str:
    """ "Whitleigh team: 6, by 3 people"."""
    return f"{one.name}: {one.opened}" + (f", by {plural(one.people, 'person', 'people')}" if one.people > 1 else "")


def _the_others(one: Outlier) -> str:
    rest = plural(one.others, "other person who may", "other people who may")
    wrong = f". {one.not_right} {'was' if one.not_right == 1 else 'were'} found not right" if one.not_right else ""
    return f"The {rest} opened {one.by_others or 'none'} between them{wrong}"


def _verdict(one: BreakGlass) -> Label:
    if one.closed_at is None:
        return Label(text="To be looked at", tone="attention")
    return Label(text="It was right", tone="good") if one.justified else Label(text="It was not right", tone="strong")


def denials(found: Sequence[Denial]) -> list[Line]:
    return [
        Line(
            words=f"{one.account.name} must not see family {one.family_id}", about=denied(one),
            links=(Link(text="Lift it", url=reverse("workspace:lift_denial", args=[one.pk]), about=f": {one.account.name}"),),
        )
        for one in found
    ]  # fmt: skip


def lifting(one: Denial) -> FormPage:
    return FormPage(
        title="Lifting a denial", heading=f"May {one.account.name} see this family again?",
        caption=f"Family {one.family_id}", intro=f"{denied(one)}. They see it again only if it is opened to them as well.",
        back=back("denials", "Who is kept out"), said="Lifted.", button="Yes, lift it", grave=True,
    )  # fmt: skip


def keeping_out(reference: UUID, colleague: Account) -> FormPage:
    return FormPage(
        title="Keeping somebody out", heading=f"Must {colleague.name} not see this family?",
        caption=f"Family {reference}", intro="At once, whatever they were given, and in an emergency too.",
        back=back("alerts", "Alerts"), said=f"Done. The family is closed to {colleague.name}.",
        button="Yes, close it to them", grave=True,
    )  # fmt: skip


def writing_denial() -> FormPage:
    return FormPage(
        title="Keeping somebody out", heading="Keep somebody out of a family", back=back("denials", "Who is kept out"),
        intro="It is closed to them at once, whatever they were given, and in an emergency too. If they are of the family and"
        " have a page of their own, that is closed for good.",
        said="Done. The family is closed to them.", button="Close it to them", grave=True,
    )  # fmt: skip


def questions(found: Sequence[Asking]) -> Table:
    return Table(
        caption="Who asked, in the last 90 days", caption_hidden=True,
        columns=(Column(heading="Who"), Column(heading="When"), Column(heading="Why"), Column(heading="Told of", numeric=True)),
        rows=tuple(
            (one.account.name, show_moment(one.created_at), f"{one.get_why_display()}: {one.reason}", str(one.told_of))
            for one in found
        ),
    )  # fmt: skip


# --- agreements -------------------------------------------------------------------------------------------------------


def state(one: Agreement, *, on: date) -> Label:
    """Starts, in force, ends in so many days, ended."""
    if one.ended_at is not None:
        return Label(text=f"Ended {show_date(one.ended_at)}")
    if one.ends_on < on:
        return Label(text=f"Ended {show_date(one.ends_on)}")
    if one.starts_on > on:
        return Label(text=f"Starts {show_date(one.starts_on)}")
    left = (one.ends_on - on).days
    if left <= SOON:
        return Label(text="Ends today" if not left else f"Ends in {plural(left, 'day')}", tone="attention")
    return Label(text="In force", tone="good")


def agreements(found: Sequence[Agreement]) -> list[Line]:
    return [
        Line(
            words=one.name, about=f"{show_date(one.starts_on)} to {show_date(one.ends_on)}. Looked after by {one.lead.name}",
            links=(Link(text="Open", url=reverse("workspace:agreement", args=[one.pk]), about=f": {one.name}"),),
            label=state(one, on=today()),
        )
        for one in found
    ]  # fmt: skip


def ending_soon(found: Sequence[Agreement]) -> int:
    on = today()
    return sum(in_force_or_to_come(one, on=on) and (one.ends_on - on).days <= SOON for one in found)
