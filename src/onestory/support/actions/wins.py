"""Small wins: a better day than yesterday, in a sentence."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import noon, today
from onestory.core.errors import Invalid
from onestory.people.models import Family, Person
from onestory.support.actions.walking import must_write, past, said
from onestory.support.models import Win

LONGEST = 180


@transaction.atomic
def write(*, by: Viewer, family: Family, words: str, person: Person | None = None, on: date | None = None) -> Win:
    """Pressed twice, it is there once."""
    must_write(by)
    sentence = said(words, field="words", ask="Write what was better, in a sentence.", most=LONGEST)
    if person and not family.memberships.filter(person=person).exists():
        raise Invalid("Choose somebody of this family.", "person")
    day = past(on)
    standing = Win.objects.filter(family=family, words=sentence, on=day).first()
    if standing:
        return standing
    made = Win(family=family, words=sentence, person=person, on=day, written_by_id=by.account_id)
    made.save(force_insert=True)
    events.record(by=by, action="wins.write", family=family.pk, subject=made)
    people = (person.pk,) if person else ()
    at = noon(day) if day != today() else None
    news.tell(
        news.Happened(by=by, act="wins.write", family=family.pk, title=f"A small win: {sentence}", people=people, at=at)
    )
    return made
