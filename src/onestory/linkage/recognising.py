"""Decides of everyone in a record whether they are someone we know, someone new, or someone a person must look at.

Only a checked number joins a record to a person, or the same name in the same place of a family that was itself found
by number. Looking alike is never enough: it makes a pair that waits (domain.md 6.10, linkage.md).
"""

from __future__ import annotations

from uuid import UUID

from onestory.core.ids import uuid7
from onestory.linkage.book import Book
from onestory.linkage.declaration import Feed
from onestory.linkage.likeness import Known, against, likeness, same_place
from onestory.linkage.mentions import Mention, Row
from onestory.linkage.models import Link

ADULTS = frozenset(("parent", "carer", "grandparent", "other"))
CHILDREN = frozenset(("child", "expected"))
MOST_WAITING = 5


def recognise(row: Row, book: Book, feed: Feed, before: dict[tuple[UUID, str], UUID]) -> None:
    """Settle everyone in a row; people new to us are entered in the book, still without a family."""
    for mention in row.mentions:
        _as_before(mention, book, before) or _by_number(mention, book, feed)
    for mention in row.mentions:
        if mention.person is None and not mention.waiting:
            _by_place(mention, row, book) or _by_likeness(mention, book, row) or _as_new(mention, book, feed)


def _as_before(mention: Mention, book: Book, before: dict[tuple[UUID, str], UUID]) -> bool:
    known = book.people.get(before.get((mention.record, mention.who), mention.record))
    mention.person = known
    return known is not None


def _by_number(mention: Mention, book: Book, feed: Feed) -> bool:
    """Linked when one person holds the number, it was checked at its source, and nothing speaks against it."""
    holders = {
        known.id: (known, system)
        for system, value in mention.said.numbers.items()
        for known in book.holding(system, value)
        if not _told_apart(mention, known, book)
    }
    if not holders:
        return False
    known, system = next(iter(holders.values()))
    value = mention.said.numbers[system]
    contrary = against(mention.said, known)
    checked = system in feed.verifies or (system, value) in known.verified
    if len(holders) == 1 and checked and not contrary:
        mention.person, mention.basis = known, Link.Basis.NUMBER
        mention.reasons = [f"The same {'NHS number' if system == 'nhs' else 'UPN'}."]
        return True
    mention.waiting = [
        (one, ["One number.", *against(mention.said, one)]) for one, _ in list(holders.values())[:MOST_WAITING]
    ]
    return True


def _by_place(mention: Mention, row: Row, book: Book) -> bool:
    """Someone in the same place of the same family, with the same name: the parent of the child we found."""
    of = next((other for other in row.mentions if other.who == mention.declared.of), None)
    if of is None or of.person is None:
        return False
    places = CHILDREN if mention.place in CHILDREN else ADULTS
    fitting = [
        book.people[pk]
        for family in of.person.families
        for pk in sorted(book.members[family])
        if pk != of.person.id and book.people[pk].families.get(family) in places
        and same_place(mention.said, book.people[pk]) and not _told_apart(mention, book.people[pk], book)
    ]  # fmt: skip
    if len({known.id for known in fitting}) != 1:
        return False
    mention.person, mention.basis = fitting[0], Link.Basis.FAMILY
    mention.reasons = [f"The same name, as {mention.place} in the same family."]
    return True


def _by_likeness(mention: Mention, book: Book, row: Row) -> bool:
    taken = {other.person.id for other in row.mentions if other.person}
    alike = [(known, likeness(mention.said, known)) for known in book.near(mention.said) if known.id not in taken]
    alike = [(known, reasons) for known, reasons in alike if reasons and not _told_apart(mention, known, book)]
    mention.waiting = alike[:MOST_WAITING]
    return bool(mention.waiting)


def _told_apart(mention: Mention, known: Known, book: Book) -> bool:
    return (mention.record, mention.who, known.id) in book.apart


def _as_new(mention: Mention, book: Book, feed: Feed) -> bool:
    named = mention.said.given or mention.said.family or "due" in mention.told or "born" in mention.told
    if not feed.starts_records or not named:
        return False
    said = mention.said
    lives_there = "postcode" in mention.told or mention.declared.same_home
    mention.person = Known(
        uuid7(),
        called=[(said.given, said.family)],
        born=said.born,
        numbers={system: {value} for system, value in said.numbers.items()},
        verified={(system, value) for system, value in said.numbers.items() if system in feed.verifies},
        postcodes={said.postcode} if said.postcode and lives_there else set(),
    )
    mention.basis = Link.Basis.NEW
    book.enter(mention.person)
    return True
