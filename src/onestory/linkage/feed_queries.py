"""What whoever looks after feeds sees of them: counts, reasons, and the cells that are wrong. No record is read from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import NotThere
from onestory.linkage import declaration, standing
from onestory.linkage.declaration import Feed
from onestory.linkage.models import Answer, Delivery, DroppedFile, Signing, WaitingRow
from onestory.linkage.permissions import check_can_keep_feeds

ROWS_OF_A_PAGE = 50
SHOWN_DELIVERIES = 12


@dataclass(frozen=True)
class FeedLine:
    """A feed in the list. `asks` is the delivery that waits for a yes."""

    declared: Feed
    last: date | None
    due: date | None
    late: bool
    asks: UUID | None
    signed: bool
    waiting: int


@dataclass(frozen=True)
class ColumnOverTime:
    """How much of a column was filled in and readable, in hundredths, in each delivery from the oldest to the newest."""

    column: str
    means: str
    filled: tuple[float, ...]
    readable: tuple[float, ...]
    example: str


@dataclass(frozen=True)
class FeedPage:
    """Deliveries from the oldest to the newest. `signed` is for the declaration as it is; `before` the signature before that."""

    line: FeedLine
    deliveries: tuple[Delivery, ...]
    answers: dict[UUID, Answer]
    columns: tuple[ColumnOverTime, ...]
    signed: Signing | None
    before: Signing | None
    refused: tuple[DroppedFile, ...] = field(default=())

    @property
    def newest(self) -> Delivery | None:
        return self.deliveries[-1] if self.deliveries else None


def listed(viewer: Viewer) -> list[FeedLine]:
    """Every feed, those first that wait for somebody, then by title."""
    check_can_keep_feeds(viewer)
    declared = list(declaration.feeds().values())
    found = _lines(declared)
    return sorted(found, key=lambda one: (not (one.late or one.asks or not one.signed), one.declared.title))


def _lines(declared: Sequence[Feed]) -> list[FeedLine]:
    came = standing.last_came()
    signed = set(Signing.objects.values_list("feed", "declared"))
    waiting = dict(
        WaitingRow.objects.filter(state="waiting").values_list("feed").annotate(Count("pk")).order_by("feed")
    )
    asking = _asking()
    return [
        FeedLine(
            declared=one,
            last=came.get(one.feed),
            due=standing.due_on(one, came.get(one.feed)),
            late=standing.is_late(one, came.get(one.feed)),
            asks=asking.get(one.feed),
            signed=(one.feed, one.version) in signed,
            waiting=waiting.get(one.feed, 0),
        )
        for one in declared
    ]


def _asking() -> dict[str, UUID]:
    """Of each feed the newest delivery that is not as usual and of which nobody has said anything."""
    unusual = Delivery.objects.filter(answers__isnull=True, linked_at__isnull=True, state=Delivery.State.LOADED)
    return dict(unusual.exclude(unusual=[]).order_by("as_at", "pk").values_list("feed", "pk"))


def page(viewer: Viewer, name: str) -> FeedPage:
    """Raises NotThere for a feed nobody declared."""
    check_can_keep_feeds(viewer)
    declared = declaration.feed(name)
    deliveries = standing.in_order(name)
    signings = list(Signing.objects.filter(feed=name).select_related("signed_by").order_by("-pk")[:20])
    signed = next((one for one in signings if one.declared == declared.version), None)
    refused = DroppedFile.objects.filter(feed=name, state=DroppedFile.State.REFUSED).order_by("-pk")[:5]
    return FeedPage(
        line=_lines([declared])[0], deliveries=tuple(deliveries), answers=standing.answers(deliveries),
        columns=tuple(_over_time(declared, column, deliveries) for column in declared.columns), signed=signed,
        before=next((one for one in signings if one.declared != declared.version), None), refused=tuple(refused),
    )  # fmt: skip


def _over_time(declared: Feed, column: str, deliveries: Sequence[Delivery]) -> ColumnOverTime:
    newest = deliveries[-1].quality.get(column, {}) if deliveries else {}
    return ColumnOverTime(
        column=column,
        means=declared.columns[column].means,
        filled=tuple(standing.filled(one, column) for one in deliveries),
        readable=tuple(standing.readable(one, column) for one in deliveries),
        example=str(newest.get("example", "")) if newest.get("invalid") else "",
    )


def delivery(viewer: Viewer, name: str, delivery_id: UUID) -> Delivery:
    """Raises NotThere, also for one of another feed."""
    check_can_keep_feeds(viewer)
    found = Delivery.objects.filter(pk=delivery_id, feed=declaration.feed(name).feed).first()
    if found is None:
        raise NotThere("delivery")
    return found


def waiting(viewer: Viewer, name: str, *, after: int = 0) -> tuple[list[WaitingRow], int | None]:
    """Rows of a feed that wait, in the order they came, and where to go on. That they were read is in the audit."""
    check_can_keep_feeds(viewer)
    found = WaitingRow.objects.filter(feed=declaration.feed(name).feed, state=WaitingRow.State.WAITING, pk__gt=after)
    rows = list(found.select_related("delivery").order_by("pk")[: ROWS_OF_A_PAGE + 1])
    more = rows[ROWS_OF_A_PAGE - 1].pk if len(rows) > ROWS_OF_A_PAGE else None
    shown = rows[:ROWS_OF_A_PAGE]
    if shown:
        events.record(by=viewer, action="feeds.read_rows", feed=name, rows=len(shown))
    return shown, more


def number_waiting(viewer: Viewer, name: str) -> int:
    check_can_keep_feeds(viewer)
    return WaitingRow.objects.filter(feed=name, state=WaitingRow.State.WAITING).count()
