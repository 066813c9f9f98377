"""Saying who answers for somebody who is away. It opens no family: where that is needed, a supervisor does it by itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import show_date, today
from onestory.core.errors import Invalid, NotThere
from onestory.support.models import Deputy

LONGEST_DAYS = 365


@transaction.atomic
def stand_in(*, by: Viewer, away: Account, deputy: Account, since: date, until: date) -> Deputy:
    """Chosen by whoever is away, or by who supervises them. Raises Invalid, NotThere where they are neither."""
    if away.pk != by.account_id and away.pk not in by.accounts:
        raise NotThere("colleague")
    _check(away=away, deputy=deputy, since=since, until=until)
    made = Deputy(away=away, deputy=deputy, starts_on=since, ends_on=until, set_by_id=by.account_id)
    made.save(force_insert=True)
    events.record(by=by, action="deputies.stand_in", subject=made)
    return made


@transaction.atomic
def end(*, by: Viewer, deputy: Deputy) -> None:
    """They are back, or it was taken back before it began: from today nobody stands in."""
    if deputy.away_id != by.account_id and deputy.away_id not in by.accounts:
        raise NotThere("deputy")
    deputy.ends_on = max(today() - timedelta(days=1), deputy.starts_on - timedelta(days=1))
    deputy.save(update_fields=["ends_on"])
    events.record(by=by, action="deputies.end", subject=deputy)


def _check(*, away: Account, deputy: Account, since: date, until: date) -> None:
    if deputy.pk == away.pk:
        raise Invalid("Choose somebody else: nobody stands in for themselves.", "deputy")
    if until < since:
        raise Invalid("The last day comes after the first.", "until")
    if until < today():
        raise Invalid("That is over already. Enter a last day from today on.", "until")
    if (until - since).days > LONGEST_DAYS:
        raise Invalid(
            f"Longer than a year is not being away. Enter a day before {show_date(since)} next year.", "until"
        )
    same = Deputy.objects.filter(away=away, deputy=deputy, starts_on__lte=until, ends_on__gte=since)
    if same.exists():
        raise Invalid("They stand in already on some of these days.", "since")
