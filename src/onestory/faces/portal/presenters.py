"""How a family's own pages are worded: to the reader, in everyday words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from onestory.access.models import Grant
from onestory.access.sections import Section
from onestory.audit.looks import Look
from onestory.core.dates import show_date
from onestory.people.portal.queries import OwnSpace, Shared
from onestory.story.models import StorySection
from onestory.ui.parts import SummaryRow

SECTIONS = {
    Section.SHARED: "your shared story",
    Section.HEALTH: "health",
    Section.HOME: "money and home",
    Section.SAFEGUARDING: "safety",
    Section.YOUNG_PERSON: "what is between a young person and their helper",
}
REASONS = {
    Grant.Reason.STARTED: "Wrote your family’s record down with you",
    Grant.Reason.CIRCLE: "Is alongside your family",
    Grant.Reason.TEAM: "Works in a team that is alongside your family",
    Grant.Reason.DUTY: "Is looking after something you asked for",
    Grant.Reason.AGREEMENT: "By an agreement between organisations",
    Grant.Reason.COURT_ORDER: "By order of a court",
    Grant.Reason.BREAK_GLASS: "Opened your record in an emergency. Somebody else is checking that this was right",
    Grant.Reason.CALLED: "Helps those who are alongside your family, for a while",
}
GROUNDS = {
    Grant.Basis.PUBLIC_TASK: "Helping families is their job by law.",
    Grant.Basis.CONSENT: "You agreed to it.",
    Grant.Basis.LEGAL_OBLIGATION: "The law says they must.",
    Grant.Basis.VITAL_INTERESTS: "Somebody may have been in danger.",
}


@dataclass(frozen=True)
class PersonShown:
    heading: str
    about: str
    rows: tuple[SummaryRow, ...]


def people(space: OwnSpace) -> list[PersonShown]:
    return [
        PersonShown(
            heading=one.name if one.is_child else "You",
            about=f"Born {one.born.show()}" if one.born else "",
            rows=tuple(
                SummaryRow(
                    key=known.short, values=(known.words,),
                    note=f"{'You told us' if known.said_by_me else 'Last checked'} {show_date(known.confirmed_on)}",
                )
                for known in one.known
            ),
        )
        for one in space.people
    ]  # fmt: skip


@dataclass(frozen=True)
class WordsShown:
    part: str
    text: str
    when: str


def words(space: OwnSpace) -> list[WordsShown]:
    said = {one.part: one for one in space.words if one.words}
    return [
        WordsShown(StorySection.Part(part).label, said[part].words, show_date(said[part].written_at.date()))
        for part in StorySection.Part.values
        if part in said
    ]


@dataclass(frozen=True)
class SharedShown:
    who: str
    about: str
    sees: str
    why: str
    until: str
    leads: bool
    withdraw_url: str


def shared(one: Shared) -> SharedShown:
    about = ", ".join(part for part in (one.job, one.organisation) if part)
    return SharedShown(
        who=one.who or "A family service",
        about=about,
        sees=_listed(words for section, words in SECTIONS.items() if section in one.sections),
        why=f"{REASONS[Grant.Reason(one.reason)]}. {GROUNDS[Grant.Basis(one.basis)]}",
        until=f"Until {show_date(one.until.date())}" if one.until else f"Since {show_date(one.since.date())}",
        leads=one.leads,
        withdraw_url=reverse("portal:withdraw", args=[one.grant]) if one.may_withdraw else "",
    )


def _listed(words: Iterable[str]) -> str:
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True)
class DayShown:
    day: str
    looks: tuple[str, ...]


def by_day(looks: Sequence[Look]) -> list[DayShown]:
    """Newest day first. Several looks of one kind by one person on one day are said once."""
    return [
        DayShown(show_date(day), tuple(dict.fromkeys(map(_sentence, those))))
        for day, those in groupby(looks, lambda one: one.on)
    ]


def _sentence(look: Look) -> str:
    who = f"{look.name} ({look.who})" if look.name else look.who
    place = f" from {look.organisation}" if look.organisation else ""
    why = f", because {look.why}" if look.why else ""
    return f"{who[:1].upper()}{who[1:]}{place} {look.did}{why}."
