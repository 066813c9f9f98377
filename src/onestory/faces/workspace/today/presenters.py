"""How what waits is worded: by kind, the most pressing first, each line with its one act. Asks nothing of the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from onestory.access.models import Team
from onestory.core.dates import show_date
from onestory.core.text import plural
from onestory.faces.workspace.tasks.presenters import due_words
from onestory.faces.workspace.today.leading import lead_of
from onestory.support.due.alongside import LONG_DAYS, QUIET
from onestory.support.due.asking import Due, Waiting, words_of
from onestory.support.models import Deputy
from onestory.ui import parts


@dataclass(frozen=True)
class Line:
    """`about` says whose family it is and since when or until when it waits."""

    title: str
    about: str
    label: parts.Label | None
    act: str
    url: str


@dataclass(frozen=True)
class Group:
    """One kind of thing that waits. `more` says how many more there are than its lines."""

    heading: str
    key: str
    lines: tuple[Line, ...]
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True)
class StandingIn:
    """What waits for somebody who is away, as far as who stands in may see it. `unseen` says how much they may not."""

    heading: str
    key: str
    lines: tuple[Line, ...]
    more: str
    unseen: str


def groups(due: Due, *whose: UUID, on: date, more_to: str = "workspace:waiting") -> list[Group]:
    """By kind; that of which the most pressing line is comes first."""
    mine = due.of(*whose)
    return [
        Group(
            heading=words_of(kind), key=kind, lines=tuple(line(one, on=on) for one in mine if one.kind == kind),
            more=_more(due.more(kind, *whose)), more_url=reverse(more_to, args=[kind]),
        )
        for kind in dict.fromkeys(one.kind for one in mine)
    ]  # fmt: skip


def line(one: Waiting, *, on: date, kind: bool = False) -> Line:
    """With `kind`, what sort of thing it is stands first, where lines of several kinds are in one list."""
    act, url = lead_of(one)
    said = (words_of(one.kind) if kind else "", one.family, _when(one, on=on))
    return Line(
        title=one.title, about=" · ".join(filter(None, said)), label=_label(one, on=on), act=act, url=url
    )  # fmt: skip


def _when(one: Waiting, *, on: date) -> str:
    if one.kind == QUIET.kind:
        return f"Nothing since {show_date(one.due_on - timedelta(days=LONG_DAYS))}"
    words = due_words(one.due_on, on=on)
    return f"{words[:1].upper()}{words[1:]}"


def standing_in(due: Due, away: Iterable[Deputy], *, waits: dict[UUID, int], on: date) -> list[StandingIn]:
    return [_standing_in(due, one, in_all=waits.get(one.away_id, 0), on=on) for one in away]


def _standing_in(due: Due, one: Deputy, *, in_all: int, on: date) -> StandingIn:
    lines, count = due.of(one.away_id), due.count(one.away_id)
    return StandingIn(
        heading=f"For {one.away.name}, who is away until {show_date(one.ends_on)}", key=str(one.away_id),
        lines=tuple(line(each, on=on, kind=True) for each in lines), more=_more(count - len(lines)),
        unseen=_unseen(in_all - count, one.away.name, more=bool(lines)),
    )  # fmt: skip


def _unseen(count: int, name: str, *, more: bool) -> str:
    if count <= 0:
        return ""
    one = count == 1
    things = f"{count}{' more' if more else ''} {'thing that waits' if one else 'things that wait'}"
    return (
        f"{things} for {name} {'is' if one else 'are'} about families that are not open to you. {name}’s supervisor can open"
        f" them to you, or see to {'it' if one else 'them'}."
    )


def _more(count: int) -> str:
    return f"{plural(count, 'more', 'more')}" if count > 0 else ""


def _label(one: Waiting, *, on: date) -> parts.Label | None:
    if one.due_on < on and one.kind != QUIET.kind:
        return parts.Label(text="Late", tone="attention")
    return parts.Label(text="Urgent", tone="strong") if one.urgent else None


@dataclass(frozen=True)
class Inbox:
    """What waits for a team, and where it is seen to."""

    name: str
    about: str
    url: str


def inboxes(due: Due, teams: Iterable[Team]) -> list[Inbox]:
    """Of all the viewer's teams: what is due later waits there too, and is nobody's yet."""
    return [_inbox(team, due.count(team.pk)) for team in teams]


def _inbox(team: Team, count: int) -> Inbox:
    waits = f"{plural(count, 'thing waits', 'things wait')} for whoever takes it up"
    return Inbox(
        name=team.name, about=waits if count else "Nothing waits this week",
        url=reverse("workspace:team_inbox", args=[team.pk]),
    )  # fmt: skip


def lines(due: Due, *whose: UUID, on: date, kind: bool = False) -> list[Line]:
    return [line(one, on=on, kind=kind) for one in due.of(*whose)]
