"""How a meeting is worded, for the page and for its minutes: both are made from the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.dates import PartialDate, show_date, show_day, show_moment
from onestory.support import coming_back, thresholds
from onestory.support.models import Attendee, Contribution, Correction, KnownLine, Meeting, MeetingItem
from onestory.support.models.requests import Door, Urgency
from onestory.support.triage_queries import OnAgenda
from onestory.support.triage_states import CALLED
from onestory.ui.parts import Link, SummaryRow

NOT_YET = "They are asked once there is a record of the family"


@dataclass(frozen=True)
class MeetingRow:
    title: str
    about: str
    url: str
    label: str = ""


def rows(meetings: list[Meeting], *, on: date) -> list[MeetingRow]:
    return [
        MeetingRow(
            show_day(one.held_on, on=on), f"{_on_agenda(one)}, {one.team.name}", reverse("workspace:meeting", args=[one.pk]),
            _standing(one, on),
        )
        for one in meetings
    ]  # fmt: skip


def _on_agenda(meeting: Meeting) -> str:
    number = meeting.on_agenda
    return f"{number} on the agenda" if number else "Nothing on the agenda yet"


def _standing(meeting: Meeting, on: date) -> str:
    if meeting.state != CALLED:
        return "Minuted"
    return "To be minuted" if meeting.held_on < on else ""


@dataclass(frozen=True)
class PersonRow:
    name: str
    service: str
    came: str


def people(attendees: list[Attendee]) -> list[PersonRow]:
    said = {True: "Came", False: "Did not come", None: ""}
    return [PersonRow(name_of(one), one.service, said[one.came]) for one in attendees]


def name_of(one: Attendee) -> str:
    return str(one.account.name) if one.account else one.name


@dataclass(frozen=True)
class LineShown:
    service: str
    words: str
    by: str
    section: str


@dataclass(frozen=True)
class WordShown:
    who: str
    question: str
    words: str
    standing: str
    take_back_url: str = ""


@dataclass(frozen=True)
class ItemShown:
    """One request on the agenda. `decided`: rows of what was decided; empty until then. `links` stand while it is open."""

    key: str
    heading: str
    about: str
    words: str
    words_by: str
    lines: tuple[LineShown, ...]
    awaited: tuple[WordShown, ...]
    decided: tuple[SummaryRow, ...]
    links: tuple[Link, ...]
    decide_url: str = ""


@dataclass(frozen=True)
class Said:
    """What was said of the whole agenda, by item."""

    lines: dict[UUID, list[KnownLine]]
    awaited: dict[UUID, list[Contribution]]


def items(
    viewer: Viewer, meeting: Meeting, agenda: list[OnAgenda], items: list[MeetingItem], said: Said, *, holds: bool
) -> list[ItemShown]:
    decided = {one.pk: one for one in items}
    shown = [_item(meeting, one, decided[one.item], said, holds=holds) for one in agenda if one.item in decided]
    # What the family's own wall lets somebody read after the meeting stands here without the request.
    known = {one.item for one in agenda}
    return [*shown, *(_bare(meeting, one, said) for one in items if one.pk not in known)]


def _item(meeting: Meeting, one: OnAgenda, item: MeetingItem, said: Said, *, holds: bool) -> ItemShown:
    still = meeting.state == CALLED and not item.decision
    born = f"born {PartialDate(one.born).show()}" if one.born else ""
    about = ", ".join(
        filter(None, (born, Door(one.door).label, _urgent(one), f"asked {show_date(one.asked_at.date())}"))
    )
    return ItemShown(
        key=f"item-{item.pk.hex[:12]}", heading=one.about or f"Request {coming_back.reference_of(one.request)}",
        about=about[:1].upper() + about[1:], words=one.words, words_by=one.words_by,
        decided=_decided(item, asked=one.family is not None), lines=_lines(said.lines.get(item.pk, [])),
        awaited=_awaited(said.awaited.get(item.pk, []), still=still),
        links=_links(item) if still else (),
        decide_url=reverse("workspace:decide_together", args=[item.pk]) if still and holds else "",
    )  # fmt: skip


def _bare(meeting: Meeting, item: MeetingItem, said: Said) -> ItemShown:
    return ItemShown(
        key=f"item-{item.pk.hex[:12]}", heading=f"Request {coming_back.reference_of(item.request_id)}", about="", words="",
        words_by="", lines=_lines(said.lines.get(item.pk, [])), awaited=_awaited(said.awaited.get(item.pk, []), still=False),
        decided=_decided(item), links=(),
    )  # fmt: skip


def _urgent(one: OnAgenda) -> str:
    return Urgency(one.urgency).label if one.urgency != Urgency.USUAL else ""


def _lines(lines: list[KnownLine]) -> tuple[LineShown, ...]:
    return tuple(LineShown(line.service, line.words, line.written_by.name, _section(line.section)) for line in lines)


def _section(section: str) -> str:
    return Section(section).label if section != Section.SHARED else ""


def _awaited(words: list[Contribution], *, still: bool) -> tuple[WordShown, ...]:
    return tuple(
        WordShown(
            ", ".join(filter(None, (one.asked_name, one.asked_service))), one.question, one.words, _word_standing(one),
            reverse("workspace:take_back_word", args=[one.pk]) if still and one.state == "asked" else "",
        )
        for one in words
    )  # fmt: skip


def _word_standing(one: Contribution) -> str:
    if one.given_at:
        return f"Said {show_moment(one.given_at)}"
    return f"Awaited until {show_moment(one.ends_at)}"


def _links(item: MeetingItem) -> tuple[Link, ...]:
    return (
        Link(text="Say what your service knows", url=reverse("workspace:say_what_is_known", args=[item.pk])),
        Link(text="Ask a school or surgery for a word", url=reverse("workspace:ask_for_a_word", args=[item.pk])),
    )


def _decided(item: MeetingItem, *, asked: bool = True) -> tuple[SummaryRow, ...]:
    """`asked`: there is a record, so that whoever goes was asked, or could be."""
    if not item.decision:
        return ()
    goes = item.goes.name if item.goes else item.goes_name
    when = show_date(item.goes_on) if item.goes_on else ""
    found = (
        ("Level", thresholds.BY_KEY[item.level].name),
        ("Why", item.level_why),
        ("Decided", MeetingItem.Decision(item.decision).label),
        ("In words", item.words),
        ("Who goes", ", by ".join(filter(None, (goes, when))) + ("" if asked or not goes else f"\n{NOT_YET}")),
        ("Decided by", item.decided_by.name if item.decided_by else ""),
    )
    return tuple(SummaryRow(key=key, values=tuple(text.splitlines())) for key, text in found if text)


@dataclass(frozen=True)
class CorrectionShown:
    words: str
    by: str


def corrections(found: list[Correction]) -> list[CorrectionShown]:
    return [CorrectionShown(one.words, f"{one.written_by.name}, {show_moment(one.written_at)}") for one in found]


def letter(*, name: str, child: str, url: str, until: str, by: str) -> str:
    """The words to send with the link, by a way that reaches that one person."""
    return (
        f"Dear {name},\n\nWe are thinking with a family about what would help, and should like a word from you about"
        f" {child}. The link opens one question, works once, and ends on {until}. It is for you alone.\n\n{url}\n\n{by}"
    )
