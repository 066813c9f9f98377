"""The protected family: hidden, restricted, and with a token in every field that says anything of anybody.

Everything is written through the product's own actions, by whoever started the record. What only the loading program or
information governance writes is put beside it where no wall binds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random, SystemRandom
from typing import Any
from uuid import UUID

from django.utils import timezone

from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core import names
from onestory.core.dates import PartialDate, today
from onestory.core.files.limits import Clean
from onestory.core.ids import uuid7
from onestory.linkage.actions import details
from onestory.linkage.models import (
    Answer,
    Brought,
    Candidate,
    Delivery,
    DroppedFile,
    Judgement,
    LateRow,
    Link,
    QuarantinedRow,
    Signing,
    SourceRecord,
    SourceVersion,
    WaitingRow,
)
from onestory.people import catalogue, queries
from onestory.people.actions import contact_points, facts, families, people, relationships, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NameGiven, NewAddress, NewPerson, SafeToUse
from onestory.people.models import Family, Membership, Merge, MergedRow, Person
from onestory.safety.canaries import tokens
from onestory.safety.canaries.tokens import Token
from onestory.safety.making import UNBOUND
from onestory.story.actions import drafts, entries, sections
from onestory.story.models import StorySection
from onestory.support.actions import appointments, attachments, circle, contacts, differences, tasks, thoughts, worries

OPEN = frozenset({"open"})
AUTHOR = frozenset({"author"})
GOVERNANCE = frozenset({"governance"})
LINKAGE = frozenset({"linkage"})
# Whoever looks after feeds sees what could not be read, and never what a record says.
KEPT = (LINKAGE, frozenset({"feeds"}))
# Names of colleagues are for colleagues; where somebody hides, a family's own account is not told who works with them.
STAFF = frozenset({"staff"})


@dataclass
class Tokens:
    """All that have been made, by name. `chance` is asked for the source of each: by default one that nobody can foresee."""

    made: dict[str, Token] = field(default_factory=dict)
    chance: Callable[[str, tuple[frozenset[str], ...]], Random] = lambda *_: SystemRandom()
    _sounds: set[str] = field(default_factory=set)

    def __call__(self, name: str, *open_to: frozenset[str], shape: str = "word") -> str:
        assert name not in self.made, name
        chance = self.chance(name, open_to)
        token = tokens.make(name, shape, open_to, chance)
        while shape == "word" and self._is_like_another(token):
            token = tokens.make(name, shape, open_to, chance)
        self.made[name] = token
        return token.value

    def _is_like_another(self, token: Token) -> bool:
        """Finding goes by the sound as well: whoever looks for one must not be shown another that they may see."""
        sounds = {names.sounds(token.value), names.sounds(token.twin)}
        if len(sounds) < 2 or sounds & self._sounds:
            return True
        self._sounds |= sounds
        return False


def of(*sections_: str) -> frozenset[str]:
    """Of the protected family: seen with these sections of it."""
    return OPEN | frozenset(map(str, sections_))


def of_child(*sections_: str) -> tuple[frozenset[str], ...]:
    """Of the child, who belongs to the father's family as well: seen from either."""
    return of(*sections_), frozenset({"child"} | {f"child_{one}" for one in sections_})


@dataclass
class Planted:
    """The family with its people, for whoever plants more."""

    by: Viewer
    family: Family
    places: Mapping[str, Membership]
    token: Tokens

    def person(self, name: str) -> Person:
        return self.places[name].person


def start(*, by: Viewer, token: Tokens) -> Planted:
    def named(who: str, *open_to: frozenset[str]) -> NameGiven:
        given, middle, family = (token(f"{who}’s {part} name", *open_to) for part in ("first", "middle", "last"))
        return NameGiven(given=given, middle=middle, family=family)

    father = frozenset({"father"})
    who = {
        "mother": NewPerson(name=named("mother", OPEN), role="parent", born=PartialDate("1987-02-17"), sex="F"),
        "left": NewPerson(name=named("uncle", OPEN), role="other", born=PartialDate("1990-08-02")),
        "child": NewPerson(
            name=named("child", *of_child(), frozenset({"portal_child"})), role="child", born=PartialDate("2014-03-11")
        ),
        "father": NewPerson(name=named("father", OPEN, father), role="parent", born=PartialDate("1985-11-23"), sex="M"),
    }
    family = families.start(by=by, people=list(who.values()), name=f"The {token('family’s name', OPEN)} family")
    opened = queries.family(by, family.pk)
    by_birth = {place.person.born.iso: place for place in queries.members(by, opened) if place.person.born}
    places = {name: by_birth[one.born.iso] for name, one in who.items() if one.born}
    return Planted(by, opened, places, token)


def plant(planted: Planted) -> None:
    """Everything an author writes of a family."""
    for part in (
        _identity,
        _reaching,
        _living,
        _facts,
        _story,
        _circle,
        _worries,
        _contacts,
        _thinking,
        _related,
        _merging,
    ):
        part(planted)


def _identity(p: Planted) -> None:
    mother, child = p.person("mother"), p.person("child")
    for use in ("nickname", "official", "maiden"):
        people.rename(by=p.by, person=mother, name=NameGiven(given=p.token(f"mother’s {use}", OPEN), use=use))
    numbers = (
        (mother, "nhs", "nhs", of(Section.HEALTH), ""), (child, "upn", "upn", of(Section.SHARED, Section.LOCATION), ""),
        (mother, "local", "number", of(Section.SHARED, Section.LOCATION), "housing"),
    )  # fmt: skip
    for person, system, shape, open_to, issuer in numbers:
        source = p.token(f"source of {system}", open_to)
        typed = p.token(f"{system} number", open_to, shape=shape)
        people.add_identifier(by=p.by, person=person, system=system, typed=typed, issuer=issuer, source=source)


def _reaching(p: Planted) -> None:
    safe = SafeToUse(
        call=True, hours=p.token("safe hours", of(Section.SHARED)), code_word=p.token("code word", of(Section.SHARED))
    )
    for kind in ("phone", "email"):
        contact_points.add(
            by=p.by, person=p.person("mother"), kind=kind, typed=p.token(f"mother’s {kind}", of(Section.SHARED), shape=kind),
            safe=safe, checked_on=today(),
        )  # fmt: skip


def _living(p: Planted) -> None:
    """The mother with her child where nobody may know, and the father where they lived."""
    hidden = of(Section.SHARED, Section.LOCATION)
    homes = (
        ("the hidden home", (hidden,), ("mother", "child"), True),
        ("the father’s home", (OPEN, frozenset({"father"})), ("father",), False),
    )
    for name, open_to, who, confidential in homes:
        street, uprn = p.token(f"{name}, street", *open_to), p.token(f"{name}, UPRN", *open_to, shape="number")
        postcode = p.token(f"{name}, postcode", *open_to, shape="postcode")
        to = NewAddress(lines=f"{street} House", postcode=postcode, uprn=uprn)
        people_there = [p.person(one) for one in who]
        residences.move(
            by=p.by, family=p.family, people=people_there, to=to, confidential=confidential, since=date(2025, 2, 3)
        )


def _facts(p: Planted) -> None:
    """Every question of the catalogue that is answered in words, of the family and of its people."""
    for key, kind in catalogue.by_key().items():
        if kind.kind != "text":
            continue
        needed = [kind.section, Section.LOCATION] if kind.location else [kind.section]
        for who in _asked_of(kind):
            about: Any = p.family if who == "family" else p.person(who)
            name = f"{who}: {key}"
            # What of the child says where it is, is hidden in both its families.
            value = p.token(name, *(of_child(*needed) if who == "child" else (of(*needed),)))
            said = Said(by="family", person=p.person("mother") if who != "family" else None)
            facts.tell(by=p.by, about=about, key=key, value=value, said=said)


def _asked_of(kind: Any) -> tuple[str, ...]:
    if kind.about == "family":
        return ("family",)
    return {"adult": ("mother",), "child": ("child",)}.get(kind.applies_to or "", ("mother", "child"))


def _story(p: Planted) -> None:
    for section in (one for one in Section if one is not Section.LOCATION):
        new = entries.NewEntry(
            title=p.token(f"entry, {section}: title", of(section)), text=p.token(f"entry, {section}: text", of(section)),
            section=section, about=[p.person("mother").pk, p.person("child").pk],
        )  # fmt: skip
        written = entries.write(by=p.by, family=p.family, new=new)
        entries.correct(by=p.by, entry=written, text=p.token(f"entry, {section}: put right", of(section)))
    for part in StorySection.Part:
        for voice in StorySection.Voice:
            text, said_by = p.token(f"story, {part}, {voice}", of(Section.SHARED)), p.person("mother")
            sections.write(by=p.by, family=p.family, part=part, voice=voice, text=text, based_on=0, said_by=said_by)


def _circle(p: Planted) -> None:
    circle.add_own_person(
        by=p.by, family=p.family, name=p.token("own person’s name", OPEN), role=p.token("own person’s role", OPEN),
        purpose=p.token("own person’s purpose", OPEN),
    )  # fmt: skip
    details.set_aside(
        by=p.by, family=p.family.pk, person=p.person("mother").pk, rule="born", until=today() + timedelta(days=30),
        why=p.token("why a detail was left as it is", of(Section.SHARED)),
    )  # fmt: skip
    promised = tasks.promise(
        by=p.by, family=p.family, title=p.token("what was promised", of(Section.SHARED)), due_on=today()
    )
    until, why = today() + timedelta(days=2), p.token("why a promise was put off", of(Section.SHARED))
    tasks.put_off(by=p.by, task=promised, until=until, why=why)


def _worries(p: Planted) -> None:
    """One of each state, as those see it to whom the section is open."""
    seen_by, now = of(Section.SHARED, Section.SAFEGUARDING), timezone.now()
    new = worries.NewWorry(
        seen=p.token("worry: what was seen", seen_by), whose_words=p.token("worry: in whose words", seen_by), urgency="today",
        told="unsafe", why_untold=p.token("worry: why they do not know", seen_by), about=[p.person("child").pk],
        about_words=p.token("worry: who it is about", seen_by),
    )  # fmt: skip
    worry = worries.raise_worry(by=p.by, family=p.family, new=new, now=now)
    told = worries.NewReferral(
        to_whom=p.token("worry: who was told", seen_by), said=p.token("worry: what they were told", seen_by),
        reference=p.token("worry: social care’s number", seen_by),
    )  # fmt: skip
    worries.refer(by=p.by, worry=worry, new=told, now=now)
    worries.hear(by=p.by, worry=worry, outcome="nothing", answer=p.token("worry: their answer", seen_by), now=now)
    worries.end(by=p.by, worry=worry, reason=p.token("worry: why it ended", seen_by), now=now)


def _contacts(p: Planted) -> None:
    """A visit that was missed, and one that was kept, of which somebody else is named."""
    seen_by, now = of(Section.SHARED), timezone.now()
    about = [p.person("child").pk]
    new = [
        appointments.NewAppointment("visit", p.token(f"appointment: {what}", seen_by), now - timedelta(hours=2), about)
        for what in ("missed", "kept")
    ]
    missed, kept = (appointments.offer(by=p.by, family=p.family, new=one, now=now) for one in new)
    words = p.token("appointment: what is known", seen_by)
    reach_out = appointments.was_missed(by=p.by, appointment=missed, how="not_seen", words=words, now=now)
    how = p.token("reach-out: how it went", seen_by)
    appointments.finish(by=p.by, reach_out=reach_out, way="asked", words=how, now=now)
    somebody = p.token("contact: somebody else", seen_by)
    said = contacts.NewContact(
        title=p.token("contact: title", seen_by), kind="visit", said=f"{somebody} said {p.token('contact: said', seen_by)}",
        agreed=p.token("contact: agreed", seen_by), others_there=p.token("contact: others there", seen_by), about=about,
    )  # fmt: skip
    written = contacts.write(by=p.by, family=p.family, new=said, appointment=kept, now=now)
    contacts.mention(by=p.by, entry=written.entry, words=somebody, who=p.token("mention: who they are", seen_by))
    attachment = attachments.NewAttachment(
        what=p.token("attachment: what it is", seen_by),
        shows=p.token("attachment: what it shows", seen_by),
        about=about,
    )
    # What is kept is not read again on its way out, so that words can stand for a drawing.
    file = Clean("pdf", b"%PDF-1.7\n% " + p.token("attachment: content", seen_by).encode(), pages=1)
    attachments.add(by=p.by, family=p.family, entry=written.entry, new=attachment, file=file)
    mistaken = attachments.NewAttachment(what=p.token("attachment: taken out", seen_by))
    out = attachments.add(by=p.by, family=p.family, entry=written.entry, new=mistaken, file=file)
    attachments.withdraw(by=p.by, attachment=out, reason=p.token("attachment: why it was taken out", seen_by))


def _thinking(p: Planted) -> None:
    """Something that was done differently, and what a worker thought."""
    seen_by, now = of(Section.SHARED), timezone.now()
    new = differences.NewDifference(
        what=p.token("difference: what", seen_by), why=p.token("difference: why", seen_by),
        agreed_with=p.token("difference: who agreed", seen_by),
    )  # fmt: skip
    made = differences.begin(by=p.by, family=p.family, new=new)
    happened, learnt = p.token("difference: what happened", seen_by), p.token("difference: what was learnt", seen_by)
    differences.look_back(by=p.by, difference=made, happened=happened, learnt=learnt, now=now)
    # For everybody who sees families; it must lead to none.
    text = p.token("learning: text", STAFF)
    differences.share(by=p.by, family=p.family, difference=made, text=text, about="places", now=now)
    thoughts.think(by=p.by, family=p.family, prompt="attach", words=p.token("thought: words", AUTHOR), now=now)


def _related(p: Planted) -> None:
    for adult in ("mother", "father"):
        relationships.relate(by=p.by, person=p.person(adult), other=p.person("child"), kind="parent")
        relationships.record_responsibility(
            by=p.by, child=p.person("child"), adult=p.person(adult), evidence="birth_certificate",
            note=p.token(f"{adult}’s responsibility", *of_child(), frozenset({"father"})),
        )  # fmt: skip


def _merging(p: Planted) -> None:
    """Somebody asked whether two of them are one; and a row that a merge would have set aside, which nobody reads."""
    mother, father = p.person("mother").pk, p.person("father").pk
    asked = Merge(
        id=uuid7(), of="person", kept_id=mother, merged_id=father, leads_to=mother, state=Merge.State.ASKED, guarded=True,
        kept_name=p.token("merge: the kept one", OPEN), merged_name=p.token("merge: the other", OPEN),
        why=p.token("merge: why", OPEN), ended_why=p.token("merge: why it ended", OPEN), asked_by_id=p.by.account_id,
    )  # fmt: skip
    asked.save(using=UNBOUND, force_insert=True)
    aside = {one: {"given": p.token(f"merge: {one}")} for one in ("before", "after")}
    row = MergedRow(merge_id=asked.pk, step=1, did="aside", table="people_personname", row_id=str(uuid7()), **aside)
    row.save(using=UNBOUND, force_insert=True)


def begin_writing(*, by: Viewer, family: Family, token: Tokens) -> UUID:
    """A draft, which is nobody's but its writer's."""
    number = uuid7()
    content = {"title": token("draft’s title", AUTHOR), "text": token("draft’s text", AUTHOR)}
    drafts.keep(by=by, draft_id=number, form="entry", family=family, content=content)
    return number


def deliver(*, loader: Account, about: UUID, token: Tokens) -> None:
    """What a partner sent about them, as the loading program keeps it."""
    of_file = {"feed": "housing", "loaded_by_id": loader.pk}
    delivery = Delivery.objects.using(UNBOUND).create(
        **of_file, file_name="housing.csv", file_digest="0" * 64, received_on=today() - timedelta(days=3), state="loaded",
        as_at=today() - timedelta(days=3),
        quality={"Phone": {"filled": 1, "unreadable": 1, "example": token("cell that was not read", *KEPT)}},
    )  # fmt: skip
    record = SourceRecord.objects.using(UNBOUND).create(
        feed="housing", reference=token("partner’s reference", LINKAGE, shape="number"), digest=b"0" * 16, last_delivery=delivery,
        part=token("partner’s part", LINKAGE), household=token("partner’s household", LINKAGE),
    )  # fmt: skip
    SourceVersion.objects.using(UNBOUND).create(
        record=record, number=1, delivery=delivery, line=2, sent={"Address": token("as a partner sent it", LINKAGE)},
        standard={"lines": token("as we understood it", LINKAGE)}, notes=[["Phone", token("note on a cell", LINKAGE)]],
    )  # fmt: skip
    _judge(record, loader=loader, about=about, token=token)
    QuarantinedRow.objects.using(UNBOUND).create(
        delivery=delivery,
        line=3,
        reasons=[["", token("why a row was set aside", LINKAGE)]],
        text=token("row set aside", LINKAGE),
    )
    WaitingRow.objects.using(UNBOUND).create(
        delivery=delivery, feed="housing", line=3, reference=token("reference of a row set aside", *KEPT, shape="number"),
        reasons=[["DateOfBirth", token("why it waits", *KEPT)]], cells={"DateOfBirth": token("cell that is wrong", *KEPT)},
    )  # fmt: skip
    LateRow.objects.using(UNBOUND).create(
        delivery=delivery, record=record, line=4, sent=token("row that came late", LINKAGE)
    )
    Signing.objects.using(UNBOUND).create(
        feed="housing",
        declared="0" * 64,
        partner_said=token("who agreed for the partner", *KEPT),
        signed_by_id=loader.pk,
    )
    Answer.objects.using(UNBOUND).create(
        delivery=delivery, yes=True, why=token("why a yes was said", *KEPT), said_by_id=loader.pk
    )
    DroppedFile.objects.using(UNBOUND).create(
        feed="housing", file_name="housing.csv", size=1, changed_ns=1, still_since=timezone.now(), state="refused",
        why=token("why a file was refused", *KEPT),
    )  # fmt: skip


def _judge(record: SourceRecord, *, loader: Account, about: UUID, token: Tokens) -> None:
    """The record was taken for one person, and what it brought them is kept; of another somebody said why they are two."""
    link = Link.objects.using(UNBOUND).create(
        record=record, who="tenant", person_id=about, basis=Link.Basis.JUDGED, linked_by_id=loader.pk
    )
    Brought.objects.using(UNBOUND).create(
        link=link, kind=Brought.Kind.BORN, row=about, detail={"after": token("what a partner completed", LINKAGE)}
    )
    pair = Candidate.objects.using(UNBOUND).create(
        record=record, who="partner", person_id=about, state=Candidate.State.DIFFERENT, decided_at=timezone.now()
    )
    Judgement.objects.using(UNBOUND).create(
        candidate=pair, judged_by_id=loader.pk, verdict="different", why=token("why two are not one", LINKAGE)
    )
