"""How accounts, teams and their quarterly review are worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.access.models import Account, TeamMembership
from onestory.access.reviewing import Member, TeamToReview
from onestory.access.roles import ROLES
from onestory.access.staffing import Placed
from onestory.core.dates import LONDON, next_quarter, show_date, today
from onestory.core.text import join_words, plural
from onestory.faces.workspace.changing import FormPage
from onestory.ui.parts import Label, Link


@dataclass(frozen=True)
class AccountLine:
    link: Link
    about: str
    label: Label | None


@dataclass(frozen=True)
class PlaceLine:
    words: str
    about: str
    link: Link


def lines(found: Sequence[Placed]) -> list[AccountLine]:
    return [_line(one) for one in found]


def _line(one: Placed) -> AccountLine:
    url = reverse("workspace:account", args=[one.account.pk])
    where = join_words([place_words(place) for place in one.places]) or "In no team"
    return AccountLine(
        link=Link(text=one.account.name, url=url),
        about=". ".join(filter(None, (one.account.job_title, one.account.email, where))),
        label=None if one.account.is_active else Label(text="Closed"),
    )


def place_words(place: TeamMembership) -> str:
    """ "Practitioner in Whitleigh"."""
    return f"{ROLES[place.role].name if place.role in ROLES else place.role} in {place.team.name}"


def places(one: Placed) -> list[PlaceLine]:
    return [
        PlaceLine(
            words=place_words(place),
            about=f"Since {show_date(place.starts_at)}" + (f", until {show_date(place.ends_at)}" if place.ends_at else ""),
            link=Link(
                text="End it", url=reverse("workspace:end_place", args=[one.account.pk, place.pk]),
                about=f": {place_words(place)}",
            ),
        )
        for place in one.places
    ]  # fmt: skip


def signed_in(account: Account) -> str:
    return f"Last signed in {show_date(account.last_login)}" if account.last_login else "Has never signed in"


def page(account: Account, **worded: str) -> FormPage:
    """A page about one account, that goes back to it."""
    back = Link(text=account.name, url=reverse("workspace:account", args=[account.pk]))
    grave = "heading" in worded and worded["heading"].startswith(("Close", "Does"))
    return FormPage(
        title=worded["title"], heading=worded["heading"], intro=worded.get("intro", ""), said=worded["said"],
        button=worded["button"], back=back, grave=grave,
    )  # fmt: skip


def closing(alone: int) -> str:
    said = "They are signed out everywhere at once, and no longer see any family. What they wrote stays in their name."
    if not alone:
        return said
    whom = "1 family is" if alone == 1 else f"{alone:,} families are"
    return f"{said} {whom} seen by nobody else: supervisors are told at once, and one of them takes each on."


# --- the review -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamLine:
    link: Link
    about: str
    label: Label


def teams(found: Sequence[TeamToReview]) -> list[TeamLine]:
    return [
        TeamLine(
            link=Link(text=one.team.name, url=reverse("workspace:review", args=[one.team.pk])),
            about=f"{plural(one.members, 'place')}. {_last(one)}",
            label=Label(text="Due now", tone="attention") if one.due else Label(text=f"Next due {_next()}"),
        )
        for one in found
    ]


def _last(one: TeamToReview) -> str:
    return f"Last looked through {show_date(one.last.astimezone(LONDON))}" if one.last else "Not looked through yet"


def _next() -> str:
    day = next_quarter(today())
    return f"{day.day} {day.strftime('%B')}"


def due(one: TeamToReview) -> str:
    return f"{_last(one)}. " + ("Due now, and then next due " if one.due else "Next due ") + f"{_next()}."


def places_to_review(found: Sequence[Member]) -> list[tuple[UUID, str, str]]:
    """Each place in the team with whose it is and what a reviewer needs to know of them."""
    return [(one.membership, one.account.name, ". ".join(_about(one))) for one in found]


def _about(one: Member) -> tuple[str, ...]:
    role = ROLES[one.role].name if one.role in ROLES else one.role
    last = f"Last signed in {show_date(one.signed_in)}" if one.signed_in else "Has never signed in"
    granted = (
        f"{plural(one.families, 'family', 'families')} opened to them" if one.families else "No family opened to them"
    )
    return (f"{role} since {show_date(one.since)}", last, granted)
