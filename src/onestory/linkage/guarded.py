"""Matching against those whose safety rests on not being found, before anybody is made known (HZ-02).

A second record of somebody hidden, under a misspelt name or an old one, would be open to a whole team. So whoever a partner
tells of is compared with everybody in a guarded family far more loosely than with others, and waits where they resemble one:
they, everyone else of the same row, and everyone of the same household. Waiting costs a day; the other mistake costs more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import connection

from onestory.core import names
from onestory.linkage.book import Book
from onestory.linkage.likeness import Known, Said, births, names_alike
from onestory.linkage.mentions import Mention
from onestory.people.models import ContactPoint

MOST = 5
Key = tuple[str, ...]


class Guarded:
    """Everybody in a family that is guarded now, findable by any scrap of what is known of them."""

    def __init__(self) -> None:
        self.families: set[UUID] = set()
        # Families of which a home is hidden: whatever home a partner tells of, of anybody there, is hidden with it.
        self.hidden: set[UUID] = set()
        self._phones: dict[UUID, set[str]] = defaultdict(set)
        self._people: dict[UUID, Known] = {}
        self._by: dict[Key, set[UUID]] = defaultdict(set)

    @classmethod
    def now(cls) -> Guarded:
        """As they are in this transaction, which acts for the linkage program."""
        guarded = cls()
        with connection.cursor() as cursor:
            cursor.execute("SELECT person, family, hidden FROM wall.guarded_people()")
            rows = cursor.fetchall()
        guarded.families = {family for _, family, _ in rows}
        guarded.hidden = {family for _, family, hidden in rows if hidden}
        guarded._read({person for person, _, _ in rows})
        return guarded

    def _read(self, people: set[UUID]) -> None:
        if not people:
            return
        book = Book()
        book.read(people)
        points = ContactPoint.objects.filter(person__in=people, kind=ContactPoint.Kind.PHONE)
        for person, phone in points.values_list("person_id", "value"):
            self._phones[person].add(phone)
        self._people = book.people
        for known in book.people.values():
            for key in _keys_of_known(known, self._phones[known.id]):
                self._by[key].add(known.id)

    def __bool__(self) -> bool:
        return bool(self._people)

    def __contains__(self, person: UUID) -> bool:
        return person in self._people

    def resembled_by(self, mention: Mention) -> list[tuple[Known, list[str]]]:
        """Whom they may be, with what is alike, in words; those of whom most is alike first."""
        phone = str(mention.told.get("phone", ""))
        near = {pk for key in _keys_of_said(mention.said, phone) for pk in self._by.get(key, ())}
        alike = [(self._people[pk], self._alike(mention.said, self._people[pk], phone)) for pk in sorted(near)]
        return sorted(((known, why) for known, why in alike if why), key=lambda one: -len(one[1]))[:MOST]

    def _alike(self, said: Said, known: Known, phone: str) -> list[str]:
        reasons = resemblance(said, known)
        if phone and phone in self._phones[known.id]:
            reasons.append("One telephone number.")
        return reasons


def resemblance(said: Said, known: Known) -> list[str]:
    """What makes them resemble somebody guarded; empty where nothing does, or too little to keep the record back."""
    birth = births(said.born, known.born)
    given, family = names_alike(said, known)
    home = bool(said.postcode) and said.postcode in known.postcodes
    number = any(value in known.numbers.get(system, ()) for system, value in said.numbers.items())
    named = given and family and (birth != "apart" or said.born[:4] == known.born[:4])
    enough = number or named or (birth == "same" and (given or family)) or (
        home and (given or family or birth in ("same", "near"))
    )  # fmt: skip
    if not enough:
        return []
    said_so = (
        (number, "One number."), (given, "The first names are alike."), (family, "The surnames are alike."),
        (birth == "same", "Born on the same day."), (birth == "near", "The dates of birth are one slip apart."),
        (home, "The same postcode."),
    )  # fmt: skip
    return [words for holds, words in said_so if holds]


def _keys_of_known(known: Known, phones: set[str]) -> Iterator[Key]:
    for system, values in known.numbers.items():
        yield from (("number", system, value) for value in values)
    for given, family in known.called:
        yield from _keys_of_name(given, family)
    if known.born:
        yield ("born", known.born)
    yield from (("home", postcode) for postcode in known.postcodes)
    yield from (("phone", phone) for phone in phones)


def _keys_of_said(said: Said, phone: str) -> Iterator[Key]:
    yield from (("number", system, value) for system, value in said.numbers.items())
    for given in (said.given, said.known_as):
        yield from _keys_of_name(given, said.family)
    if said.born:
        yield ("born", said.born)
    if said.postcode:
        yield ("home", said.postcode)
    if phone:
        yield ("phone", phone)


def _keys_of_name(given: str, family: str) -> Iterator[Key]:
    """Each word by its beginning and by its sound, so that neither a slip nor names exchanged hide anybody."""
    for word in (*given.split()[:1], *family.split()):
        yield ("begins", word[:4])
        yield ("sounds", names.sounds(word))
