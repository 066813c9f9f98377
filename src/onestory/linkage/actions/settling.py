"""What follows from the deliveries of a feed taken together, worked out anew each time: which of them count, which records are
gone, which rows were mended. Nothing depends on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from onestory.access.actions import wall
from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.audit.actions import events
from onestory.core.dates import show_date, today
from onestory.core.errors import Invalid
from onestory.linkage import coverage, standing
from onestory.linkage.actions import asking, links
from onestory.linkage.declaration import Feed, feed, feeds
from onestory.linkage.models import Delivery, Link, SourceRecord
from onestory.linkage.permissions import check_can_run_feeds
from onestory.people.models import Fact

_AT_ONCE = 500


def settle(*, by: Viewer, declared: Feed) -> None:
    """Judge the deliveries, mark who is gone and which rows were mended."""
    check_can_run_feeds(by)
    _allow_time()
    counted = _judged(declared)
    if declared.sends == "everyone" and declared.gone.then != "keep":
        _mark_missing(declared, counted)
        _welcome_back(declared)
        if declared.gone.then == "withdraw":
            _withdraw(declared, counted, by)
    _settle_rows(declared, counted)
    _count_held(declared)


def _allow_time() -> None:
    """In this transaction: all records of a feed are gone through, and there may be a million."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")


def _count_held(declared: Feed, **more: object) -> None:
    """Kept with the newest delivery, for those who see counts and no record."""
    newest = standing.in_order(declared.feed)[-1:]
    for one in newest:
        records = SourceRecord.objects.filter(feed=declared.feed)
        counted = records.aggregate(
            records=Count("pk"), missing=Count("missing_since"), withdrawn=Count("withdrawn_at")
        )
        one.held = {**one.held, **counted, **more}
        one.save(update_fields=["held"])


def _judged(declared: Feed) -> list[Delivery]:
    """Those that count, in order; each is compared with the last before it that counts."""
    deliveries = standing.in_order(declared.feed)
    said = standing.answers(deliveries)
    counted: list[Delivery] = []
    for one in deliveries:
        unusual = standing.not_as_usual(declared, counted[-1], one) if counted else []
        if unusual != one.unusual and one.pk not in said:
            one.unusual = unusual
            one.save(update_fields=["unusual"])
        if standing.counts(one, said):
            counted.append(one)
    return counted


# --- who is gone ------------------------------------------------------------------------------------------------------


def _mark_missing(declared: Feed, counted: Sequence[Delivery]) -> None:
    """Each record is missing since the first delivery that counts and came after the last that named it."""
    every = list(Delivery.objects.filter(feed=declared.feed).order_by("as_at", "pk").values_list("pk", "as_at"))
    if len(every) < 2:
        return
    since = [_first_after((as_at, pk), counted) for pk, as_at in every]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE linkage_sourcerecord r SET missing_since = v.since"
            " FROM unnest(%s::uuid[], %s::date[]) AS v (delivery, since)"
            " WHERE r.feed = %s AND r.last_delivery_id = v.delivery AND r.missing_since IS DISTINCT FROM v.since",
            [[pk for pk, _ in every], since, declared.feed],
        )


def _first_after(key: tuple[date, UUID], counted: Sequence[Delivery]) -> date | None:
    return next((one.as_at for one in counted if (one.as_at, one.pk) > key), None)


def _welcome_back(declared: Feed) -> None:
    """Who was withdrawn and is sent again is looked for again."""
    back = SourceRecord.objects.filter(feed=declared.feed, missing_since__isnull=True, withdrawn_at__isnull=False)
    back.update(withdrawn_at=None, to_link=True)


def _withdraw(declared: Feed, counted: Sequence[Delivery], by: Viewer) -> None:
    """What such a record said, and nobody has confirmed since, is no longer told as true. What we know of people stays."""
    due = _due(declared, counted)
    while True:
        records = list(due.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
        if not records:
            return
        SourceRecord.objects.filter(pk__in=records).update(withdrawn_at=timezone.now())
        told = Fact.objects.filter(source_record_id__in=records, said_by=Fact.SaidBy.PARTNER, ended_at__isnull=True)
        told.filter(confirmations__isnull=True).update(
            ended_at=timezone.now(), ended_because=Fact.Ended.OVER, ended_by_id=by.account_id
        )
        people = Link.objects.filter(record__in=records, undone_at__isnull=True).values_list("person_id", flat=True)
        events.record(
            by=by, action="feeds.withdraw", people=sorted(set(people)), feed=declared.feed, records=len(records)
        )


def _due(declared: Feed, counted: Sequence[Delivery]) -> QuerySet[SourceRecord]:
    gone = declared.gone
    due = Q()
    if gone.after_days is not None:
        due |= Q(missing_since__lte=today() - timedelta(days=gone.after_days))
    if gone.after_deliveries is not None and len(counted) >= gone.after_deliveries:
        # Missing from this one and from every one since: that makes so many.
        due |= Q(missing_since__lte=counted[-gone.after_deliveries].as_at)
    missing = SourceRecord.objects.filter(feed=declared.feed, missing_since__isnull=False, withdrawn_at__isnull=True)
    return missing.filter(due) if due else missing.none()


# --- rows that waited -------------------------------------------------------------------------------------------------

# By what a newer delivery says of the same reference; a file that names everyone answers for rows without one too.
_SETTLE_ROWS = """
UPDATE linkage_waitingrow w SET settled_at = now(), state = CASE
    WHEN w.reference <> '' AND EXISTS (SELECT 1 FROM linkage_sourcerecord r JOIN linkage_delivery n ON n.id = r.last_delivery_id
      WHERE r.feed = w.feed AND r.reference = w.reference AND (n.as_at, n.id) > (d.as_at, d.id)) THEN 'mended'
    WHEN w.reference <> '' AND EXISTS (SELECT 1 FROM linkage_waitingrow o JOIN linkage_delivery n ON n.id = o.delivery_id
      WHERE o.feed = w.feed AND o.reference = w.reference AND (n.as_at, n.id) > (d.as_at, d.id)) THEN 'again'
    ELSE 'gone' END
FROM linkage_delivery d
WHERE w.feed = %(feed)s AND w.state = 'waiting' AND d.id = w.delivery_id AND (
  %(everyone)s AND (d.as_at, d.id) < (%(as_at)s, %(newest)s::uuid)
  OR w.reference <> '' AND (
    EXISTS (SELECT 1 FROM linkage_sourcerecord r JOIN linkage_delivery n ON n.id = r.last_delivery_id
      WHERE r.feed = w.feed AND r.reference = w.reference AND (n.as_at, n.id) > (d.as_at, d.id))
    OR EXISTS (SELECT 1 FROM linkage_waitingrow o JOIN linkage_delivery n ON n.id = o.delivery_id
      WHERE o.feed = w.feed AND o.reference = w.reference AND (n.as_at, n.id) > (d.as_at, d.id))))
"""


def _settle_rows(declared: Feed, counted: Sequence[Delivery]) -> None:
    if not counted:
        return
    newest = counted[-1]
    everyone = declared.sends == "everyone"
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE_ROWS, {"feed": declared.feed, "everyone": everyone, "as_at": newest.as_at, "newest": newest.pk}
        )


# --- who is told, and what may go on ----------------------------------------------------------------------------------


def tell_if_unusual(*, by: Viewer, declared: Feed, delivery: Delivery) -> None:
    """To whoever looks after feeds, once."""
    if delivery.unusual:
        tell(by=by, what="feed_unusual", about=f"{declared.title}: {delivery.unusual[0]}")


def tell(*, by: Viewer, what: str, about: str) -> None:
    """An alert about a feed; the database says the same no more than once a day."""
    wall.call("SELECT wall.tell_of_feed(%s, %s)", [what, about], not_there="partner feeds")
    events.record(by=by, action="feeds.tell", kind=what)


def tell_of_late(*, by: Account) -> list[str]:
    """Say which feeds have not come when they were expected. Returns their names."""
    with acting_as(by) as viewer:
        check_can_run_feeds(viewer)
        came = standing.last_came()
        late = [one for one in feeds().values() if standing.is_late(one, came.get(one.feed))]
        for one in late:
            due = standing.due_on(one, came.get(one.feed))
            tell(by=viewer, what="feed_late", about=f"{one.title}: expected {show_date(due) if due else ''}")
    return [one.feed for one in late]


def link_what_may_be(*, name: str, by: Account) -> bool:
    """Look for everybody who may be looked for now (`_link`), and take in what rows ask for. Whether anybody was looked for."""
    linked = _link(name=name, by=by)
    try:
        asking.ask(name=name, by=by)
    except Invalid as nobody:
        with acting_as(by) as viewer:
            tell(by=viewer, what="feed_unusual", about=f"{feed(name).title}: {nobody}")
    return linked


def _link(*, name: str, by: Account) -> bool:
    """Look for everybody in deliveries that count and were not looked at, and of whom people have judged since, once the mapping
    is agreed. Whether it did.
    """
    declared = feed(name)
    with acting_as(by) as viewer:
        waiting = _to_link(declared)
        if not (waiting or _judged_since(declared)) or standing.signing(declared) is None:
            return False
        settle(by=viewer, declared=declared)
    links.link(name=name, by=by)
    with acting_as(by):
        _allow_time()
        Delivery.objects.filter(pk__in=waiting).update(linked_at=timezone.now())
        _count_held(declared, spoken_of=coverage.of_feed(declared.feed))
    return True


def _judged_since(declared: Feed) -> bool:
    """Whether records wait to be looked at again, and no file is half read in, whose records would wait just so."""
    if Delivery.objects.filter(feed=declared.feed, state=Delivery.State.LOADING).exists():
        return False
    waiting = SourceRecord.objects.filter(feed=declared.feed, to_link=True)
    return waiting.exclude(last_delivery__in=standing.held(declared.feed)).exists()


def _to_link(declared: Feed) -> list[UUID]:
    loaded = list(Delivery.objects.filter(feed=declared.feed, state=Delivery.State.LOADED, linked_at__isnull=True))
    said = standing.answers(loaded)
    return [one.pk for one in loaded if standing.counts(one, said)]
