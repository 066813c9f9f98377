"""What is known, in words: where each fact stands, who said it and when. Runs no query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from onestory.core.dates import show_date, today
from onestory.core.text import plural
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.facts.forms import FactsForm, Line
from onestory.faces.workspace.facts.reading import FactRead, ThemeRead
from onestory.faces.workspace.people.presenters.wording import who
from onestory.faces.workspace.wording import first_name, name_of
from onestory.people import catalogue
from onestory.people.asking import Question, Standing
from onestory.people.catalogue import Theme
from onestory.people.models import Fact, Family, Membership
from onestory.ui.parts import Column, Link, SummaryRow, Table


@dataclass(frozen=True)
class ThemeLink:
    """A theme in a list, with what is known in it."""

    link: Link
    says: str


@dataclass(frozen=True)
class KnownLine:
    """One question on the page: the answers that stand, each with where it came from, and the boxes to answer in."""

    short: str
    answers: tuple[tuple[str, str], ...]
    stale: bool
    conflicting: bool
    line: Line
    history_url: str


def theme_links(
    family: Family, told: Iterable[tuple[Theme, list[Question]]], place: Membership | None
) -> list[ThemeLink]:
    return [
        ThemeLink(Link(text=theme.title, url=theme_url(family, theme.theme, place)), how_much(questions))
        for theme, questions in told
    ]


def theme_url(family: Family, theme: str, place: Membership | None) -> str:
    url = reverse("workspace:facts", args=[family.pk, theme])
    return f"{url}?{urlencode({'about': str(place.person_id)})}" if place else url


def how_much(questions: Sequence[Question]) -> str:
    """ "3 known, 1 to ask again"."""
    count = {standing: sum(one.standing is standing for one in questions) for standing in Standing}
    parts = [
        f"{count[Standing.FRESH]} known" if count[Standing.FRESH] else "",
        f"{count[Standing.STALE]} to ask again" if count[Standing.STALE] else "",
        f"{plural(count[Standing.CONFLICTING], 'answer')} to agree" if count[Standing.CONFLICTING] else "",
    ]
    return ", ".join(part for part in parts if part) or "Nobody has asked yet"


def theme_page(read: ThemeRead, form: FactsForm) -> FormPage:
    url = theme_url(read.family, read.theme.theme, read.place)
    return FormPage(
        title=read.theme.title,
        heading=read.theme.title,
        caption=who(read.place) if read.place else read.family.name,
        intro=read.theme.says,
        button="Save what was said",
        said="Saved. Nobody in the circle need ask this again.",
        back=back(read.family, read.place),
        template="workspace/facts/theme.html",
        more={"lines": lines(read.family, form, read.called), "subjects": subjects(read)},
        then=url,
    )


def read_only(read: ThemeRead) -> dict[str, Any]:
    return {
        "read": read,
        "caption": who(read.place) if read.place else read.family.name,
        "back": back(read.family, read.place),
        "rows": known_rows(read.questions, read.called),
        "subjects": subjects(read),
    }


def back(family: Family, place: Membership | None) -> Link:
    if place is None:
        return Link(text=family.name, url=reverse("workspace:family", args=[family.pk]))
    return Link(text=name_of(place), url=reverse("workspace:person", args=[family.pk, place.person_id]))


@dataclass(frozen=True)
class SubjectLink:
    text: str
    url: str
    here: bool


def subjects(read: ThemeRead) -> list[SubjectLink]:
    """The family and each of its people whom this theme asks something, the one being asked marked."""
    everyone: list[Membership | None] = [None, *read.places]
    return [
        SubjectLink(
            text=first_name(name_of(place)) if place else "The whole family",
            url=theme_url(read.family, read.theme.theme, place),
            here=place is read.place,
        )
        for place in everyone
        if read.asks(place)
    ]


def lines(family: Family, form: FactsForm, called: dict[UUID, str]) -> list[KnownLine]:
    return [_line(family, line, called) for line in form.lines()]


def _line(family: Family, line: Line, called: dict[UUID, str]) -> KnownLine:
    question = line.question
    return KnownLine(
        short=question.kind.short,
        answers=tuple((fact.words, source(fact, called)) for fact in question.facts),
        stale=question.standing is Standing.STALE,
        conflicting=question.standing is Standing.CONFLICTING,
        line=line,
        history_url=history_url(family, question.facts[0]) if question.facts else "",
    )


def known_rows(questions: Sequence[Question], called: dict[UUID, str]) -> list[SummaryRow]:
    """For somebody whose role only reads."""
    return [
        SummaryRow(
            key=one.kind.short,
            values=tuple(fact.words for fact in one.facts) or ("Nobody has asked this yet.",),
            note=source(one.facts[0], called) if one.facts else "",
        )
        for one in questions
    ]


def history_url(family: Family, fact: Fact) -> str:
    return reverse("workspace:fact", args=[family.pk, fact.pk])


def source(fact: Fact, called: dict[UUID, str]) -> str:
    """ "Ada told Sam Reed on 5 July 2024. Still right on 3 August 2024." """
    confirmed = fact.last_confirmed_on > fact.said_on
    again = f" Still right on {show_date(fact.last_confirmed_on)}." if confirmed else ""
    return f"{_said(fact, called)} on {show_date(fact.said_on)}.{again}"


def _said(fact: Fact, called: dict[UUID, str]) -> str:
    writer = fact.writer
    if fact.said_by == Fact.SaidBy.PARTNER:
        return "A partner’s records said so"
    if fact.said_by == Fact.SaidBy.WORKER:
        return f"{writer} saw it"
    teller = called.get(fact.said_by_person_id) if fact.said_by_person_id else None
    themselves = called.get(fact.person_id) if fact.said_by == Fact.SaidBy.THEMSELVES and fact.person_id else None
    return f"{teller or themselves or 'Someone in the family'} told {writer}"


# One fact


def fact_page(read: FactRead, *, may_change: bool) -> FormPage:
    kind = catalogue.fact(read.fact.key)
    theme = theme_of(read.fact)
    place = read.place
    several = len(read.standing) > 1
    return FormPage(
        title="What we were told",
        heading=kind.short,
        caption=who(place) if place else read.family.name,
        intro=kind.question,
        button="This one holds" if several else "Still right",
        said="Saved. That is the one we go by now." if several else "Saved. Nobody need ask again for a while.",
        back=Link(text=theme.title, url=theme_url(read.family, theme.theme, place)),
        template="workspace/facts/fact.html",
        then=history_url(read.family, read.fact),
        more={
            "standing": _standing(read),
            "several": several,
            "history": history(read),
            "may_change": may_change and bool(read.standing),
        },
    )


@dataclass(frozen=True)
class StandingValue:
    """A value that holds now, where it came from, and the way to end it."""

    words: str
    source: str
    end_url: str


def _standing(read: FactRead) -> list[StandingValue]:
    return [
        StandingValue(
            fact.words,
            source(fact, read.called),
            reverse("workspace:end_fact", args=[read.family.pk, fact.pk]),
        )
        for fact in read.standing
    ]


def end_page(read: FactRead) -> FormPage:
    kind = catalogue.fact(read.fact.key)
    return FormPage(
        title="No longer so",
        heading=f"“{read.fact.words}” is no longer so?",
        caption=f"{who(read.place) if read.place else read.family.name}: {kind.short}",
        intro="It is kept among everything we have been told, with the reason.",
        button="Save",
        said="Saved. It is kept among what was told before.",
        back=Link(text=kind.short, url=history_url(read.family, read.fact)),
    )


def standing_choices(read: FactRead) -> list[tuple[str, str]]:
    return [(str(fact.pk), fact.words) for fact in read.standing]


def history(read: FactRead) -> Table:
    columns = ("Answer", "Where it came from", "How it stands")
    return Table(
        caption="Everything we have been told",
        columns=tuple(Column(heading=heading) for heading in columns),
        rows=tuple((one.words, source(one, read.called), _how_it_stands(one)) for one in read.told),
    )


def _how_it_stands(fact: Fact) -> str:
    if fact.ended_at is None:
        return "Holds"
    by = f", {fact.ended_by.name}" if fact.ended_by else ""
    return f"{fact.get_ended_because_display()} ({show_date(fact.ended_at)}{by})"


def tellers(places: Sequence[Membership], about: Membership | None) -> list[tuple[str, str]]:
    """Who may have told us, whoever it is about first. Babies and those who have died tell us nothing."""
    speaking = [place for place in places if _can_speak(place)]
    ordered = sorted(speaking, key=lambda place: about is None or place.person_id != about.person_id)
    return [(str(place.person_id), name_of(place)) for place in ordered]


def _can_speak(place: Membership) -> bool:
    person = place.person
    too_young = bool(person.born and (person.born.age_on(today()) or 0) < 2)
    return not (too_young or person.died or place.role == Membership.Role.EXPECTED)


def theme_of(fact: Fact) -> Theme:
    return next(theme for theme in catalogue.themes() if any(kind.key == fact.key for kind in theme.facts))
