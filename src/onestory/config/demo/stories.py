"""The families whose stories are worth reading, written down through the same acts a worker would use, by the worker who did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.sections import CIRCLE, EVERYTHING
from onestory.access.viewer import Viewer, acting_as
from onestory.city import demo, numbers
from onestory.config.demo import converting as convert
from onestory.core.dates import LONDON, noon
from onestory.people import catalogue, queries
from onestory.people.actions import contact_points, facts, families, people, relationships, residences
from onestory.people.inputs import NameGiven, NewAddress
from onestory.people.models import Family, Person
from onestory.story.actions import entries, sections
from onestory.story.models import StorySection
from onestory.support.actions import circle

STARTS_RECORDS = ("practitioner", "triage", "supervisor", "front_of_house")


@dataclass(frozen=True)
class WrittenDown:
    """Someone already in the record, the family they were first written down in, and by whom."""

    person: Person
    family: Family
    author: Account


def tell_all(staff: dict[str, Account]) -> None:
    known: dict[str, WrittenDown] = {}
    nhs = numbers.nhs_numbers(seed=2024)
    for count, told in enumerate(demo.load_families(), start=1):
        with transaction.atomic():
            Teller(told, staff, known, nhs=nhs, serial=count * 20).tell()


class Teller:
    """One family, from its file to the record."""

    def __init__(
        self,
        told: demo.DemoFamily,
        staff: dict[str, Account],
        known: dict[str, WrittenDown],
        *,
        nhs: Iterator[str],
        serial: int,
    ) -> None:
        self.told, self.staff, self.known, self.nhs, self.serial = told, staff, known, nhs, serial
        self.author = staff[self._author_key()]
        self.people: dict[str, Person] = {}

    def tell(self) -> None:
        with acting_as(self.author) as viewer:
            self.family = self._start(viewer)
            self._everyone(viewer)
            self._relationships(viewer)
            self._address(viewer)
            self._facts(viewer)
            self._story(viewer)
            self._circle(viewer)
        self._entries()
        self._leave_the_past()

    def _author_key(self) -> str:
        roles = {worker.key: worker.role for worker in demo.load_workers()}
        members = [member for member in self.told.circle if member.worker]
        members.sort(key=lambda member: (not member.lead, member.since))
        return next((m.worker for m in members if m.worker and roles[m.worker] in STARTS_RECORDS), "family_support")

    def _start(self, viewer: Viewer) -> Family:
        first = next(person for person in self.told.people if not person.same_as and person.in_family)
        made = families.start(
            by=viewer, people=[convert.new_person(first)], name=self.told.family, at=noon(self._first_day())
        )
        family = queries.family(viewer, made.pk)
        self.people[first.ref] = made.memberships.get().person
        return family

    def _first_day(self) -> date:
        days = [entry.day for entry in self.told.entries] + [fact.said_on for fact in self.told.facts]
        return min([*days, *(convert.day(member.since) for member in self.told.circle)], default=date(2026, 11, 20))

    def _everyone(self, viewer: Viewer) -> None:
        for told in self.told.people:
            if told.same_as:
                self._join_known(viewer, told)
            elif told.ref not in self.people:
                self.people[told.ref] = families.write_down(by=viewer, family=self.family, new=convert.new_person(told))
            self._details(viewer, told)

    def _join_known(self, viewer: Viewer, told: demo.DemoPerson) -> None:
        """A child with two homes. Whoever wrote down the first home opens it while another worker writes the second."""
        first = self.known[str(told.same_as)]
        self.people[told.ref] = first.person
        with self._opened_by(first):
            families.join(
                by=viewer, family=self.family, person=first.person, role=convert.role(told), share=convert.share(told)
            )

    @contextmanager
    def _opened_by(self, first: WrittenDown) -> Iterator[None]:
        if first.author == self.author:
            yield
            return
        with acting_as(first.author) as author:
            opened = grants.give(by=author, family=first.family.pk, account=self.author.pk, sections=EVERYTHING)
        yield
        with acting_as(first.author) as author:
            grants.end(by=author, family=first.family.pk, grant=opened)

    def _details(self, viewer: Viewer, told: demo.DemoPerson) -> None:
        person = self.people[told.ref]
        self.known.setdefault(f"{self.told.key}/{told.ref}", WrittenDown(person, self.family, self.author))
        if told.same_as:
            return
        for use, given, family in convert.other_names(told):
            people.rename(by=viewer, person=person, name=NameGiven(given=given, family=family, use=use))
        if told.died:
            people.record_death(by=viewer, person=person, died=convert.partial(told.died))
        self._identifiers(viewer, told, person)
        for phone in told.phones:
            contact_points.add(
                by=viewer, person=person, kind="phone", typed=phone.number, safe=convert.safe(phone),
                checked_on=phone.checked_on,
            )  # fmt: skip

    def _identifiers(self, viewer: Viewer, told: demo.DemoPerson, person: Person) -> None:
        if told.nhs:
            number = next(self.nhs)
            made = people.add_identifier(by=viewer, person=person, system="nhs", typed=number)
            people.verify_identifier(by=viewer, identifier=made, source="Red book")
        if told.upn and told.born:
            self.serial += 1
            typed = numbers.upn(900, int(told.born[:4]) + 4, self.serial)
            people.add_identifier(by=viewer, person=person, system="upn", typed=typed, source="School")

    def _relationships(self, viewer: Viewer) -> None:
        for told in self.told.relationships:
            person, other = self.people.get(told.from_), self.people.get(told.to)
            if not person or not other:
                continue
            relationships.relate(by=viewer, person=person, other=other, kind=convert.KIN[told.kind])
            held = told.parental_responsibility
            if held and held.has:
                relationships.record_responsibility(
                    by=viewer, child=other, adult=person, evidence=convert.evidence(held.evidence), note=held.evidence
                )

    def _address(self, viewer: Viewer) -> None:
        """One door for those who live there; confidential for each person who needs it to be."""
        at = self.told.address
        since = convert.day(at.since) if at.since else None
        here = [told for told in self.told.people if told.in_family and not told.died and not told.same_as
                and told.lives_here != "never" and told.role != "expected"]  # fmt: skip
        for confidential in (False, True):
            moving = [self.people[told.ref] for told in here if told.confidential is confidential]
            if moving:
                residences.move(
                    by=viewer, family=self.family, people=moving, to=NewAddress(lines=at.line, postcode=at.postcode),
                    confidential=confidential, since=since,
                )  # fmt: skip

    def _facts(self, viewer: Viewer) -> None:
        for told in sorted(self.told.facts, key=lambda fact: fact.said_on):
            about = self.family if told.about == "family" else self.people.get(told.about)
            if about is None:
                continue
            said = facts.Said(by=self._voice(told), person=self.people.get(told.said_by), on=told.said_on)
            value = convert.fact_value(catalogue.fact(told.key), told.value)
            facts.tell(by=viewer, about=about, key=told.key, value=value, said=said)

    def _voice(self, told: demo.DemoFact) -> str:
        if told.said_by not in self.people:
            return "worker"
        return "self" if told.said_by == told.about else "family"

    def _story(self, viewer: Viewer) -> None:
        for part, section in self.told.story.items():
            versions = sorted((*section.earlier, section), key=lambda version: version.said_on)
            written: dict[str, int] = defaultdict(int)
            for version in versions:
                for voice, text in (
                    (StorySection.Voice.OURS, version.ours),
                    (StorySection.Voice.WORKER, version.worker),
                ):
                    if text:
                        sections.write(
                            by=viewer, family=self.family, part=part, voice=voice, text=text, based_on=written[voice],
                            said_by=self.people.get(version.said_by) if voice == "ours" else None,
                            at=noon(version.said_on),
                        )  # fmt: skip
                        written[voice] += 1

    def _circle(self, viewer: Viewer) -> None:
        self.members = []
        for told in self.told.circle:
            since = convert.day(told.since)
            if told.worker:
                member = circle.bring_in(
                    by=viewer, family=self.family, account=self.staff[told.worker], role=told.role, since=since,
                    sections=self._sections_for(told.worker),
                )  # fmt: skip
            else:
                member = circle.add_own_person(
                    by=viewer,
                    family=self.family,
                    name=told.name or self._called(told.person),
                    role=told.role,
                    since=since,
                )
            if told.lead and not told.until:
                circle.make_lead(by=viewer, member=member, since=since)
            if told.until:
                self.members.append((member, convert.day(told.until)))

    def _called(self, ref: str | None) -> str:
        told = next(person for person in self.told.people if person.ref == ref)
        return f"{told.known_as or told.given} {told.family}".strip()

    def _sections_for(self, worker: str) -> list[str]:
        """What a worker in the circle sees: what the circle sees, and the sections they themselves write in."""
        written = {entry.section for entry in self.told.entries if entry.by == worker}
        return sorted({str(section) for section in CIRCLE} | written)

    def _entries(self) -> None:
        for told in sorted(self.told.entries, key=lambda entry: entry.day):
            self._entry(told)

    def _entry(self, told: demo.DemoEntry) -> None:
        writer = self.staff.get(told.by, self.author)
        opened = self._open_for_a_visitor(told, writer)
        with acting_as(writer) as viewer:
            timed = isinstance(told.when, datetime)
            when = told.when.replace(tzinfo=LONDON) if isinstance(told.when, datetime) else noon(told.day)
            words_by = self.people.get(told.words_by) if told.words_by else None
            new = entries.NewEntry(
                title=told.title, kind=told.kind, text=told.text, happened_at=when, time_known=timed, section=told.section,
                about=[self.people[ref].pk for ref in told.about if ref in self.people],
                words_by=words_by.pk if words_by else None,
            )  # fmt: skip
            entries.write(by=viewer, family=queries.family(viewer, self.family.pk), new=new)
        if opened:
            with acting_as(self.author) as viewer:
                grants.end(by=viewer, family=self.family.pk, grant=opened)

    def _open_for_a_visitor(self, told: demo.DemoEntry, writer: Account) -> UUID | None:
        """Someone who met the family once and is not in its circle sees it for as long as they write."""
        in_circle = {member.worker for member in self.told.circle}
        if told.by in in_circle or writer == self.author:
            return None
        with acting_as(self.author) as viewer:
            sections_open = sorted({*map(str, CIRCLE), told.section})
            return grants.give(by=viewer, family=self.family.pk, account=writer.pk, sections=sections_open)

    def _leave_the_past(self) -> None:
        """Those who left the circle, and those written down only because of whose parent they are, leave last of all."""
        with acting_as(self.author) as viewer:
            family = queries.family(viewer, self.family.pk)
            for told in self.told.people:
                if not told.in_family:
                    membership = queries.membership(viewer, family, self.people[told.ref].pk)
                    families.leave(by=viewer, membership=membership, on=self._first_day())
            for member, until in self.members:
                circle.leave(by=viewer, member=member, on=until)
