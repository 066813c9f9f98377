"""Requests that come in a partner's file: each row that asks for help becomes one request at the front door, once (HZ-80).

Whom it is about is for whoever looks at it to find out, as with every other request. Nothing of where they live is taken from a
file, and nobody is reached by what stands in one: the family is reached through whoever asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid, NotThere
from onestory.core.text import plural
from onestory.linkage import standing
from onestory.linkage.declaration import Asks, Feed, feed
from onestory.linkage.models import SourceRecord, SourceVersion
from onestory.linkage.permissions import check_can_run_feeds
from onestory.support import request_queries
from onestory.support.actions import requests
from onestory.support.models.requests import Door, Reach, Urgency
from onestory.support.request_inputs import About, AskedBy, NewRequest, SafeReach

AT_ONCE = 200
"""Records looked at in one transaction."""


def ask(*, name: str, by: Account) -> int:
    """Take in a request for each record that asks for one and has none yet; how many. May be stopped and begun again.

    Raises Invalid where nobody is on duty for requests: then all of them wait. A record that cannot be taken in waits too, until
    the next time, and holds up no other: Invalid says so once all the others are in.
    """
    declared, asked = feed(name), 0
    if declared.asks is None:
        return asked
    refused: list[SourceRecord] = []
    while True:
        with acting_as(by) as viewer:
            check_can_run_feeds(viewer)
            waiting = _waiting(declared, declared.asks, but=refused)
            if waiting and not request_queries.front_doors():
                raise Invalid(requests.NOBODY_ON_DUTY)
            refused += [one for one in waiting if not _taken_in(one, declared, declared.asks, by=viewer)]
        asked += len(waiting)
        if len(waiting) < AT_ONCE:
            break
    if refused:
        raise Invalid(
            f"{plural(len(refused), 'row')} asking for help could not be taken in: {refused[0].reference}, first."
        )
    return asked


def _waiting(declared: Feed, asks: Asks, *, but: Sequence[SourceRecord]) -> list[SourceRecord]:
    """The oldest first. None before it is agreed what the columns mean."""
    if standing.signing(declared) is None:
        return []
    unasked = SourceRecord.objects.select_for_update(of=("self",)).filter(feed=declared.feed, asked_at__isnull=True)
    # By what each says now: of a record as many versions are kept as it has had.
    said = {f"history__standard__record__{field}": value for field, value in asks.when.items()}
    now = Q(history__number=F("versions"), **said)
    counted = (
        unasked.exclude(last_delivery__in=standing.held(declared.feed))
        .exclude(pk__in=[one.pk for one in but])
        .filter(now)
    )
    return list(counted.order_by("created_at", "pk")[:AT_ONCE])


def _taken_in(record: SourceRecord, declared: Feed, asks: Asks, *, by: Viewer) -> bool:
    """Whether it was; what refuses one row undoes that row alone."""
    try:
        with transaction.atomic():
            _take_in(record, declared, asks, by=by)
    except (Invalid, NotThere, DataError, IntegrityError):
        return False
    return True


def _take_in(record: SourceRecord, declared: Feed, asks: Asks, *, by: Viewer) -> None:
    newest = SourceVersion.objects.filter(record=record).order_by("-number")[0]
    told, people = newest.standard["record"], newest.standard["people"]
    requests.receive(
        by=by, new=_request(told, people[declared.subject], asks, declared), form_key=form_key(declared, record)
    )
    record.asked_at = timezone.now()
    record.save(update_fields=["asked_at"])


def form_key(declared: Feed, record: SourceRecord) -> UUID:
    """The same for the same row, and worked out by nobody who knows its reference: whoever sent a form first would have it."""
    digest = salted_hmac(
        "onestory.linkage.asking", f"{declared.feed}\n{record.reference}\n{record.part}", algorithm="sha256"
    )
    return UUID(bytes=digest.digest()[:16], version=4)


def _request(told: dict[str, str], about: dict[str, Any], asks: Asks, declared: Feed) -> NewRequest:
    def said(field: str, most: int = 200) -> str:
        return told.get(field, "")[:most]

    born, urgency = about.get("born"), said(asks.urgency)
    asker, organisation = said(asks.asker), said(asks.organisation) or declared.partner
    return NewRequest(
        door=Door.FEED, words=told.get(asks.words, ""), words_by=(asker or organisation)[:60],
        urgency=urgency if urgency in Urgency.values else Urgency.USUAL,
        reach=SafeReach(how=Reach.THROUGH, at=", ".join(filter(None, (asker, organisation)))[:200]),
        about=About(
            given=about.get("given", "")[:100], family=about.get("family", "")[:100], born=PartialDate(born) if born else None
        ),
        asker=AskedBy(
            name=asker, role=said(asks.role, 120), organisation=organisation, how=Reach.EMAIL if said(asks.email) else "",
            at=said(asks.email), family_knows={"yes": True, "no": False}.get(said(asks.family_knows)),
        ),
    )  # fmt: skip
