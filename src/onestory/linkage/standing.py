"""Where the deliveries of a feed stand to each other: their order, which of them count, and whether their mapping is agreed.

The order is of the days the files speak of, so whatever order they come in ends in one state (HZ-81).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from onestory.core.dates import today
from onestory.linkage.declaration import Feed
from onestory.linkage.models import Answer, Delivery, DroppedFile, Signing

LOOKED_BACK = 60
"""How many deliveries of a feed are compared with each other."""


def in_order(feed: str) -> list[Delivery]:
    """The newest deliveries of a feed that are whole, the oldest of them first."""
    loaded = Delivery.objects.filter(feed=feed, state=Delivery.State.LOADED)
    return list(loaded.order_by("-as_at", "-pk")[:LOOKED_BACK])[::-1]


def answers(deliveries: Sequence[Delivery]) -> dict[UUID, Answer]:
    """The last thing said of each that was not as usual."""
    asked = [one.pk for one in deliveries if one.unusual]
    found = Answer.objects.filter(delivery__in=asked).select_related("said_by").order_by("pk") if asked else ()
    return {one.delivery_id: one for one in found}


def counts(delivery: Delivery, said: Mapping[UUID, Answer]) -> bool:
    """Whether it is as usual, or somebody said yes to it."""
    return not delivery.unusual or (delivery.pk in said and said[delivery.pk].yes)


def held(feed: str) -> list[UUID]:
    """Deliveries that were not as usual and to which nobody has said yes: nobody in them is looked for yet."""
    unusual = list(Delivery.objects.filter(feed=feed, linked_at__isnull=True).exclude(unusual=[]))
    said = answers(unusual)
    return [one.pk for one in unusual if not counts(one, said)]


def signing(declared: Feed) -> Signing | None:
    """Who agreed what the columns mean, on the declaration as it is now."""
    signed = Signing.objects.filter(feed=declared.feed, declared=declared.version).select_related("signed_by")
    return signed.order_by("-pk").first()


def last_came() -> dict[str, date]:
    """The day of each feed's last file. The same file as before counts: it says that nothing has changed."""
    loaded = Delivery.objects.filter(state=Delivery.State.LOADED).values_list("feed")
    came = dict(loaded.annotate(Max("received_on")).order_by("feed"))
    done = DroppedFile.objects.filter(state=DroppedFile.State.DONE, delivery__isnull=False).values_list("feed")
    for feed, ended_at in done.annotate(Max("ended_at")).order_by("feed"):
        came[feed] = max(localdate(ended_at), came.get(feed, date.min))
    return came


def due_on(declared: Feed, last: date | None) -> date | None:
    """When the next file is expected; nothing where none has come yet, or it comes when it comes."""
    return last + timedelta(days=declared.expected.every_days) if last and declared.expected else None


def is_late(declared: Feed, last: date | None) -> bool:
    due = due_on(declared, last)
    return bool(due and declared.expected and today() > due + timedelta(days=declared.expected.grace_days))


def not_as_usual(declared: Feed, before: Delivery, now: Delivery) -> list[str]:
    """What differs more from the delivery before than is usual for this feed, in words."""
    if before.rows_read < declared.usual.from_rows:
        return []
    said = _size(declared, before, now) if declared.sends == "everyone" else []
    if now.rows_read < declared.usual.from_rows:
        return said
    said += _fallen("Rows that could be kept were", _kept(before), _kept(now), declared)
    for name in declared.columns:
        said += _fallen(f"{name} was filled in", filled(before, name), filled(now, name), declared)
        said += _fallen(f"{name} could be read in", readable(before, name), readable(now, name), declared)
    return said


def _size(declared: Feed, before: Delivery, now: Delivery) -> list[str]:
    was, is_now = before.rows_read, now.rows_read
    if is_now * 100 < was * (100 - declared.usual.shrinks_by):
        return [f"It has {is_now:,} rows, and the one before had {was:,}: {round(100 - 100 * is_now / was)}% fewer."]
    if is_now * 100 > was * (100 + declared.usual.grows_by):
        return [f"It has {is_now:,} rows, and the one before had {was:,}: {round(100 * is_now / was - 100)}% more."]
    return []


def _fallen(what: str, was: float, is_now: float, declared: Feed) -> list[str]:
    fallen = was - is_now >= declared.usual.column_falls_by
    return [f"{what} {was:.0f}% of rows before, and {is_now:.0f}% now."] if fallen else []


def _kept(one: Delivery) -> float:
    return 100 * one.rows_accepted / one.rows_read if one.rows_read else 0.0


def filled(one: Delivery, name: str) -> float:
    return 100 * int(one.quality.get(name, {}).get("filled", 0)) / one.rows_read if one.rows_read else 0.0


def readable(one: Delivery, name: str) -> float:
    """Of the rows in which it is filled; all, where none is: that it is empty is said already."""
    counted = one.quality.get(name, {})
    filled = int(counted.get("filled", 0))
    return 100 * (filled - int(counted.get("invalid", 0))) / filled if filled else 100.0
