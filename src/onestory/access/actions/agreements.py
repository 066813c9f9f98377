"""Agreements between organisations, and who supervises whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.actions import wall
from onestory.access.models import Account, Agreement, Grant
from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere


@transaction.atomic
def write(
    *, by: Viewer, name: str, purpose: str, basis: str, sections: Sequence[str], organisations: Sequence[UUID],
    document: str, starts_on: date, ends_on: date, lead: Account, feeds: Sequence[str] = (),
) -> Agreement:  # fmt: skip
    """Put an agreement on record. Its words are never changed: a new one takes its place, and the old is ended.

    Raises NotThere unless by information governance, and Invalid, naming the field, for what does not hold together.
    """
    if not by.may(May.GOVERN):
        raise NotThere("agreements")
    _check(name, purpose, basis, sections, organisations, document, starts_on, ends_on)
    made = Agreement(
        name=name.strip(), purpose=purpose.strip(), basis=basis, sections=[str(s) for s in sections],
        organisation_ids=list(organisations), feeds=list(feeds), document=document.strip(), starts_on=starts_on,
        ends_on=ends_on, lead=lead, written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    events.record(by=by, action="agreements.write", subject=made, sections=[str(s) for s in sections])
    return made


def _check(
    name: str, purpose: str, basis: str, sections: Sequence[str], organisations: Sequence[UUID], document: str,
    starts_on: date, ends_on: date,
) -> None:  # fmt: skip
    wrong = [
        (not name.strip(), "Give the agreement a name.", "name"),
        (not purpose.strip(), "Say what it is for.", "purpose"),
        (basis not in Grant.Basis.values, "Choose the lawful basis it rests on.", "basis"),
        (not sections, "Choose at least one section that it opens.", "sections"),
        (not set(sections) <= set(Section.values), "Choose sections from the list.", "sections"),
        (len(set(organisations)) < 2, "Choose the organisations that agreed: at least two.", "organisations"),
        (not document.strip(), "Say where the signed document is kept.", "document"),
        (ends_on < starts_on, "The end is before the start.", "ends_on"),
    ]
    for is_wrong, words, field in wrong:
        if is_wrong:
            raise Invalid(words, field)


@transaction.atomic
def end(*, by: Viewer, agreement: UUID) -> int:
    """End it now, with every grant that rests on it; how many those were. Raises NotThere."""
    ended = int(wall.call("SELECT wall.end_agreement(%s)", [agreement], not_there="agreement"))
    events.record(by=by, action="agreements.end", grants=ended)
    return ended


@transaction.atomic
def set_supervision(*, by: Viewer, supervisor: Account, account: Account, ends: bool = False) -> None:
    """Say who supervises whom, or that they no longer do. Raises NotThere for whoever it is not theirs to say."""
    wall.call(
        "SELECT wall.set_supervision(%s, %s, %s)", [supervisor.pk, account.pk, timezone.now() if ends else None],
        not_there="supervision",
    )  # fmt: skip
    events.record(by=by, action="supervision.end" if ends else "supervision.set", subject=account)
