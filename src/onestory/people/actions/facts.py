"""Telling a fact, confirming it, and agreeing which of two holds. Nothing told is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.people import catalogue
from onestory.people.models import Ask, Fact, FactConfirmation, Family, Person


@dataclass(frozen=True)
class Said:
    """Who said it and when: in the same breath as the value, never looked up afterwards."""

    by: str = Fact.SaidBy.THEMSELVES
    person: Person | None = None
    on: date | None = None


@transaction.atomic
def tell(
    *, by: Viewer, about: Person | Family, key: str, value: Any, said: Said, starts_on: date | None = None,
    source_record: UUID | None = None,
) -> Fact:  # fmt: skip
    """Write down what was told. The same value again confirms it; another value stands beside it until one is agreed.

    Raises Invalid where the value does not fit the catalogue, or the fact is not about such a subject.
    """
    kind = catalogue.fact(key)
    kept, on = kind.check(value), said.on or today()
    if on > today():
        raise Invalid("What was said cannot be dated in the future.", "said_on")
    subject = _subject(kind, about)
    same = Fact.objects.filter(**subject, key=key, ended_at__isnull=True, value=kept).first()
    if same:
        return confirm(by=by, fact=same, said=said)
    fact = Fact(
        **subject, key=key, value=kept, section=kind.section, said_by=said.by, said_by_person=said.person, said_on=on,
        written_by_id=by.account_id, starts_on=starts_on, last_confirmed_on=on, source_record_id=source_record,
    )  # fmt: skip
    fact.save(force_insert=True)
    events.record(by=by, action="facts.tell", **_whose(fact), subject=fact, key=key)
    return fact


@transaction.atomic
def confirm(*, by: Viewer, fact: Fact, said: Said) -> Fact:
    """“Still right?” – yes. An older confirmation arriving late does not make a fact staler than it was."""
    on = said.on or today()
    FactConfirmation(fact=fact, confirmed_on=on, said_by=said.by, written_by_id=by.account_id).save(force_insert=True)
    if on > fact.last_confirmed_on:
        fact.last_confirmed_on = on
        fact.save(update_fields=["last_confirmed_on"])
    events.record(by=by, action="facts.confirm", **_whose(fact), subject=fact, key=fact.key)
    return fact


@transaction.atomic
def agree(*, by: Viewer, fact: Fact, said: Said) -> None:
    """Of values that stand side by side, this one holds; the others end, and stay in the history."""
    for other in _beside(fact):
        _end(other, because=Fact.Ended.REPLACED, by=by)
    confirm(by=by, fact=fact, said=said)
    events.record(by=by, action="facts.agree", **_whose(fact), subject=fact, key=fact.key)


@transaction.atomic
def change(*, by: Viewer, fact: Fact, value: Any, said: Said) -> Fact:
    """It is different now: the new value is told and agreed in one act."""
    about = fact.person or fact.family
    if about is None:
        raise NotThere("whom the fact is about")
    made = tell(by=by, about=about, key=fact.key, value=value, said=said)
    if made.pk != fact.pk:
        agree(by=by, fact=made, said=said)
    return made


@transaction.atomic
def end(*, by: Viewer, fact: Fact, because: str) -> None:
    """It is over, or was a mistake. Raises Invalid where no reason is given."""
    if because not in Fact.Ended.values:
        raise Invalid("Say why: it is over, or it was written down by mistake.", "because")
    _end(fact, because=because, by=by)
    events.record(by=by, action="facts.end", **_whose(fact), subject=fact, key=fact.key, because=because)


def count_ask(*, by: Viewer, about: Person | Family, key: str, outcome: str, form: str) -> None:
    """Count that a form needed this of someone: asked it, or used what was known. The tell-once rate is made of these."""
    Ask(**_subject(catalogue.fact(key), about), key=key, outcome=outcome, account_id=by.account_id, form=form).save()


def _beside(fact: Fact) -> list[Fact]:
    same = Fact.objects.select_for_update().filter(person=fact.person_id, family=fact.family_id, key=fact.key)
    return list(same.filter(ended_at__isnull=True).exclude(pk=fact.pk))


def _end(fact: Fact, *, because: str, by: Viewer) -> None:
    fact.ended_at, fact.ended_because, fact.ended_by_id = timezone.now(), because, by.account_id
    fact.save(update_fields=["ended_at", "ended_because", "ended_by"])


def _subject(kind: catalogue.FactKind, about: Person | Family) -> dict[str, Any]:
    wanted = Person if kind.about == "person" else Family
    if not isinstance(about, wanted):
        raise Invalid(f"“{kind.short}” is about a {kind.about}.", kind.key)
    return {kind.about: about}


def _whose(fact: Fact) -> dict[str, Any]:
    return {"family": fact.family_id, "people": [fact.person_id] if fact.person_id else []}
