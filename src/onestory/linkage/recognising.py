"""Decides of everyone in a record whether they are someone we know, someone new, or someone a person must look at.

Only a checked number joins a record to a person, or the same name in the same place of a family that was itself found
by number. Looking alike is never enough: it makes a pair that waits (domain.md 6.10, linkage.md). And while somebody may be
one whose safety rests on not being found, nobody at all is made of their record (HZ-02).
"""

from __future__ import annotations

from uuid import UUID

from onestory.core.ids import uuid7
from onestory.linkage.book import Book
from onestory.linkage.declaration import Feed
from onestory.linkage.guarded import Guarded
from onestory.linkage.likeness import Known, against, likeness, same_place
from onestory.linkage.mentions import Mention, Row
from onestory.linkage.models import Link

ADULTS = frozenset(("parent", "carer", "grandparent", "other"))
CHILDREN = frozenset(("child", "expected"))
MOST_WAITING = 5


def recognise(
    row: Row, book: Book, feed: Feed, before: dict[tuple[UUID, str], UUID], guarded: Guarded, kept_back: frozenset[str]
) -> None:
    """Settle everyone in a row; people new to us are entered in the book, still without a family.

    `kept_back`: households of which somebody else may be one of those who are guarded.
    """
    for mention in row.mentions:
        _as_before(mention, book, before) or _by_number(mention, book, feed)
    for mention in row.mentions:
        if mention.person is None and not mention.waiting:
            _by_place(mention, row, book) or _by_likeness(mention, book, row)
    if not feed.starts_records:
        return
    for mention in row.mentions:
        _as_guarded(mention, book, guarded)
    row.kept_back = row.household in kept_back or any(mention.guarded for mention in row.mentions)
    if row.kept_back:
        return
    for mention in row.mentions:
        if mention.person is None and not mention.waiting:
            _as_new(mention, book, feed)


def households_kept_back(
    rows: list[Row], book: Book, feed: Feed, before: dict[tuple[UUID, str], UUID], guarded: Guarded
) -> frozenset[str]:
    """Households of which nobody is made yet: of one of them somebody in these rows may be guarded, whom no number names."""
    if not guarded or not feed.starts_records:
        return frozenset()
    return frozenset(
        row.household
        for row in rows
        if row.household and any(_may_be_guarded(mention, book, feed, before, guarded) for mention in row.mentions)
    )


def _may_be_guarded(
    mention: Mention, book: Book, feed: Feed, before: dict[tuple[UUID, str], UUID], guarded: Guarded
) -> bool:
    if (mention.record, mention.who) in before or _holder(mention, book, feed) is not None:
        return False
    return any(not _told_apart(mention, known, book) for known, _ in guarded.resembled_by(mention))


def _as_guarded(mention: Mention, book: Book, guarded: Guarded) -> None:
    """Whoever is not settled and resembles somebody guarded waits for a person, whatever else they look like."""
    if mention.person is not None or not guarded:
        return
    mention.guarded = {known.id for known, _ in mention.waiting if known.id in guarded}
    for known, reasons in guarded.resembled_by(mention):
        if known.id not in mention.guarded and not _told_apart(mention, known, book):
            mention.guarded.add(known.id)
            mention.waiting.insert(0, (known, reasons))


def _as_before(mention: Mention, book: Book, before: dict[tuple[UUID, str], UUID]) -> bool:
    known = book.people.get(before.get((mention.record, mention.who), mention.record))
    mention.person = known
    return known is not None


def _by_number(mention: Mention, book: Book, feed: Feed) -> bool:
    """Linked when one person holds the number, it was checked at its source, and nothing speaks against it."""
    holders = _holders(mention, book)
    if not holders:
        return False
    known = _holder(mention, book, feed)
    if known is not None:
        mention.person, mention.basis = known, Link.Basis.NUMBER
        mention.reasons = [f"The same {'NHS number' if holders[known.id][1] == 'nhs' else 'UPN'}."]
        return True
    mention.waiting = [
        (one, ["One number.", *against(mention.said, one)]) for one, _ in list(holders.values())[:MOST_WAITING]
    ]
    return True


def _holders(mention: Mention, book: Book) -> dict[UUID, tuple[Known, str]]:
    """Who holds a number that the record tells, and of which system it is."""
    return {
        known.id: (known, system)
        for system, value in mention.said.numbers.items()
        for known in book.holding(system, value)
        if not _told_apart(mention, known, book)
    }


def _holder(mention: Mention, book: Book, feed: Feed) -> Known | None:
    """The one person whom a checked number names, where nothing speaks against it."""
    holders = list(_holders(mention, book).values())
    if len(holders) != 1:
        return None
    known, system = holders[0]
    checked = system in feed.verifies or (system, mention.said.numbers[system]) in known.verified
    return known if checked and not against(mention.said, known) else None


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
