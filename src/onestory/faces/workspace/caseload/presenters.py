"""Caseloads in words: what weighs, never how much. Asks nothing of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from onestory.access.models import Account
from onestory.core.text import join_words, plural
from onestory.faces.workspace.tasks.presenters import away_words
from onestory.support.caseload import WEIGHS, Load
from onestory.support.due.alongside import LONG_DAYS
from onestory.support.models import Deputy
from onestory.ui import parts

SHOWN = 60
NOWHERE = "Not known, or not to be shown"
"""The neighbourhood of a family that is under none."""
_NOBODY = UUID(int=0)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
WORDS: dict[str, tuple[str, str]] = {
    "worry": ("worry open", "worries open"),
    "plan_not_right": ("plan that is not right", "plans that are not right"),
    "request": ("request waiting", "requests waiting"),
    "decision_waits": ("visit decided and not made", "visits decided and not made"),
    "appointment_unanswered": ("meeting nobody has answered about", "meetings nobody has answered about"),
    "reach_out": ("visit missed", "visits missed"),
    "introduction": ("introduction to make or ask after", "introductions to make or ask after"),
    "review": ("review due", "reviews due"),
    "episode": ("day to set to look at it together", "days to set to look at it together"),
    "need_back": ("need that came back", "needs that came back"),
    "plan_step": ("step of the plan to do", "steps of the plan to do"),
    "task": ("promise to keep", "promises to keep"),
    "consultation": ("question asked of somebody", "questions asked of somebody"),
    "need_lasting": ("need to ask after", "needs to ask after"),
    "appointment": ("meeting today", "meetings today"),
}
"""How one and several of each kind that weighs are called."""


@dataclass(frozen=True)
class LoadLine:
    name: str
    url: str
    weight: str
    about: str
    label: parts.Label | None
    introduce_url: str
    think_url: str


@dataclass(frozen=True)
class PersonLine:
    """Somebody, or a neighbourhood, with how many families and what weighs among them."""

    name: str
    about: str
    weight: str
    url: str


def lines(loads: Sequence[Load], *, names: Mapping[UUID, str], me: UUID, on: date) -> list[LoadLine]:
    return [_line(one, names=names, me=me, on=on) for one in loads[:SHOWN]]


def more(loads: Sequence[Load]) -> str:
    rest = len(loads) - SHOWN
    return f"{plural(rest, 'more family', 'more families')} with less that waits" if rest > 0 else ""


def _line(one: Load, *, names: Mapping[UUID, str], me: UUID, on: date) -> LoadLine:
    level = f"{one.level.capitalize()} help" if one.level else ""
    return LoadLine(
        name=one.family, url=_of("workspace:family", one.family_id), weight=weight(one, on=on),
        about=" · ".join(filter(None, (level, _lead(one, names, me=me)))),
        label=parts.Label(text="Pressing", tone="attention") if one.pressing else None,
        introduce_url=_of("workspace:find_to_introduce", one.family_id),
        think_url=_of("workspace:reflecting", one.family_id),
    )  # fmt: skip


def _of(name: str, family: UUID) -> str:
    return _like(name).replace(str(_NOBODY), str(family))


@cache
def _like(name: str) -> str:
    # Django works one address out; the others of a list differ by a number.
    return reverse(name, args=[_NOBODY])


def _lead(one: Load, names: Mapping[UUID, str], *, me: UUID) -> str:
    if one.lead_id == me:
        return "You are the lead"
    if one.lead_id and one.lead_id in names:
        return f"{names[one.lead_id]} is the lead"
    return "In the circle" if me in one.accounts else join_words(names[each] for each in one.accounts if each in names)


def weight(one: Load, *, on: date) -> str:
    """ "Two worries open, a visit missed, nobody wrote for five weeks"."""
    said = _waits(one.waits)
    days = (on - one.quiet_since).days
    if days >= LONG_DAYS:
        said.append(f"nobody wrote for {counted(days // 7, 'week', 'weeks')}")
    return _sentence(join_words(said)) if said else "Nothing waits"


def together(loads: Iterable[Load], *, on: date) -> str:
    """The same of several families."""
    sums: dict[str, int] = defaultdict(int)
    quiet = 0
    for one in loads:
        for kind, count in one.waits.items():
            sums[kind] += count
        quiet += (on - one.quiet_since).days >= LONG_DAYS
    said = _waits(sums)
    if quiet:
        said.append(f"{counted(quiet, 'family', 'families')} nobody wrote about for long")
    return _sentence(join_words(said)) if said else "Nothing waits"


def people(
    accounts: Sequence[Account], loads: Sequence[Load], *, away: Mapping[UUID, Deputy], on: date
) -> list[PersonLine]:
    return [
        _person(one, [load for load in loads if one.pk in load.accounts], away=away.get(one.pk), on=on)
        for one in accounts
    ]


def _person(account: Account, loads: list[Load], *, away: Deputy | None, on: date) -> PersonLine:
    leads = sum(load.lead_id == account.pk for load in loads)
    said = (
        f"{plural(len(loads), 'family', 'families')}, the lead of {leads or 'none of them'}"
        if loads
        else "In no circle"
    )
    return PersonLine(
        name=account.name, about=" · ".join(filter(None, (said, away_words(away)))), weight=together(loads, on=on),
        url=reverse("workspace:caseload_of", args=[account.pk]),
    )  # fmt: skip


def places(loads: Sequence[Load], found: Mapping[UUID, str], *, on: date) -> tuple[list[PersonLine], str]:
    """Where most presses first, and how many more there are; among them those under no neighbourhood."""
    by_place: dict[str, list[Load]] = defaultdict(list)
    for one in loads:
        by_place[found.get(one.family_id, "")].append(one)
    in_order = sorted(by_place.items(), key=lambda each: (-sum(one.pressing for one in each[1]), each[0]))
    rest = len(in_order) - SHOWN
    more = f"{plural(rest, 'more neighbourhood', 'more neighbourhoods')} with less that waits" if rest > 0 else ""
    return [_place(name, there, on=on) for name, there in in_order[:SHOWN]], more


def _place(name: str, there: list[Load], *, on: date) -> PersonLine:
    return PersonLine(
        name=name or NOWHERE, about=plural(len(there), "family", "families"), weight=together(there, on=on),
        url=f"{reverse('workspace:caseload_places')}?{urlencode({'place': name})}",
    )  # fmt: skip


def counted(count: int, one: str, many: str) -> str:
    """ "a week", "five weeks", "23 weeks"."""
    if count == 1:
        return f"a{'n' if one[0] in 'aeiou' else ''} {one}"
    return f"{_NUMBERS[count] if count < len(_NUMBERS) else f'{count:,}'} {many}"


def _waits(waits: Mapping[str, int]) -> list[str]:
    return [counted(waits[kind], *WORDS[kind]) for kind in WEIGHS if waits.get(kind)]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
