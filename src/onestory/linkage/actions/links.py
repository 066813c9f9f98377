"""Linking partners' records to people: a page of records at a time, each page one transaction with its audit.

What looks alike waits for a person. Every link and every judgement is kept and can be undone exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.linkage import mentions, standing
from onestory.linkage.actions.bringing import Bringing
from onestory.linkage.book import Book, linked_before, told_apart
from onestory.linkage.declaration import Feed, feed
from onestory.linkage.mentions import Row, everyone
from onestory.linkage.models import Candidate, Link, SourceRecord, SourceVersion
from onestory.linkage.permissions import check_can_run_feeds
from onestory.linkage.recognising import recognise
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
    """The next records to link, in the order of their references, so that households come together."""
    waiting = SourceRecord.objects.select_for_update().filter(feed=declared.feed, to_link=True)
    waiting = waiting.exclude(last_delivery__in=standing.held(declared.feed))
    records = {record.pk: record for record in waiting.order_by("reference")[:RECORDS_IN_A_PAGE]}
    newest: dict[UUID, SourceVersion] = {}
    for version in SourceVersion.objects.filter(record__in=records).select_related("delivery").order_by("number"):
        newest[version.record_id] = version
    return [
        mentions.read(declared, pk, record.household, newest[pk].delivery.received_on, newest[pk].standard)
        for pk, record in records.items()
    ]


def _link_page(rows: list[Row], declared: Feed, viewer: Viewer) -> Linked:
    before = linked_before([row.id for row in rows])
    households = _households(rows, declared)
    book = Book()
    book.apart = told_apart([row.id for row in rows])
    book.open((mention.said for mention in everyone(rows)), before.values(), households.values())
    bringing = Bringing(by=viewer, feed=declared, book=book, households=households)
    for row in rows:
        recognise(row, book, declared, before)
        bringing.gather(row)
    bringing.write()
    bringing.touched |= _no_longer_expected(rows, declared, before)
    _keep(rows, viewer)
    SourceRecord.objects.filter(pk__in=[row.id for row in rows]).update(to_link=False)
    index.refresh(sorted(bringing.touched))
    counts = _count(rows)
    events.record(
        by=viewer, action="links.link", people=sorted(bringing.touched), feed=declared.feed, linked=counts.linked,
        new=counts.new, waiting=counts.waiting,
    )  # fmt: skip
    return counts


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
        Candidate(record_id=one.record, who=one.who, person_id=known.id, reasons=reasons)
        for one in everyone(rows)
        for known, reasons in one.waiting
    ]
    Link.objects.bulk_create(settled, batch_size=2_000)
    Candidate.objects.bulk_create(doubtful, batch_size=2_000, ignore_conflicts=True)


def _count(rows: list[Row]) -> Linked:
    people = list(everyone(rows))
    new = sum(one.settled_new for one in people)
    linked = sum(one.person is not None for one in people) - new
    waiting = sum(bool(one.waiting) for one in people)
    return Linked(linked=linked, new=new, waiting=waiting, left=len(people) - linked - new - waiting)


# --- judgements -------------------------------------------------------------------------------------------------------


@transaction.atomic
def judge(*, by: Viewer, candidate: Candidate, same: bool) -> Link | None:
    """Someone has looked: the two are one person, or they are not. A different verdict later undoes the first."""
    check_can_run_feeds(by)
    if candidate.state != Candidate.State.WAITING:
        raise Invalid("This pair has been decided already. Undo that decision first.")
    candidate.state = Candidate.State.SAME if same else Candidate.State.DIFFERENT
    candidate.decided_at, candidate.decided_by_id = timezone.now(), by.account_id
    candidate.save(update_fields=["state", "decided_at", "decided_by"])
    events.record(by=by, action="links.judge", people=[candidate.person_id], subject=candidate, same=same)
    if same:
        _settle_others(candidate, by)
    # Looked at again with the verdict in hand: linked when they are one, perhaps made new when they are not.
    SourceRecord.objects.filter(pk=candidate.record_id).update(to_link=True)
    if not same:
        return None
    made = Link(
        record_id=candidate.record_id, who=candidate.who, person_id=candidate.person_id, basis=Link.Basis.JUDGED,
        reasons=candidate.reasons, linked_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _settle_others(candidate: Candidate, by: Viewer) -> None:
    """Who is this person is none of the others they were thought to be."""
    others = Candidate.objects.filter(record=candidate.record_id, who=candidate.who, state=Candidate.State.WAITING)
    others.update(state=Candidate.State.DIFFERENT, decided_at=candidate.decided_at, decided_by_id=by.account_id)


@transaction.atomic
def undo(*, by: Viewer, link: Link) -> None:
    """Take a link apart. The record stands alone again; what it added to the person keeps saying where it came from."""
    check_can_run_feeds(by)
    if link.undone_at:
        raise Invalid("This link has been undone already.")
    link.undone_at, link.undone_by_id = timezone.now(), by.account_id
    link.save(update_fields=["undone_at", "undone_by"])
    judged = Candidate.objects.filter(record=link.record_id, who=link.who, person=link.person_id)
    judged.update(state=Candidate.State.DIFFERENT, decided_at=link.undone_at, decided_by_id=by.account_id)
    events.record(by=by, action="links.undo", people=[link.person_id], subject=link)
