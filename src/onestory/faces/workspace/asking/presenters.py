"""How requests are worded: whom one is about, whose it is, when it is looked at, and what is obvious to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator

from onestory.access.viewer import Viewer
from onestory.core.dates import PartialDate, show_date, show_day, show_time, today
from onestory.core.text import join_words
from onestory.faces.workspace.bound import seal
from onestory.people.finding.queries import Found
from onestory.people.models import Residence
from onestory.support.models import Asker, MeetingItem, Passing, ReachBefore, Request, RequestEvent, Telling, ToldHome
from onestory.support.models.requests import Door, Reach, Urgency
from onestory.support.request_inputs import show_at
from onestory.support.request_queries import AlsoAsked, MyAsk
from onestory.support.request_states import BEGUN, ENDS, OFFERED, RECEIVED, REQUEST
from onestory.ui.parts import Label, Link, SummaryRow

__all__ = ["today"]
_SAID = {step.act: step.said for step in REQUEST.steps} | {
    "requests.take": "Taken on",
    "requests.give_back": "Given back to the team",
    "requests.left": "Back with the team",
    "requests.note": "Tried",
    "requests.link": "Found whom it is about",
    "requests.correct_reach": "How they are reached was put right",
    "passing.offer": "Offered to somebody else",
    "passing.accept": "Accepted by somebody else",
    "passing.send_back": "Sent back",
    "passing.take_back": "The offer was taken back",
}
_YES_NO = {True: "Yes", False: "No", None: "Nobody has asked"}


@dataclass(frozen=True)
class Row:
    """One request, one glance tall."""

    title: str
    about: str
    url: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Group:
    heading: str
    key: str
    rows: tuple[Row | Line, ...]


@dataclass(frozen=True)
class One:
    """The head of a request's page."""

    id: UUID
    title: str
    standing: str
    words: str
    words_by: str
    rows: list[SummaryRow]
    labels: tuple[Label, ...]
    family_url: str
    ended: bool
    sealed: str


@dataclass(frozen=True)
class NextActs:
    """The one obvious thing to do, as a link or as a button that is pressed; and the others."""

    first: Link | None
    press: bool
    others: tuple[Link, ...]
    waits: str = ""
    take_back_url: str = ""


NO_NAME = "Somebody who gave no name"


@dataclass(frozen=True)
class Line:
    """Something that happened, was offered or is to be told."""

    title: str
    about: str
    text: str = ""
    url: str = ""
    labels: tuple[Label, ...] = ()


def whom(request: Request, names: Mapping[UUID, str] | None = None) -> str:
    """The family, once there is one that is seen; else whoever was named at the door."""
    if request.family_id and names and request.family_id in names:
        return names[request.family_id]
    return " ".join(filter(None, (request.about_given, request.about_family))) or NO_NAME


def choice(request: Request, names: Mapping[UUID, str]) -> str:
    """One among many, to be told apart: where nobody gave a name there are several of one day, so by what they said as well."""
    said = Truncator(request.words).chars(60)
    return f"{whom(request, names)}, asked on {show_date(request.created_at)}" + (f": {said}" if said else "")


def row(viewer: Viewer, request: Request, names: Mapping[UUID, str], *, on: date) -> Row:
    return Row(
        title=whom(request, names), about=_standing(viewer, request, on=on), url=reverse("workspace:request", args=[request.pk]),
        labels=_labels(request, on=on),
    )  # fmt: skip


def groups(
    viewer: Viewer, found: Sequence[Request], telling: Sequence[Telling], names: Mapping[UUID, str], *, on: date
) -> list[Group]:
    """Mine first; then what nobody has; then who waits to hear; then colleagues'."""

    def rows(owned: Callable[[Request], bool]) -> tuple[Row, ...]:
        return tuple(row(viewer, one, names, on=on) for one in found if owned(one))

    every = (
        Group("Yours", "mine", rows(lambda one: one.owner_id == viewer.account_id)),
        Group("Nobody has these yet", "nobody", rows(lambda one: one.owner_id is None)),
        Group("People waiting to hear", "to-tell", tuple(to_tell(telling, names, on=on))),
        Group("Colleagues have these", "colleagues", rows(lambda one: one.owner_id not in (None, viewer.account_id))),
    )
    return [one for one in every if one.rows]


def offered(found: Sequence[Passing], *, on: date) -> list[Line]:
    return [
        Line(
            title=f"From {one.offered_by.name}, {one.from_team.name}",
            about=f"{Urgency(one.urgency).label} · answer by {show_date(one.answer_by)}",
            text=str(one.pk),
            url=reverse("workspace:offered_request", args=[one.pk]),
            labels=_late(one.answer_by, on=on),
        )
        for one in found
    ]


def to_tell(found: Sequence[Telling], names: Mapping[UUID, str], *, on: date) -> list[Line]:
    """The longest overdue first. What is to be said stands on the page where it is said."""
    return [
        Line(
            title=f"Tell whoever asked about {_in_a_sentence(whom(one.request, names))}",
            about=_when(one.due_on, on=on),
            url=reverse("workspace:tell_asker", args=[one.pk]),
            labels=_late(one.due_on, on=on),
        )
        for one in found
    ]


def _in_a_sentence(name: str) -> str:
    return "somebody who gave no name" if name == NO_NAME else name


def page(viewer: Viewer, request: Request, names: Mapping[UUID, str], *, on: date) -> One:
    rows = [
        SummaryRow(key="The team on duty", values=(request.team.name,)),
        SummaryRow(key="Can it wait?", values=(Urgency(request.urgency).label,)),
        SummaryRow(key="How it came", values=(Door(request.door).label,), note=_taken(request)),
    ]
    seen = request.family_id in names if request.family_id else False
    return One(
        id=request.pk, title=whom(request, names), standing=_standing(viewer, request, on=on), words=request.words,
        words_by=request.words_by, rows=rows, labels=_labels(request, on=on),
        family_url=reverse("workspace:family", args=[request.family_id]) if seen else "",
        ended=request.state in ENDS, sealed=seal(request.pk),
    )  # fmt: skip


def reach(request: Request) -> list[SummaryRow]:
    """How to reach them safely, which stands before everything else."""
    how = (
        Reach(request.reach_how).label
        if request.reach_how
        else "Nobody has asked: do not ring or write before you know"
    )
    rows = [
        (
            "How",
            " ".join(
                filter(None, (f"{how}:" if request.reach_at else how, show_at(request.reach_how, request.reach_at)))
            ),
        ),
        ("When", request.reach_when),
        ("May we leave a message?", _YES_NO[request.leave_message] if request.reach_how else ""),
        ("They know it is us by", request.code_word),
    ]
    return [SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def about(request: Request) -> list[SummaryRow]:
    """Whom it is about, while there is no record; from then on the record says so."""
    if request.family_id:
        return []
    born = PartialDate(request.about_born).show() if request.about_born else ""
    rows = [
        ("Born", born),
        ("Postcode", request.about_postcode),
        ("Who else", request.about_others),
    ]
    return [SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def asker(request: Request, found: Asker | None) -> list[SummaryRow]:
    if found is None:
        return []
    who = ", ".join(filter(None, (found.name, found.role, found.organisation))) or NO_NAME
    rows = [("Who", who), ("Does the family know?", _YES_NO[found.family_knows]), ("They hear", _hears(found))]
    return [SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def reach_of_asker(request: Request, found: Asker | None) -> list[SummaryRow]:
    """For the page on which somebody is told: how, and nothing besides."""
    if found is None:
        return reach(request)
    return [SummaryRow(key="How", values=(_hears(found),))]


def reach_now(request: Request, hears: Asker | None) -> list[SummaryRow]:
    """What stands, for whoever typed on an older page. `hears`: whoever asked, where they hear by a way of their own."""
    askers = [SummaryRow(key="Whoever asked hears", values=(_hears(hears),))] if hears else []
    return [*reach(request), *askers]


def next_acts(viewer: Viewer, request: Request, passing: Passing | None) -> NextActs:
    """One obvious act for each state; everything else beneath it."""

    def at(name: str) -> str:
        return reverse(f"workspace:{name}", args=[request.pk])

    if request.state in ENDS:
        return NextActs(Link(text="Open it again", url=at("open_request_again")), press=True, others=())
    mine = request.owner_id == viewer.account_id
    if request.state in (BEGUN, RECEIVED):
        first, press = Link(text="Look at it", url=at("look_at_request")), True
        if request.owner_id and not mine:
            first, press = Link(text="Take it on", url=at("take_request")), False
    elif (request.owner_id and not mine) or request.owner_id is None:
        first, press = Link(text="Take it on", url=at("take_request")), False
    elif request.family_id is None:
        first, press = Link(text="Find whom it is about", url=at("request_family")), False
    elif request.state == OFFERED:
        first, press = Link(text="Say what became of it", url=at("end_request")), False
    else:
        first, press = Link(text="Offer help", url=at("offer_help")), False
    others = [
        Link(text="Write down what you tried", url=at("note_request")),
        Link(text="Find whom it is about", url=at("request_family")) if not request.family_id else None,
        Link(text="Offer help", url=at("offer_help")) if REQUEST.can(request.state, "requests.offer_help") else None,
        Link(text="Say what became of it", url=at("end_request")),
        Link(text="Pass it on", url=at("pass_on")) if passing is None else None,
        Link(text="Join it to another request", url=at("join_request")),
        Link(text="Give it back to the team", url=at("give_back_request")) if mine else None,
    ]
    kept = tuple(one for one in others if one and one.text != first.text)
    if passing is None:
        return NextActs(first, press, kept)
    to = passing.to_account.name if passing.to_account else passing.to_team.name if passing.to_team else ""
    return NextActs(
        first, press, kept, waits=f"Offered to {to}, who answers by {show_date(passing.answer_by)}. It stays here until then.",
        take_back_url=reverse("workspace:take_back_request", args=[passing.pk]),
    )  # fmt: skip


def going(request: Request, decided: Sequence[MeetingItem]) -> list[str]:
    """Who was decided to go, while nobody has been asked because there is no record."""
    if request.family_id or request.state in ENDS:
        return []
    return [
        f"{one.goes.name if one.goes else one.goes_name} goes to meet them by {show_date(one.goes_on)}. They are asked as soon as"
        " you have said whom it is about."
        for one in decided
        if one.goes_on and (one.goes or one.goes_name) and one.decision != MeetingItem.Decision.OTHER
    ]


def reached_before(found: Sequence[ReachBefore]) -> list[Line]:
    """Each way that was, and until when."""
    return [
        Line(title=f"{ReachBefore.Whose(one.whose).label}: {_reached(one)}", about=f"Until {show_date(one.created_at)}")
        for one in found
    ]


def _reached(one: ReachBefore) -> str:
    how = Reach(one.how).label if one.how else "Nobody had asked how"
    word = f"the word was {one.code_word}" if one.code_word else ""
    return ", ".join(filter(None, (how, one.at, one.when, word)))


def told_home(found: ToldHome | None) -> Link | None:
    """A postcode that was told and nobody has checked."""
    if found is None:
        return None
    return Link(text=f"They told us {found.postcode}", url=reverse("workspace:told_home", args=[found.pk]))


def record_says(homes: Sequence[Residence]) -> str:
    """As far as the viewer may see it."""
    said = list(dict.fromkeys(one.address.postcode or one.address.lines for one in homes))
    if not said:
        return "The record does not say where they live."
    return f"The record says {join_words(said)}."


def others(found: Sequence[AlsoAsked], *, on: date) -> list[Line]:
    return [
        Line(
            title=f"{one.team_name} has another request about this family",
            about=f"Asked {show_day(one.asked_at, on=on)}",
            url=reverse("workspace:request", args=[one.id]) if one.mine else "",
        )
        for one in found
    ]


def told(found: Sequence[Telling], *, on: date) -> list[Line]:
    return [_told(one, on=on) for one in found]


def _told(one: Telling, *, on: date) -> Line:
    if one.told_at is None:
        return Line(
            title="To be said", about=_when(one.due_on, on=on), text=one.words, labels=_late(one.due_on, on=on),
            url=reverse("workspace:tell_asker", args=[one.pk]),
        )  # fmt: skip
    by = f" by {one.told_by.name}" if one.told_by and one.how != Telling.How.HERE else ""
    title = Telling.How(one.how).label if one.how else "Not told"
    return Line(title=title, about=f"{_moment(one.told_at, on=on)}{by}", text=one.words if one.how else one.why_not)


def happened(found: Sequence[RequestEvent], *, on: date) -> list[Line]:
    return [
        Line(
            title=_SAID.get(one.act, "Changed"),
            about=f"{_moment(one.created_at, on=on)}, by {one.by.name if one.by else 'whoever asked'}",
            text=one.why,
        )
        for one in found
    ]


def my_asks(found: Sequence[MyAsk], *, on: date) -> list[dict[str, Any]]:
    return [
        {
            "about": one.about or "Somebody whose name you did not give", "asked": f"Asked {show_day(one.asked_at, on=on)}",
            "words": one.words, "told": [(words, _moment(at, on=on)) for at, words in one.told],
        }
        for one in found
    ]  # fmt: skip


def families_alike(found: Sequence[Found]) -> list[tuple[str, str]]:
    """Each family once, with why it was found."""
    choices: dict[str, str] = {}
    for one in found:
        born = f", born {one.born.show()}" if one.born else ""
        for family in one.families:
            choices.setdefault(str(family.id), f"{family.name}: {one.name}{born}. Found by {', '.join(one.reasons)}")
    return list(choices.items())


def _standing(viewer: Viewer, request: Request, *, on: date) -> str:
    """ "Being looked at · Yours · next on 4 May 2027"."""
    said = [REQUEST.names[request.state], _whose(viewer, request)]
    if request.state not in ENDS:
        said.append("next today" if request.next_on == on else f"next on {show_date(request.next_on)}")
    return " · ".join(said)


def _whose(viewer: Viewer, request: Request) -> str:
    if request.owner_id == viewer.account_id:
        return "Yours"
    return request.owner.name if request.owner else f"nobody in {request.team.name} has it yet"


def _taken(request: Request) -> str:
    by = f"Taken by {request.taken_by.name}" if request.taken_by else "Whoever asked wrote it themselves"
    return f"{by}, {show_date(request.created_at)}"


def _hears(found: Asker) -> str:
    if found.account_id:
        return "On their own page here"
    how = Reach(found.how).label if found.how else "Nobody has asked how"
    return f"{how}: {show_at(found.how, found.at)}" if found.at else how


def _labels(request: Request, *, on: date) -> tuple[Label, ...]:
    if request.state in ENDS:
        return ()
    urgent = (Label(text="May not be safe", tone="strong"),) if request.urgency == Urgency.NOW else ()
    return urgent + _late(request.next_on, on=on)


def _late(day: date, *, on: date) -> tuple[Label, ...]:
    return (Label(text="Late", tone="attention"),) if day < on else ()


def _when(day: date, *, on: date) -> str:
    return "today" if day == on else f"by {show_date(day)}"


def _moment(at: datetime, *, on: date) -> str:
    return f"{show_day(at, on=on)} at {show_time(at)}"
