"""Loading a partner's file: every row becomes a record, a new version of one, or is set aside with its reasons.

Rows are written in runs, each run in one transaction with the counts it adds and the line it reached. So loading can be
stopped at any moment and begun again, and the same file twice changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from onestory.access import overseeing
from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7s
from onestory.linkage import checking, folders, reading
from onestory.linkage.actions import settling
from onestory.linkage.checking import SEPARATOR, Kept, Run
from onestory.linkage.declaration import Feed, feed
from onestory.linkage.layouts import Layout
from onestory.linkage.models import Delivery
from onestory.linkage.permissions import check_can_run_feeds
from onestory.linkage.validate import REPEATED, Accepted, Checked, SetAside

Progress = Callable[[int], None]
# The feeds that this process has in hand already.
_HELD: ContextVar[frozenset[str]] = ContextVar("held", default=frozenset())
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def load(
    *,
    name: str,
    file: Path,
    by: Account,
    on: date | None = None,
    called: str = "",
    progress: Progress | None = None,
    linking: bool = True,
) -> Delivery:
    """Bring one file of a feed in and link its records. `progress` is told how many bytes of it have been taken; `called` is
    what its partner named it, where it has been moved since.

    Raises NotThere for a feed nobody declared and Invalid for a file that cannot be one of its deliveries.
    """
    declared = feed(name)
    if not file.is_file():
        raise Invalid(f"There is no file {file}. Check the name.", "file")
    with in_hand(declared, or_else="Another file of this feed is being loaded. Load this one once that is done."):
        delivery = _read(declared, file, called or file.name, by, on or today(), progress)
        if linking:
            settling.link_what_may_be(name=name, by=by)
        with acting_as(by):
            return Delivery.objects.get(pk=delivery.pk)


@contextmanager
def in_hand(declared: Feed, *, or_else: str) -> Iterator[None]:
    """One process at a time loads a feed. The database lets go by itself of whatever a process that died held."""
    if declared.feed in _HELD.get():
        yield
        return
    # A transaction of its own that lasts as long as this does: locks of a session are not the application's to take.
    beside = connection.copy()
    try:
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            # It does nothing else, and is to last.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"onestory.feed {declared.feed}"]
            )
            if not cursor.fetchone()[0]:
                raise InHand(or_else)
        held = _HELD.set(_HELD.get() | {declared.feed})
        try:
            yield
        finally:
            _HELD.reset(held)
    finally:
        beside.rollback()
        beside.close()


class InHand(Invalid):
    """Another process has this feed in hand."""


def _read(declared: Feed, file: Path, called: str, by: Account, on: date, progress: Progress | None) -> Delivery:
    digest = _digest(file)
    with reading.opened(file, declared) as opened:
        delivery = _begin(declared, called, digest, opened.layout, by, on)
        if delivery.state == Delivery.State.LOADED:
            return delivery
        after = delivery.lines_done
        rows = (row for row in opened.rows if row.line > after)
        for run in checking.in_runs(rows, declared, opened.layout, on=delivery.received_on):
            with acting_as(by) as viewer:
                delivery = _write(delivery, run, viewer)
            if progress:
                progress(opened.position)
    with acting_as(by) as viewer:
        return _finish(declared, delivery, viewer)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _begin(declared: Feed, called: str, digest: str, layout: Layout, by: Account, on: date) -> Delivery:
    """The delivery this file is: a new one, or the one that was stopped half-way or finished earlier."""
    with acting_as(by) as viewer:
        check_can_run_feeds(viewer)
        _check_agreed(viewer, declared)
        as_at = _day_of(declared, called, on)
        same = Delivery.objects.filter(feed=declared.feed, file_digest=digest)
        # Where a file does not say its day, the same file later is the same file: an old one found again is not news.
        found = (same.filter(as_at=as_at) if declared.dated == "by its name" else same).order_by("id").first()
        if found:
            # The same file is always written the same way, so saying so again does no harm, and mends what was begun before
            # the header was kept.
            found.layout = asdict(layout)
            found.save(update_fields=["layout"])
            return found
        delivery = Delivery(
            feed=declared.feed, file_digest=digest, file_name=folders.shown(called), received_on=on, as_at=as_at,
            loaded_by_id=by.pk, layout=asdict(layout), declared=declared.version,
        )  # fmt: skip
        delivery.save(force_insert=True)
        events.record(by=viewer, action="feeds.begin", subject=delivery, feed=declared.feed)
    return delivery


def _day_of(declared: Feed, called: str, on: date) -> date:
    if declared.dated != "by its name":
        return on
    found = _DAY.search(called)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid(
            f"The name of the file does not say its day, such as 2026-11-22. Ask {declared.partner} for one that does."
        )
    if day > today() + timedelta(days=1):
        # Everything that came before that day would from now on be older than this.
        raise Invalid(
            f"The name of the file says {day.isoformat()}, which has not come yet. "
            f"Ask {declared.partner} which day it is of."
        )
    return day


def _check_agreed(viewer: Viewer, declared: Feed) -> None:
    """A feed that an agreement names comes in only under one that is in force (HZ-40)."""
    if not overseeing.is_agreed(viewer, feed=declared.feed):
        raise Invalid(
            f"The agreement under which {declared.title} came in has ended, so this file was not taken in. It is where it was. "
            "Ask information governance to write down a new agreement, and load it again.",
            "feed",
        )


def _finish(declared: Feed, delivery: Delivery, viewer: Viewer) -> Delivery:
    delivery.state, delivery.finished_at = Delivery.State.LOADED, timezone.now()
    delivery.save(update_fields=["state", "finished_at"])
    events.record(
        by=viewer, action="feeds.load", subject=delivery, feed=delivery.feed,
        new=delivery.rows_new, changed=delivery.rows_changed, set_aside=delivery.rows_set_aside,
    )  # fmt: skip
    settling.settle(by=viewer, declared=declared)
    delivery.refresh_from_db()
    settling.tell_if_unusual(by=viewer, declared=declared, delivery=delivery)
    return delivery


# --- one run ----------------------------------------------------------------------------------------------------------


def _write(before: Delivery, run: Run, viewer: Viewer) -> Delivery:
    """Write a run and count it. Raises Invalid when another process has the same file in hand."""
    check_can_run_feeds(viewer)
    delivery = Delivery.objects.select_for_update().get(pk=before.pk)
    if delivery.lines_done != before.lines_done:
        raise Invalid("This file is being loaded already. Wait for it to finish.")
    with connection.cursor() as cursor:
        # A power cut may take the last runs with it, and the line reached goes with them: loading goes on from there.
        # Memory for a whole run, so that none of it goes by way of a temporary file.
        cursor.execute("SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '32MB'")
    counts = _keep(delivery, run.kept)
    _set_aside(delivery, run.checked.set_aside)
    delivery.lines_done = run.last_line
    delivery.rows_new += counts.new
    delivery.rows_changed += counts.changed
    delivery.rows_unchanged += counts.unchanged
    delivery.rows_repeated += counts.repeated + run.kept.repeated
    delivery.rows_late += counts.late
    delivery.rows_set_aside += len(run.checked.set_aside) + counts.clashing
    run.checked.invalid[REPEATED] += counts.clashing
    delivery.quality = _added(delivery.quality, run.checked)
    delivery.save()
    return delivery


@dataclass(frozen=True)
class _Counts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    clashing: int = 0
    late: int = 0


# One statement a run, lateral so that records are looked up by index even before the table's size is known. `said` is
# what was sent; `known` adds what we had of it, and whether this delivery, or a newer one, brought that.
# Each column comes as one text and is split here. A single empty text splits into nothing: hence `coalesce`.
_COLUMNS = (*Accepted._fields, "made")
_SPLIT = ", ".join(f"string_to_array(convert_from(%({name})b, 'UTF8'), %(by)s)" for name in _COLUMNS)
_KEEP = f"""
WITH said AS (
  SELECT line::bigint, reference, coalesce(part, '') AS part, coalesce(household, '') AS household,
    decode(digest, 'hex') AS digest, sent, standard, notes, made::uuid
  FROM unnest({_SPLIT}) AS t ({", ".join(_COLUMNS)})
), known AS MATERIALIZED (
  SELECT said.*, r.id AS record, r.digest = said.digest AS same, r.last_delivery_id = %(delivery)s::uuid AS seen,
    r.last_delivery_id = ANY (%(newer)s::uuid[]) AS late
  FROM said LEFT JOIN LATERAL (SELECT id, digest, last_delivery_id FROM linkage_sourcerecord s
    WHERE s.feed = %(feed)s::text AND s.reference = said.reference COLLATE "C" AND s.part = said.part COLLATE "C"
    LIMIT 1) r ON true
), made AS (
  INSERT INTO linkage_sourcerecord (id, created_at, feed, reference, part, household, digest, versions,
    last_delivery_id, to_link)
  SELECT made, now(), %(feed)s::text, reference, part, household, digest, 1, %(delivery)s::uuid, true
  FROM known WHERE record IS NULL
), changed AS (
  UPDATE linkage_sourcerecord r SET household = k.household, digest = k.digest, versions = r.versions + 1,
    last_delivery_id = %(delivery)s::uuid, to_link = true
  FROM known k WHERE r.id = k.record AND NOT k.seen AND NOT k.same AND NOT k.late
  RETURNING r.id, r.versions, k.line, k.sent, k.standard, k.notes
), unchanged AS (
  UPDATE linkage_sourcerecord r SET last_delivery_id = %(delivery)s::uuid
  FROM known k WHERE r.id = k.record AND NOT k.seen AND k.same AND NOT k.late RETURNING r.id
), version AS (
  INSERT INTO linkage_sourceversion (created_at, record_id, number, delivery_id, line, sent, standard, notes)
  SELECT now(), n.id, n.versions, %(delivery)s::uuid, n.line, to_jsonb(n.sent), n.standard::jsonb, n.notes::jsonb
  FROM (SELECT made AS id, 1 AS versions, line, sent, standard, notes FROM known WHERE record IS NULL
    UNION ALL SELECT * FROM changed) n
), late AS (
  INSERT INTO linkage_laterow (delivery_id, record_id, line, sent)
  SELECT %(delivery)s::uuid, record, line, sent FROM known WHERE late RETURNING line
), clashing AS (
  INSERT INTO linkage_quarantinedrow (delivery_id, line, reasons, text)
  SELECT %(delivery)s::uuid, line, %(clash)s::text::jsonb, sent FROM known WHERE seen AND NOT same RETURNING line
), waiting AS (
  INSERT INTO linkage_waitingrow (delivery_id, feed, line, reference, reasons, cells, state, why)
  SELECT %(delivery)s::uuid, %(feed)s::text, line, reference, %(clash)s::text::jsonb, '{{}}', 'waiting', ''
  FROM known WHERE seen AND NOT same RETURNING line
)
SELECT (SELECT count(*) FROM known WHERE record IS NULL), (SELECT count(*) FROM changed), (SELECT count(*) FROM unchanged),
       (SELECT count(*) FROM known WHERE seen AND same), (SELECT count(*) FROM clashing), (SELECT count(*) FROM late)
"""


def _keep(delivery: Delivery, kept: Kept) -> _Counts:
    if not kept.rows:
        return _Counts()
    fixed = {"feed": delivery.feed, "delivery": delivery.pk, "clash": json.dumps([["", REPEATED]]), "by": SEPARATOR}
    # PostgreSQL would ask the system for chance once a row: that took a quarter of its time.
    made = SEPARATOR.join(one.hex for one in uuid7s(kept.rows)).encode()
    # psycopg's own cursor sends the columns beside the statement; Django's would write them into its text.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_KEEP, {**kept.columns, **fixed, "made": made, "newer": _newer(delivery)})
        return _Counts(*(cursor.fetchone() or ()))


def _newer(delivery: Delivery) -> list[UUID]:
    """Deliveries of the feed that speak of a later day, or of the same day and came later. What they said stands (HZ-81)."""
    later = Q(as_at__gt=delivery.as_at) | Q(as_at=delivery.as_at, pk__gt=delivery.pk)
    return list(Delivery.objects.filter(later, feed=delivery.feed).values_list("pk", flat=True))


def _set_aside(delivery: Delivery, rows: list[SetAside]) -> None:
    if not rows:
        return
    line, reasons, text, reference, told, cells = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO linkage_quarantinedrow (delivery_id, line, reasons, text)"
            " SELECT %s, t.line, t.reasons::jsonb, t.text"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS t (line, reasons, text)",
            [delivery.pk, line, reasons, text],
        )
        cursor.execute(
            "INSERT INTO linkage_waitingrow (delivery_id, feed, line, reference, reasons, cells, state, why)"
            " SELECT %s, %s, t.line, t.reference, t.told::jsonb, t.cells::jsonb, 'waiting', ''"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS t (line, reference, told, cells)",
            [delivery.pk, delivery.feed, line, reference, told, cells],
        )


def _added(quality: dict[str, dict[str, int | str]], checked: Checked) -> dict[str, dict[str, int | str]]:
    """The quality of the delivery so far, with one more run."""
    total = {name: dict(counts) for name, counts in quality.items()}
    for kind, counted in (("filled", checked.filled), ("invalid", checked.invalid)):
        for name, count in counted.items():
            column = total.setdefault(name, {})
            column[kind] = int(column.get(kind, 0)) + count
    for name, example in checked.examples.items():
        total.setdefault(name, {}).setdefault("example", example)
    return total
