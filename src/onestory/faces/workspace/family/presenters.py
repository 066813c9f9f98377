"""The first part of a family's page: the family in their own words, who they are, and the circle around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_date
from onestory.people.models import Family
from onestory.story.models import StorySection
from onestory.support.actions.circle import called
from onestory.support.models import CircleMember
from onestory.ui import parts

Sections = Mapping[tuple[str, str], StorySection]
OURS, WORKERS = StorySection.Voice.OURS, StorySection.Voice.WORKER


@dataclass(frozen=True)
class Words:
    text: str
    source: str


@dataclass(frozen=True)
class Part:
    """One of the six. Either voice may be silent."""

    label: str
    url: str
    ours: Words | None
    worker: Words | None


@dataclass(frozen=True)
class OwnWords:
    written: tuple[Part, ...]
    unwritten: tuple[parts.Link, ...]


def own_words(family: Family, sections: Sections, *, names: Mapping[UUID, str]) -> OwnWords:
    """The parts that hold words, in their order, and a way to begin each of the others."""
    written, unwritten = [], []
    for part in StorySection.Part:
        ours, worker = (_words(sections.get((part, voice)), names) for voice in (OURS, WORKERS))
        if ours or worker:
            url = reverse("workspace:part", args=[family.pk, part, OURS])
            written.append(Part(label=str(part.label), url=url, ours=ours, worker=worker))
        else:
            url = reverse("workspace:part", args=[family.pk, part, OURS])
            unwritten.append(parts.Link(text=str(part.label), url=url))
    return OwnWords(tuple(written), tuple(unwritten))


def source(section: StorySection, names: Mapping[UUID, str]) -> str:
    """ "Ada, 5 July 2024. Written down by Sam Reed."."""
    day, writer = show_date(section.written_at), section.writer
    if section.voice == WORKERS:
        return f"{writer}, {day}"
    teller = names.get(section.said_by_person_id) if section.said_by_person_id else None
    return f"{teller}, {day}. Written down by {writer}" if teller else f"Written down by {writer}, {day}"


def circle(family: Family, members: Sequence[CircleMember]) -> parts.Circle:
    shown = tuple(parts.Person(name=called(one), about=about(one), kind=kind_of(one), lead=one.lead) for one in members)
    return parts.Circle(family=family.name, people=shown)


def kind_of(member: CircleMember) -> parts.PersonKind:
    kinds: dict[str, parts.PersonKind] = {CircleMember.Kind.OWN: "own", CircleMember.Kind.VOLUNTEER: "volunteer"}
    return kinds.get(member.kind, "worker")


def about(member: CircleMember) -> str:
    """Their trade, who they are to the family and what for, each said once."""
    trade = member.account.job_title if member.account else ""
    said = dict.fromkeys(part.strip().rstrip(".") for part in (trade, member.role, member.purpose) if part.strip())
    return ". ".join(said)


def _words(section: StorySection | None, names: Mapping[UUID, str]) -> Words | None:
    return Words(section.text, source(section, names)) if section and section.text else None
