"""Linking partners' records to people: a page of records at a time, each page one transaction with its audit.

What looks alike waits for a person (`actions.judging`). Every link is kept and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.linkage import mentions, standing
from onestory.linkage.actions.bringing import Bringing
from onestory.linkage.bands import agreed
from onestory.linkage.book import Book, linked_before, told_apart
from onestory.linkage.declaration import Feed, feed
from onestory.linkage.guarded import Guarded
from onestory.linkage.likeness import Known
from onestory.linkage.mentions import Mention, Row, everyone
from onestory.linkage.models import Brought, Candidate, Link, SourceRecord, SourceVersion
from onestory.linkage.permissions import check_can_run_feeds
from onestory.linkage.recognising import households_kept_back, recognise
from onestory.people.finding import index
from onestory.people.models import Membership, Person

RECORDS_IN_A_PAGE = 500
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Linked:
    """What came of linking, counting people mentioned."""

    linked: int = 0
    new: int = 0
    waiting: int = 0
    left: int = 0

    def __add__(self, other: Linked) -> Linked:
        return Linked(
            self.linked + other.linked, self.new + other.new, self.waiting + other.waiting, self.left + other.left
        )

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def to_link(*, by: Account, name: str) -> int:
    """How many records of a feed wait to be looked at."""
    with acting_as(by) as viewer:
        check_can_run_feeds(viewer)
        return SourceRecord.objects.filter(feed=name, to_link=True).count()


def wake(*, by: Account) -> int:
    """Ask again of pairs of which nobody could tell, where either side has changed since; how many those were."""
    with acting_as(by) as viewer, connection.cursor() as cursor:
        check_can_run_feeds(viewer)
        cursor.execute("SELECT wall.wake_pairs(1000000)")
        woken = int(cursor.fetchone()[0])
        events.record(by=viewer, action="links.wake", woken=woken)
        return woken


def link(*, name: str, by: Account, progress: Progress | None = None) -> Linked:
    """Link every record of a feed that has changed since it was last looked at. May be stopped and begun again.

    Families made on the way are then open to the teams that the program belongs to, and to nobody else.
    """
    declared, total, done = feed(name), Linked(), 0
    while True:
        with acting_as(by) as viewer:
            check_can_run_feeds(viewer)
            rows = _page(declared)
            if not rows:
                grants.open_brought(by=viewer)
                return total
            total += _link_page(rows, declared, viewer)
        done += len(rows)
        if progress:
            progress(done)


def _page(declared: Feed) -> list[Row]:
    """The next records to link, in the order of their references, each with the rest of its household."""
    _one_at_a_time()
    waiting = SourceRecord.objects.select_for_update().filter(feed=declared.feed, to_link=True)
    waiting = waiting.exclude(last_delivery__in=standing.held(declared.feed))
    records = {record.pk: record for record in waiting.order_by("reference")[:RECORDS_IN_A_PAGE]}
    homes = {record.household for record in records.values()} - {""}
    if homes:
        records |= {record.pk: record for record in waiting.filter(household__in=homes).order_by("reference")}
    newest: dict[UUID, SourceVersion] = {}
    for version in SourceVersion.objects.filter(record__in=records).select_related("delivery").order_by("number"):
        newest[version.record_id] = version
    return [
        mentions.read(declared, pk, record.household, newest[pk].delivery.received_on, newest[pk].standard)
        for pk, record in records.items()
    ]


def _one_at_a_time() -> None:
    """Two programs linking at once would each make the same person known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('onestory.linkage.link', 0))")


def _link_page(rows: list[Row], declared: Feed, viewer: Viewer) -> Linked:
    before = linked_before([row.id for row in rows])
    households = _households(rows, declared)
    guarded = Guarded.now()
    book = Book()
    book.apart = told_apart([row.id for row in rows])
    book.open((mention.said for mention in everyone(rows)), before.values(), households.values())
    kept_back = households_kept_back(rows, book, declared, before, guarded) | _households_waiting(rows, declared)
    bringing = Bringing(by=viewer, feed=declared, book=book, households=households, guarded=guarded)
    for row in rows:
        recognise(row, book, declared, before, guarded, kept_back)
        bringing.gather(row)
    bringing.write()
    bringing.touched |= _no_longer_expected(rows, declared, before)
    _keep(rows, viewer)
    _note_brought(bringing)
    SourceRecord.objects.filter(pk__in=[row.id for row in rows]).update(to_link=False)
    index.refresh(sorted(bringing.touched))
    counts = _count(rows)
    events.record(
        by=viewer, action="links.link", people=sorted(bringing.touched), feed=declared.feed, linked=counts.linked,
        new=counts.new, waiting=counts.waiting,
    )  # fmt: skip
    return counts


def _households_waiting(rows: list[Row], declared: Feed) -> frozenset[str]:
    """Households of which somebody, in a record that came before, may still be one of those who are guarded."""
    homes = {row.household for row in rows if row.household}
    if not homes:
        return frozenset()
    settled = Link.objects.filter(record=OuterRef("record"), who=OuterRef("who"), undone_at__isnull=True)
    undecided = (Candidate.State.WAITING, Candidate.State.UNSURE, Candidate.State.DISPUTED)
    waiting = Candidate.objects.filter(
        ~Exists(settled), guarded=True, state__in=undecided, record__feed=declared.feed, record__household__in=homes
    )
    return frozenset(waiting.values_list("record__household", flat=True))


def _no_longer_expected(rows: list[Row], declared: Feed, before: dict[tuple[UUID, str], UUID]) -> set[UUID]:
    """Babies that a record no longer speaks of because it tells of a loss: from this moment nobody expects them (HZ-51)."""
    spoken_of = {(one.record, one.who) for one in everyone(rows)}
    unspoken = {who for who, one in declared.people.items() if one.never_when}
    lost = {person for key, person in before.items() if key[1] in unspoken and key not in spoken_of}
    expected = Membership.objects.filter(person__in=lost, role=Membership.Role.EXPECTED, ends_on__isnull=True)
    expected.update(ends_on=today() - timedelta(days=1))
    Person.objects.filter(pk__in=lost).update(due_on=None)
    return lost


def _households(rows: list[Row], declared: Feed) -> dict[str, UUID]:
    """The families that households of this page were found to be, from records linked earlier."""
    named = {row.household for row in rows if row.household}
    earlier = Link.objects.filter(record__feed=declared.feed, record__household__in=named, undone_at__isnull=True)
    people = {person: household for household, person in earlier.values_list("record__household", "person_id")}
    belonging = Membership.objects.filter(person__in=people, ends_on__isnull=True).order_by("-created_at")
    return {people[person]: family for person, family in belonging.values_list("person_id", "family_id")}


def _keep(rows: list[Row], viewer: Viewer) -> None:
    """Links for those settled now, candidates for those who wait."""
    settled = [
        Link(record_id=one.record, who=one.who, person_id=one.person.id, basis=one.basis, reasons=one.reasons,
             linked_by_id=viewer.account_id)
        for one in everyone(rows) if one.person and one.basis
    ]  # fmt: skip
    doubtful = [
        _pair(one, known, reasons)
        for one in everyone(rows)
        if one.person is None
        for known, reasons in one.waiting
    ]  # fmt: skip
    Link.objects.bulk_create(settled, batch_size=2_000)
    # What a record says now is what is asked of; whether it was judged already stays as it is.
    Candidate.objects.bulk_create(
        doubtful, batch_size=2_000, update_conflicts=True, unique_fields=["record", "who", "person"],
        update_fields=["reasons", "band", "agreed", "guarded"],
    )  # fmt: skip


def _note_brought(bringing: Bringing) -> None:
    """By which link each thing came to somebody who was known before."""
    if not bringing.brought:
        return
    records = {record for (record, _), *_ in bringing.brought}
    standing = Link.objects.filter(record__in=records, undone_at__isnull=True).values_list("record_id", "who", "pk")
    links = {(record, who): link for record, who, link in standing}
    Brought.objects.bulk_create(
        (Brought(link_id=links[key], kind=kind, row=row, detail=was) for key, kind, row, was in bringing.brought),
        batch_size=2_000,
    )


def _pair(mention: Mention, known: Known, reasons: list[str]) -> Candidate:
    how = agreed(mention.said, known)
    return Candidate(
        record_id=mention.record, who=mention.who, person_id=known.id, reasons=reasons, band=how.band,
        agreed=how.as_dict(), guarded=known.id in mention.guarded,
    )  # fmt: skip


def _count(rows: list[Row]) -> Linked:
    people = list(everyone(rows))
    new = sum(one.settled_new for one in people)
    linked = sum(one.person is not None for one in people) - new
    waiting = sum(bool(one.waiting) for one in people)
    return Linked(linked=linked, new=new, waiting=waiting, left=len(people) - linked - new - waiting)


# --- taking apart -----------------------------------------------------------------------------------------------------


def one(*, by: Viewer, link: UUID) -> Link:
    """Raises NotThere for one that is not there."""
    check_can_run_feeds(by)
    found = Link.objects.filter(pk=link).first()
    if found is None:
        raise NotThere("link")
    return found


@dataclass(frozen=True)
class Undone:
    """What undoing took back, and what it left: changed, confirmed or agreed by somebody since."""

    taken_back: int
    left: int


@transaction.atomic
def undo(*, by: Viewer, link: Link) -> Undone:
    """Take a link apart, and take back what it brought to somebody who was known already. The record stands alone again.

    What somebody has touched since stays, and so does a person whom the link made known. Nothing is lost: the history keeps what
    is taken back, and the record keeps what was sent. Raises Invalid for a link that is undone.
    """
    check_can_run_feeds(by)
    if link.undone_at:
        raise Invalid("This link has been undone already.")
    link.undone_at, link.undone_by_id = timezone.now(), by.account_id
    link.save(update_fields=["undone_at", "undone_by"])
    judged = Candidate.objects.filter(record=link.record_id, who=link.who, person=link.person_id)
    judged.update(state=Candidate.State.DIFFERENT, decided_at=link.undone_at, decided_by_id=by.account_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT taken_back, kept FROM wall.take_back_brought(%s)", [link.pk])
        undone = Undone(*map(int, cursor.fetchone()))
    index.refresh([link.person_id])
    events.record(
        by=by, action="links.undo", people=[link.person_id], subject=link, taken_back=undone.taken_back, left=undone.left
    )  # fmt: skip
    return undone
