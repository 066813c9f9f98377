"""What has been asked already: every fact that holds, by theme, with where it came from and whether to rely on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_date
from onestory.faces.workspace import addresses, wording
from onestory.people import asking, catalogue
from onestory.people.asking import Question, Standing
from onestory.people.models import Fact, Family
from onestory.ui import parts

_NOTES = {
    Standing.FRESH: "{}",
    Standing.STALE: "{}. Told a while ago: ask again",
    Standing.CONFLICTING: "Told in more than one way. Nobody has agreed which holds",
}


@dataclass(frozen=True)
class Theme:
    """`url` asks more of the family under this heading; empty for somebody who only reads."""

    title: str
    summary: str
    rows: tuple[parts.SummaryRow, ...]
    url: str


def themes(
    family: Family, facts: Sequence[Fact], *, names: Mapping[UUID, str], on: date, may_write: bool
) -> list[Theme]:
    """Only themes of which anything is known, in the catalogue's order; the family's own facts before each person's."""
    told: dict[tuple[str, UUID | None], list[Fact]] = {}
    for fact in facts:
        told.setdefault((fact.key, fact.person_id), []).append(fact)
    shown = (_theme(family, theme, told, names, on, may_write) for theme in catalogue.themes())
    return [theme for theme in shown if theme.rows]


def _theme(
    family: Family,
    theme: catalogue.Theme,
    told: Mapping[tuple[str, UUID | None], list[Fact]],
    names: Mapping[UUID, str],
    on: date,
    may_write: bool,
) -> Theme:
    asked: list[tuple[UUID | None, Question]] = []
    for kind in theme.facts:
        mine = sorted(((person, facts) for (key, person), facts in told.items() if key == kind.key), key=_family_first)
        asked += [(person, asking.question(kind, facts, on=on)) for person, facts in mine]
    rows = tuple(_row(question, person, names, family if may_write else None) for person, question in asked)
    url = reverse("workspace:facts", args=[family.pk, theme.theme]) if may_write else ""
    return Theme(theme.title, _summary([question for _, question in asked]), rows, url)


def _family_first(one: tuple[UUID | None, list[Fact]]) -> tuple[bool, str]:
    return one[0] is not None, str(one[0])


def _summary(questions: list[Question]) -> str:
    standing = [question.standing for question in questions]
    counts = (
        (len(standing), "known"),
        (standing.count(Standing.STALE), "to ask again"),
        (standing.count(Standing.CONFLICTING), "told in two ways"),
    )
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _row(
    question: Question, person: UUID | None, names: Mapping[UUID, str], changed_in: Family | None
) -> parts.SummaryRow:
    who = f"{wording.first_name(names[person])}: " if person and person in names else ""
    differ = question.standing is Standing.CONFLICTING
    values = tuple(f"{fact.words} ({_source(fact, names)})" if differ else fact.words for fact in question.facts)
    note = _NOTES[question.standing].format(_source(question.facts[0], names))
    key = f"{who}{question.kind.short}"
    links = (_change(changed_in, question, about=key),) if changed_in else ()
    return parts.SummaryRow(key=key, values=values, note=note, links=links)


def _change(family: Family, question: Question, *, about: str) -> parts.Link:
    words = {Standing.FRESH: "Change", Standing.STALE: "Still right?", Standing.CONFLICTING: "Agree one"}
    url = addresses.of("workspace:fact", family.pk, question.facts[0].pk)
    return parts.Link(text=words[question.standing], url=url, about=about)


def _source(fact: Fact, names: Mapping[UUID, str]) -> str:
    return f"{_teller(fact, names)}, {show_date(fact.last_confirmed_on)}"


def _teller(fact: Fact, names: Mapping[UUID, str]) -> str:
    teller = fact.said_by_person_id or (fact.person_id if fact.said_by == Fact.SaidBy.THEMSELVES else None)
    if teller and teller in names:
        return wording.first_name(names[teller])
    worker = fact.writer
    return {Fact.SaidBy.WORKER: worker, Fact.SaidBy.PARTNER: "A partner’s records"}.get(
        Fact.SaidBy(fact.said_by), "The family"
    )
