"""Writes what recognised records add: people new to us with their families, and what was not yet known of others.

Nothing known is overwritten. A value that differs from what we hold stays in the partner's record, for someone to see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from onestory.access.viewer import Viewer
from onestory.core import names
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.linkage.book import Book
from onestory.linkage.declaration import Feed
from onestory.linkage.guarded import Guarded
from onestory.linkage.likeness import Known
from onestory.linkage.mentions import NUMBERS, Mention, Row
from onestory.linkage.models import Brought
from onestory.people import catalogue
from onestory.people.models import (
    Address,
    ContactPoint,
    Fact,
    Family,
    Identifier,
    Membership,
    Person,
    PersonName,
    Relationship,
    Residence,
)
from onestory.places.models import Postcode

# In the order the database needs them.
_ORDER: tuple[type[Model], ...] = (
    Family, Person, PersonName, Membership, Address, Residence, Identifier, ContactPoint, Fact, Relationship,
)  # fmt: skip
# Each relation is kept from one side only.
_FROM_THE_OTHER_SIDE = {"child": "parent"}


class Bringing:
    """One page's worth of rows to write, gathered and then written kind by kind."""

    def __init__(self, *, by: Viewer, feed: Feed, book: Book, households: dict[str, UUID], guarded: Guarded) -> None:
        self._by = by
        self._guarded = guarded
        self._feed = feed
        self._book = book
        # The family of each household that this partner told us of.
        self._households = households
        self._rows: dict[type[Model], list[Any]] = defaultdict(list)
        self._known = _AlreadyKnown(book.linkable)
        self._housed: set[UUID] = set()
        self._hides = False
        self.touched: set[UUID] = set()
        # What each link brings to somebody who was known already: by record and who, the kind, the row, and what it was before.
        self.brought: list[tuple[tuple[UUID, str], str, UUID, dict[str, Any]]] = []

    def gather(self, row: Row) -> None:
        """Take in one recognised row, so that the next finds the families it made.

        Of a row that is kept back nothing is taken: its address may be where somebody hides (HZ-02).
        """
        if row.kept_back:
            return
        self._hides = any(self._is_hidden(mention.person) for mention in row.mentions if mention.person)
        for mention in row.mentions:
            if mention.settled_new:
                self._start(mention, row)
        for mention in row.mentions:
            if mention.person:
                self._add(mention, mention.person, row)
        self._relate(row)

    def write(self) -> None:
        """Write everything taken in."""
        addresses = self._rows[Address]
        places = neighbourhoods(address.postcode for address in addresses)
        for address in addresses:
            address.neighbourhood_id = places.get(address.postcode)
        for model in _ORDER:
            if self._rows[model]:
                model._default_manager.bulk_create(self._rows[model], batch_size=2_000)

    def _bring(self, mention: Mention, kind: str, row: Any) -> None:
        """Something for a person, noted where they were known before."""
        self._rows[type(row)].append(row)
        if not mention.settled_new:
            self.brought.append(((mention.record, mention.who), kind, row.pk, {}))

    # --- people new to us ---

    def _start(self, mention: Mention, row: Row) -> None:
        person = mention.person
        if person is None:
            return
        told = mention.told
        born = told.get("born")
        self._rows[Person].append(
            Person(
                id=person.id,
                born=PartialDate(born) if born else None,
                born_estimated=told.get("born_estimated") == "yes",
                due_on=PartialDate(told["due"]).exact if "due" in told and not born else None,
                sex=told.get("sex", ""),
                created_by_id=self._by.account_id,
            )
        )
        self._rows[PersonName].append(_name(person.id, told))
        self._belong(mention, person, row)
        self.touched.add(person.id)

    def _belong(self, mention: Mention, person: Known, row: Row) -> None:
        family = self._family(mention, row)
        self._rows[Membership].append(Membership(family_id=family, person_id=person.id, role=mention.place))
        person.families[family] = mention.place
        self._book.members[family].add(person.id)

    def _family(self, mention: Mention, row: Row) -> UUID:
        """The family of someone else in the row, or of the household; a new one when neither has any."""
        for other in row.mentions:
            if other.person and other.person.families:
                # Of several, the one that is guarded: whoever comes with them is as safe as they are.
                return min(other.person.families, key=lambda family: family not in self._guarded.families)
        if row.household in self._households:
            return self._households[row.household]
        family = uuid7()
        surname = mention.told.get("family", "")
        name = f"The {surname} family" if surname else f"{mention.told.get('given', 'Baby')}’s family"
        self._rows[Family].append(Family(id=family, name=name, created_by_id=self._by.account_id))
        if row.household:
            self._households[row.household] = family
        return family

    # --- what is told of anyone ---

    def _add(self, mention: Mention, person: Known, row: Row) -> None:
        told = mention.told
        for system in NUMBERS:
            if system in told:
                self._number(mention, person, system, told[system])
        for kind in ("phone", "email"):
            if kind in told and self._known.is_new("contact", person.id, told[kind]):
                point = ContactPoint(person_id=person.id, kind=kind, value=told[kind])
                self._bring(mention, Brought.Kind.CONTACT, point)
        if "known_as" in told and self._known.is_new("name", person.id, names.fold(told["known_as"])):
            use = Person.NameUse.NICKNAME
            name = PersonName(person_id=person.id, use=use, given=told["known_as"])
            self._bring(mention, Brought.Kind.NAME, name)
        self._home(mention, person, row)
        for key, value in told.get("facts", {}).items():
            self._fact(mention, person, key, value, row)
        if not mention.settled_new:
            self._complete(mention, person)

    def _number(self, mention: Mention, person: Known, system: str, value: str) -> None:
        if not self._known.is_new("number", person.id, system, value):
            return
        verified = system in self._feed.verifies
        self._bring(
            mention, Brought.Kind.NUMBER,
            Identifier(
                person_id=person.id, system=system, value=value, source=self._feed.partner,
                status=Identifier.Status.VERIFIED if verified else Identifier.Status.STATED,
                verified_at=timezone.now() if verified else None,
            ),
        )  # fmt: skip
        self.touched.add(person.id)

    def _home(self, mention: Mention, person: Known, row: Row) -> None:
        """Where they live, for someone of whom no address is known; another address than ours is left for a person."""
        told = mention.told if "address" in mention.told else row.mentions[0].told if mention.declared.same_home else {}
        lines, postcode = told.get("address", ""), told.get("postcode", "")
        settled = person.postcodes and not mention.settled_new
        if not lines or settled or person.id in self._housed:
            return
        key = (postcode, names.fold(lines))
        if key not in self._book.addresses:
            address = Address(lines=lines[:300], postcode=postcode, uprn=told.get("uprn", ""))
            self._rows[Address].append(address)
            self._book.addresses[key] = address.pk
        # With somebody in the row whose home is hidden, no partner's word opens another: it may be the same one.
        hides = self._hides or self._is_hidden(person)
        home = Residence(person_id=person.id, address_id=self._book.addresses[key], confidential=hides)
        self._bring(mention, Brought.Kind.HOME, home)
        self._housed.add(person.id)
        person.postcodes.add(postcode)
        self.touched.add(person.id)

    def _is_hidden(self, person: Known) -> bool:
        return not self._guarded.hidden.isdisjoint(person.families)

    def _fact(self, mention: Mention, person: Known, key: str, value: str, row: Row) -> None:
        try:
            kind = catalogue.fact(key)
            kept = kind.check(value)
        except (Invalid, NotThere):
            return  # It stays in the partner's record; the catalogue has no such answer.
        if not self._known.is_new("fact", person.id, key, repr(kept)):
            return
        self._bring(
            mention, Brought.Kind.FACT,
            Fact(
                person_id=person.id, key=key, value=kept, section=kind.section, said_by=Fact.SaidBy.PARTNER,
                said_on=row.received_on, written_by_id=self._by.account_id, last_confirmed_on=row.received_on,
                source_record_id=row.id,
            ),
        )  # fmt: skip

    def _complete(self, mention: Mention, person: Known) -> None:
        """A date of birth not known before, and the birth and the name of a baby who was expected."""
        told = mention.told
        if told.get("born") and not person.born:
            self._born(mention, person, told["born"])
            person.born = told["born"]
            self.touched.add(person.id)
        if told.get("given") and not any(given for given, _ in person.called):
            self._named(mention, person)
            person.called.append((mention.said.given, mention.said.family))
            self.touched.add(person.id)

    def _born(self, mention: Mention, person: Known, born: str) -> None:
        for made in self._made(Person, person):
            # Of somebody whom an earlier row of this page made known, and who is not written yet.
            made.born, made.due_on = PartialDate(born), None
            for belonging in self._made(Membership, person):
                belonging.role = "child" if belonging.role == "expected" else belonging.role
            return
        was_due = Person.objects.values_list("due_on", flat=True).get(pk=person.id)
        before = {"born": born, "was_due": was_due.isoformat() if was_due else None}
        self.brought.append(((mention.record, mention.who), Brought.Kind.BORN, person.id, before))
        Person.objects.filter(pk=person.id).update(born=born, due_on=None)
        Membership.objects.filter(person=person.id, role="expected").update(role="child")

    def _named(self, mention: Mention, person: Known) -> None:
        told = mention.told
        changed = {field: told[field] for field in ("given", "middle", "family") if field in told}
        for name in self._made(PersonName, person):
            for field, value in changed.items():
                setattr(name, field, value)
        unnamed = PersonName.objects.filter(person=person.id, use=Person.NameUse.USUAL, given__in=("", BABY))
        for pk, *was in unnamed.values_list("pk", *changed):
            before = {"was": dict(zip(changed, was, strict=True)), "given": told["given"]}
            self.brought.append(((mention.record, mention.who), Brought.Kind.NAMED, pk, before))
        unnamed.update(**changed)

    def _made(self, model: type[Model], person: Known) -> list[Any]:
        """Rows of somebody made known on this page, not yet written: the usual name alone, of names."""
        if model is Person:
            return [row for row in self._rows[Person] if row.pk == person.id]
        usual = [row for row in self._rows[model] if row.person_id == person.id]
        return [row for row in usual if model is not PersonName or row.use == Person.NameUse.USUAL]

    def _relate(self, row: Row) -> None:
        people = {mention.who: mention.person for mention in row.mentions}
        for mention in row.mentions:
            one, other, kind = mention.person, people.get(mention.declared.of), mention.declared.relation
            if not (one and other and kind) or one.id == other.id:
                continue
            if kind in _FROM_THE_OTHER_SIDE:
                one, other, kind = other, one, _FROM_THE_OTHER_SIDE[kind]
            if self._known.is_new("relation", *sorted((one.id, other.id))):
                relation = Relationship(person_id=one.id, other_id=other.id, kind=kind)
                known = next((each for each in self._both(mention, row) if not each.settled_new), mention)
                self._bring(known, Brought.Kind.RELATION, relation)

    def _both(self, mention: Mention, row: Row) -> list[Mention]:
        return [mention, *(other for other in row.mentions if other.who == mention.declared.of)]


BABY = "Baby"


def _name(person: UUID, told: dict[str, Any]) -> PersonName:
    given = told.get("given", "") or ("" if told.get("family") else BABY)
    return PersonName(
        person_id=person,
        use=Person.NameUse.USUAL,
        given=given,
        middle=told.get("middle", ""),
        family=told.get("family", ""),
    )


class _AlreadyKnown:
    """What we hold of these people, so that nothing is written twice."""

    def __init__(self, people: Iterable[UUID]) -> None:
        which = list(people)
        self._held: set[tuple[Any, ...]] = set()
        self._hold("number", Identifier.objects.filter(person__in=which), "person_id", "system", "value")
        self._hold("contact", ContactPoint.objects.filter(person__in=which), "person_id", "value")
        facts = Fact.objects.filter(person__in=which, ended_at__isnull=True)
        self._held |= {("fact", p, key, repr(v)) for p, key, v in facts.values_list("person_id", "key", "value")}
        called = PersonName.objects.filter(person__in=which).values_list("person_id", "given")
        self._held |= {("name", person, names.fold(given)) for person, given in called}
        related = Relationship.objects.filter(Q(person__in=which) | Q(other__in=which), ends_on__isnull=True)
        self._held |= {("relation", *sorted(pair)) for pair in related.values_list("person_id", "other_id")}

    def _hold(self, what: str, rows: Any, *columns: str) -> None:
        self._held |= {(what, *values) for values in rows.values_list(*columns)}

    def is_new(self, *what: Any) -> bool:
        """Whether this was not held; from now on it is."""
        if what in self._held:
            return False
        self._held.add(what)
        return True


def neighbourhoods(postcodes: Iterable[str]) -> dict[str, str]:
    """The neighbourhood of each postcode that is a published one."""
    found = Postcode.objects.filter(pk__in=set(postcodes)).values_list("pk", "neighbourhood_id")
    return {str(postcode): str(neighbourhood) for postcode, neighbourhood in found}
