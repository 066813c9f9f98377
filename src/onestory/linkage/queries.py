"""What a feed brought, and how good it was."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.linkage.declaration import feed
from onestory.linkage.models import Candidate, Delivery, Link, QuarantinedRow, SourceRecord
from onestory.linkage.permissions import check_can_run_feeds

MOST_REASONS = 10


@dataclass(frozen=True)
class ColumnQuality:
    """How many of all rows say something here, and how many of those cells can be read."""

    column: str
    filled: int
    invalid: int
    filled_percent: float
    valid_percent: float
    example: str


@dataclass(frozen=True)
class Reason:
    column: str
    reason: str
    rows: int


@dataclass(frozen=True)
class Report:
    feed: str
    partner: str
    file: str
    received_on: str
    finished: bool
    read: int
    accepted: int
    new: int
    changed: int
    unchanged: int
    repeated: int
    quarantined: int
    records: int
    no_longer_sent: int
    notes: tuple[str, ...]
    columns: tuple[ColumnQuality, ...]
    reasons: tuple[Reason, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def latest(viewer: Viewer, name: str) -> Delivery:
    """The newest delivery of a feed. Raises NotThere where there is none."""
    check_can_run_feeds(viewer)
    found = Delivery.objects.filter(feed=feed(name).feed).order_by("-id").first()
    if found is None:
        raise NotThere(f"Nothing has been loaded for {name} yet.")
    return found


def report(viewer: Viewer, name: str, *, delivery: Delivery | None = None) -> Report:
    """The quality of a delivery, by default the newest, column by column in the order of the declaration."""
    check_can_run_feeds(viewer)
    of = delivery or latest(viewer, name)
    declared = feed(name)
    records = SourceRecord.objects.filter(feed=name)
    absent = records.exclude(last_delivery=of).count() if declared.sends == "everyone" else 0
    return Report(
        feed=name, partner=declared.partner, file=of.file_name, received_on=of.received_on.isoformat(),
        finished=of.state == Delivery.State.LOADED, read=of.rows_read, accepted=of.rows_accepted, new=of.rows_new,
        changed=of.rows_changed, unchanged=of.rows_unchanged, repeated=of.rows_repeated, quarantined=of.rows_set_aside,
        records=records.count(), no_longer_sent=absent, notes=tuple(of.layout.get("notes", ())),
        columns=tuple(_column(name, of) for name in declared.columns if name in of.quality), reasons=_reasons(of),
    )  # fmt: skip


def _column(name: str, of: Delivery) -> ColumnQuality:
    counts = of.quality[name]
    filled, invalid = counts.get("filled", 0), counts.get("invalid", 0)
    return ColumnQuality(
        column=name,
        filled=filled,
        invalid=invalid,
        filled_percent=round(100 * filled / of.rows_read, 1) if of.rows_read else 0.0,
        valid_percent=round(100 * (filled - invalid) / filled, 1) if filled else 0.0,
        example=counts.get("example", ""),
    )


def _reasons(of: Delivery) -> tuple[Reason, ...]:
    """Why cells could not be read and rows were set aside, the commonest first."""
    counted = [
        Reason(column=name, reason=counts.get("example", ""), rows=counts["invalid"])
        if "example" in counts
        else Reason(column="", reason=name, rows=counts["invalid"])
        for name, counts in of.quality.items()
        if counts.get("invalid")
    ]
    return tuple(sorted(counted, key=lambda reason: (-reason.rows, reason.column, reason.reason))[:MOST_REASONS])


def quarantined(viewer: Viewer, of: Delivery, *, after_line: int = 0, most: int = 100) -> list[QuarantinedRow]:
    """Rows set aside, in the order of the file, a page at a time."""
    check_can_run_feeds(viewer)
    return list(QuarantinedRow.objects.filter(delivery=of, line__gt=after_line).order_by("line")[:most])


def waiting(viewer: Viewer, *, feed_name: str = "", most: int = 50) -> list[Candidate]:
    """Pairs that someone should look at, the longest waiting first; what was settled since is left out."""
    check_can_run_feeds(viewer)
    settled = Link.objects.filter(record=OuterRef("record"), who=OuterRef("who"), undone_at__isnull=True)
    pairs = Candidate.objects.filter(~Exists(settled), state=Candidate.State.WAITING).select_related("record", "person")
    return list((pairs.filter(record__feed=feed_name) if feed_name else pairs).order_by("id")[:most])
