"""The people that a page of records may speak of: everyone we know who shares something with them, read in few queries.

People made while the page is worked through are entered too, so that a later row of the page finds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q

from onestory.core import names
from onestory.linkage.likeness import Known, Said
from onestory.linkage.models import Candidate, Link
from onestory.people.models import Identifier, Membership, Person, PersonName, Residence


class Book:
    def __init__(self) -> None:
        self.people: dict[UUID, Known] = {}
        self.holders: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        self.members: dict[UUID, set[UUID]] = defaultdict(set)
        self.addresses: dict[tuple[str, str], UUID] = {}
        self.linkable: set[UUID] = set()
        # Someone in a record and a person, found not to be one.
        self.apart: set[tuple[UUID, str, UUID]] = set()
        self._born: dict[str, set[UUID]] = defaultdict(set)
        self._at: dict[str, set[UUID]] = defaultdict(set)

    # --- reading ---

    def open(self, said: Iterable[Said], linked: Iterable[UUID], households: Iterable[UUID]) -> None:
        """Read everyone who may be meant by what is said, those linked before, and the families of all these."""
        everything = list(said)
        found = self._by_number(everything) | {*linked}
        belonging = Membership.objects.filter(ends_on__isnull=True)
        families = {*households, *belonging.filter(person__in=found).values_list("family_id", flat=True)}
        relatives = set(belonging.filter(family__in=families).values_list("person_id", flat=True))
        # Only these can come to be linked; whoever merely looks alike is read to be looked at.
        self.linkable = found | relatives
        self.read(self.linkable | self._born_on(everything) | self._living_at(everything))

    def _by_number(self, said: list[Said]) -> set[UUID]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for one in said:
            for system, value in one.numbers.items():
                wanted[system].add(value)
        found = set()
        for system, values in wanted.items():
            held = Identifier.objects.filter(system=system, value__in=values).exclude(status=Identifier.Status.WRONG)
            found |= set(held.values_list("person_id", flat=True))
        return found

    def _born_on(self, said: list[Said]) -> set[UUID]:
        days = {day for one in said if one.born for day in (one.born, _exchanged(one.born))}
        return set(Person.objects.filter(born__in=days).values_list("pk", flat=True)) if days else set()

    def _living_at(self, said: list[Said]) -> set[UUID]:
        postcodes = {one.postcode for one in said if one.postcode and not one.born}
        there = Residence.objects.filter(address__postcode__in=postcodes, ends_on__isnull=True)
        return set(there.values_list("person_id", flat=True)) if postcodes else set()

    def read(self, people: set[UUID]) -> None:
        """Enter these, whoever has not been."""
        wanted = list(people - self.people.keys())
        if not wanted:
            return
        for person in Person.objects.filter(pk__in=wanted).only("pk", "born"):
            self.people[person.pk] = Known(person.pk, born=str(getattr(person.born, "iso", "")))
        self._read_names(wanted)
        self._read_numbers(wanted)
        self._read_homes(wanted)
        belonging = Membership.objects.filter(person__in=wanted, ends_on__isnull=True).order_by("created_at")
        for pk, family, role in belonging.values_list("person_id", "family_id", "role"):
            self.people[pk].families[family] = role
        for pk in wanted:
            if pk in self.people:
                self.enter(self.people[pk])

    def _read_names(self, people: list[UUID]) -> None:
        rows = PersonName.objects.filter(person__in=people).values_list("person_id", "given", "family")
        for person, given, family in rows:
            # "Baby" is written where there is no name yet: it is nobody's.
            first = names.fold(given)
            self.people[person].called.append(("" if first == "baby" else first, names.fold(family)))

    def _read_numbers(self, people: list[UUID]) -> None:
        held = Identifier.objects.filter(person__in=people).exclude(status=Identifier.Status.WRONG)
        for person, system, value, status in held.values_list("person_id", "system", "value", "status"):
            self.people[person].numbers.setdefault(system, set()).add(value)
            if status == Identifier.Status.VERIFIED:
                self.people[person].verified.add((system, value))

    def _read_homes(self, people: list[UUID]) -> None:
        homes = Residence.objects.filter(Q(ends_on__isnull=True), person__in=people)
        rows = homes.values_list("person_id", "address_id", "address__lines", "address__postcode")
        for person, address, lines, postcode in rows:
            self.people[person].postcodes.add(postcode)
            self.addresses[postcode, names.fold(lines)] = address

    # --- finding and entering ---

    def enter(self, known: Known) -> None:
        """Make somebody findable in this book."""
        self.people[known.id] = known
        for system, values in known.numbers.items():
            for value in values:
                self.holders[system, value].add(known.id)
        self._born[known.born].add(known.id)
        for postcode in known.postcodes:
            self._at[postcode].add(known.id)
        for family in known.families:
            self.members[family].add(known.id)

    def holding(self, system: str, value: str) -> list[Known]:
        return [self.people[pk] for pk in sorted(self.holders[system, value])]

    def near(self, said: Said) -> list[Known]:
        """Who may look like them: born the same day or with day and month exchanged; without a date, living there."""
        if said.born:
            undated = self._at[said.postcode] & self._born[""]
            found = self._born[said.born] | self._born[_exchanged(said.born)] | undated
        else:
            found = self._at[said.postcode] if said.postcode else set()
        return [self.people[pk] for pk in sorted(found)]


def _exchanged(born: str) -> str:
    year, _, rest = born.partition("-")
    return f"{year}-{rest[3:]}-{rest[:2]}" if len(born) == 10 else born


def told_apart(records: list[UUID]) -> set[tuple[UUID, str, UUID]]:
    """Pairs that someone has said are two people, or whose link someone has undone: never linked again by a program."""
    judged = Candidate.objects.filter(record__in=records, state=Candidate.State.DIFFERENT)
    undone = Link.objects.filter(record__in=records, undone_at__isnull=False)
    columns = ("record_id", "who", "person_id")
    return {*judged.values_list(*columns), *undone.values_list(*columns), *_the_other_way_round(records)}


# Of a record, somebody was begun; another record was judged not to be of them, and was found to be of somebody else. That the
# first is not of that somebody has then been said already, seen from the other side.
_TURNED = """
SELECT DISTINCT mine.record_id, mine.who, theirs.person_id FROM linkage_link mine
  JOIN linkage_candidate c ON c.person_id = mine.person_id AND c.state = 'different' AND c.record_id <> mine.record_id
  JOIN linkage_link theirs ON theirs.record_id = c.record_id AND theirs.who = c.who AND theirs.undone_at IS NULL
  WHERE mine.record_id = ANY (%s) AND mine.basis = 'new'
"""


def _the_other_way_round(records: list[UUID]) -> set[tuple[UUID, str, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_TURNED, [records])
        return set(cursor.fetchall())


def linked_before(records: list[UUID]) -> dict[tuple[UUID, str], UUID]:
    """Who these records were found to speak of, by what the feed calls them."""
    standing = Link.objects.filter(record__in=records, undone_at__isnull=True)
    return {(record, who): person for record, who, person in standing.values_list("record_id", "who", "person_id")}
