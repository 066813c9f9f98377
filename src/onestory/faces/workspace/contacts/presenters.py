"""How appointments, contacts and reaching out are worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import LONDON, show_date, show_day, show_moment, show_time
from onestory.core.text import join_words
from onestory.people.models import Family
from onestory.story.models import Entry
from onestory.support.actions.appointments import WAYS
from onestory.support.appointment_states import APPOINTMENTS, MISSED, REACHING_OUT
from onestory.support.contact_queries import is_late
from onestory.support.models import Appointment, AppointmentEvent, Contact, Mention, ReachOut, ReachOutEvent
from onestory.ui import parts

_SAID = {step.act: step.said for step in (*APPOINTMENTS.steps, *REACHING_OUT.steps)}


@dataclass(frozen=True)
class Line:
    text: str
    about: str
    url: str
    label: parts.Label


@dataclass(frozen=True)
class Happened:
    did: str
    words: str
    when: str


@dataclass(frozen=True)
class Piece:
    """Some of what was written; `who` where it names somebody outside the family."""

    text: str
    who: str = ""


def listed(found: Sequence[Appointment], *, now: datetime) -> list[Line]:
    return [
        Line(
            text=one.purpose, about=f"{one.get_kind_display()} with {one.owner_name}. {when(one, now=now)}",
            url=reverse("workspace:appointment", args=[one.family_id, one.pk]), label=label(one, now=now),
        )
        for one in found
    ]  # fmt: skip


def reach_outs(found: Sequence[ReachOut], *, on: date) -> list[Line]:
    return [
        Line(
            text=one.get_why_display(), about=f"{one.owner_name} reaches out, by {show_day(one.due_on, on=on)}",
            url=reverse("workspace:reach_out", args=[one.family_id, one.pk]),
            label=parts.Label(text="Late" if one.due_on < on else "Reach out", tone="attention"),
        )
        for one in found
    ]  # fmt: skip


def summary(one: Appointment, *, names: Mapping[UUID, str], now: datetime) -> list[parts.SummaryRow]:
    who = join_words([names[person] for person in one.people if person in names])
    rows = (
        ("What for", one.purpose), ("How", str(one.get_kind_display())), ("When", when(one, now=now)), ("With", one.owner_name),
        ("Who you hope to see", who),
    )  # fmt: skip
    return [parts.SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def happened(events: Sequence[AppointmentEvent]) -> list[Happened]:
    return [
        Happened(
            did=f"{_SAID.get(one.act, '')}, for {show_moment(one.at)}",
            words=". ".join(filter(None, (f"{one.get_whose_display()} wanted it so" if one.whose else "", one.words))),
            when=f"{show_moment(one.written_at)}, {one.writer}",
        )
        for one in events
    ]  # fmt: skip


def tried(events: Sequence[ReachOutEvent]) -> list[Happened]:
    return [
        Happened(
            did=WAYS.get(one.way, _SAID.get(one.act, "")),
            words=one.words,
            when=f"{show_moment(one.written_at)}, {one.writer}",
        )
        for one in events
    ]


def label(one: Appointment, *, now: datetime) -> parts.Label:
    if is_late(one, now=now):
        return parts.Label(text="Did you meet?", tone="attention")
    tone: parts.Tone = "attention" if one.state in MISSED else "good" if one.state == "kept" else "plain"
    return parts.Label(text=APPOINTMENTS.names[one.state], tone=tone)


def when(one: Appointment, *, now: datetime) -> str:
    day = show_day(one.at.astimezone(LONDON).date(), on=now.astimezone(LONDON).date())
    return f"{day[:1].upper()}{day[1:]} at {show_time(one.at)}"


def to_choose(found: Sequence[Appointment], *, now: datetime) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{when(one, now=now)}: {one.purpose}") for one in found]


def agreed(found: Sequence[Contact]) -> list[Happened]:
    """What was agreed the last few times."""
    return [Happened(did=one.agreed, words="", when=show_date(one.entry.happened_at)) for one in found]


def pieces(entry: Entry, mentions: Sequence[Mention]) -> list[Piece]:
    """The text in order, with whoever is named in it. Marks that overlap are shown once."""
    found, at = [], 0
    for one in mentions:
        if one.begins < at:
            continue
        found += [Piece(entry.text[at : one.begins]), Piece(entry.text[one.begins : one.ends], one.who)]
        at = one.ends
    return [piece for piece in (*found, Piece(entry.text[at:])) if piece.text]


def back_to_appointments(family: Family) -> parts.Link:
    return parts.Link(text="Back to appointments", url=reverse("workspace:appointments", args=[family.pk]))
