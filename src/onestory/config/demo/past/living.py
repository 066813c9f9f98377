"""Living through one story by the product's own acts, on its days, as the workers it happened to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.city.past import Act, Past
from onestory.core.dates import noon, today
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.people.models import Family
from onestory.story.actions import entries
from onestory.support import request_queries
from onestory.support.actions import (
    appointments,
    circle,
    consultations,
    episodes,
    introductions,
    request_families,
    requests,
    tasks,
    tellings,
)
from onestory.support.actions.introductions import Whom
from onestory.support.models import (
    Consultation,
    Episode,
    Introduction,
    IntroductionOffer,
    ReachOut,
    Request,
    Task,
    Telling,
)
from onestory.support.request_inputs import AskedBy, NewRequest, SafeReach

# A number that Ofcom keeps for stories: nobody answers it.
_DRAMA = "01632 960170"


@dataclass(frozen=True)
class Cast:
    """Who opens the family, who leads, and who joins them."""

    opener: Account
    lead: Account
    other: Account


@dataclass
class _Living:
    cast: Cast
    family_id: UUID
    begins: date
    episode: Episode | None = None
    promised: list[Task] = field(default_factory=list)
    request: Request | None = None
    introduction: Introduction | None = None
    reach_out: ReachOut | None = None
    consultation: Consultation | None = None

    def day(self, act: Act) -> date:
        return self.begins + timedelta(days=act.day)

    def moment(self, act: Act) -> datetime:
        """Midday; of today, in the morning, now: nothing is written before it happened."""
        return min(noon(self.day(act)), timezone.now())

    def family(self, viewer: Viewer) -> Family:
        return queries.family(viewer, self.family_id)


def live(past: Past, *, cast: Cast, family: UUID) -> None:
    """The last thing in it happens today."""
    living = _Living(cast, family, today() - timedelta(days=past.last_day))
    if past.is_walked:
        with acting_as(cast.opener) as viewer:
            _lead(living, viewer)
    for act in past.acts:
        with acting_as(getattr(cast, act.who)) as viewer:
            _ACTS[act.does](living, viewer, act)


def _lead(living: _Living, viewer: Viewer) -> None:
    joined = circle.bring_in(
        by=viewer, family=living.family(viewer), account=living.cast.lead, role="Family support worker", since=living.begins,
    )  # fmt: skip
    circle.make_lead(by=viewer, member=joined, since=living.begins)


def _ask(living: _Living, viewer: Viewer, act: Act, *, own: bool = True) -> None:
    """Somebody asked at one of the doors, and whoever takes it in finds the family."""
    said, by_school = act.words, AskedBy(role="Class teacher", organisation="Their school", how="call", at=_DRAMA)
    of_the_family = SafeReach(how="call", at=_DRAMA, when="Mornings", leave_message=False)
    new = NewRequest(
        door=said["door"], words=said["words"], words_by=said["words_by"], asker=by_school if "asker" in said else None,
        reach=SafeReach() if "asker" in said else of_the_family,
    )  # fmt: skip
    made = requests.receive(by=viewer, new=new, form_key=uuid7(), own=own)
    living.request = request_queries.request(viewer, made)
    request_families.link(by=viewer, request=living.request, family=living.family(viewer))
    if own:
        requests.look_at(by=viewer, request=_asked(living, viewer))
        _tell(living, viewer)


def _ask_team(living: _Living, viewer: Viewer, act: Act) -> None:
    _ask(living, viewer, act, own=False)


def _offer(living: _Living, viewer: Viewer, act: Act) -> None:
    requests.offer_help(by=viewer, request=_asked(living, viewer), what=act.words["what"])


def _take_up(living: _Living, viewer: Viewer, act: Act) -> None:
    _offer(living, viewer, act)
    requests.take_up(by=viewer, request=_asked(living, viewer), reason=act.words["reason"])
    _tell(living, viewer)


def _asked(living: _Living, viewer: Viewer) -> Request:
    assert living.request, "somebody asked before"
    return request_queries.request(viewer, living.request.pk)


def _tell(living: _Living, viewer: Viewer) -> None:
    """Whoever asked hears what is ready to be said."""
    for waiting in Telling.objects.filter(request=_asked(living, viewer), told_at__isnull=True):
        tellings.tell(by=viewer, telling=waiting.pk, how=Telling.How.CALL)


def _introduce(living: _Living, viewer: Viewer, act: Act) -> None:
    said = act.words
    whom = Whom(role=said["role"], why=said["why"], account=living.cast.other)
    living.introduction = introductions.offer(
        by=viewer, family=living.family(viewer), whom=whom, family_words=said["family_words"], on=living.day(act)
    )


def _accept(living: _Living, viewer: Viewer, act: Act) -> None:
    for offer in IntroductionOffer.objects.filter(to_account=viewer.account_id, introduction=living.introduction):
        introductions.accept(by=viewer, offer=offer.pk, words=act.words["words"])


def _make(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.introduction, "it was offered"
    day = living.day(act)
    introductions.make(
        by=viewer, introduction=living.introduction, accompanied=True, meet_on=day + timedelta(days=1), on=day
    )


def _turn(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.introduction, "it was offered"
    turn = {"meet": introductions.meet, "ask_after": introductions.ask_after}[act.does]
    turn(by=viewer, introduction=living.introduction, words=act.words["words"], on=living.day(act))


def _miss(living: _Living, viewer: Viewer, act: Act) -> None:
    at = living.moment(act)
    new = appointments.NewAppointment(kind="visit", purpose=act.words["purpose"], at=at)
    offered = appointments.offer(
        by=viewer, family=living.family(viewer), new=new, agreed=True, now=at - timedelta(days=2)
    )
    living.reach_out = appointments.was_missed(
        by=viewer, appointment=offered, how="not_seen", words=act.words["words"], now=at + timedelta(hours=1)
    )


def _reach(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.reach_out, "somebody was not seen"
    appointments.finish(by=viewer, reach_out=living.reach_out, now=living.moment(act), **_words(act))


def _consult(living: _Living, viewer: Viewer, act: Act) -> None:
    living.consultation = consultations.ask(by=viewer, family=living.family(viewer), on=living.day(act), **_words(act))


def _consulted(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.consultation, "somebody was asked"
    consultations.answer(by=viewer, consultation=living.consultation, on=living.day(act), **_words(act))


def _begin(living: _Living, viewer: Viewer, act: Act) -> None:
    living.episode = episodes.begin(by=viewer, family=living.family(viewer), on=living.day(act), **_words(act))


def _bring_in(living: _Living, viewer: Viewer, act: Act) -> None:
    circle.bring_in(
        by=viewer, family=living.family(viewer), account=living.cast.other, since=living.day(act), **_words(act)
    )


def _visit(living: _Living, viewer: Viewer, act: Act) -> None:
    new = entries.NewEntry(kind="visit", happened_at=living.moment(act), time_known=False, **_words(act))
    entries.write(by=viewer, family=living.family(viewer), new=new)


def _promise(living: _Living, viewer: Viewer, act: Act) -> None:
    due = living.day(act) + timedelta(days=int(act.words["within"]))
    title = act.words["title"]
    living.promised.append(tasks.promise(by=viewer, title=title, due_on=due, family=living.family(viewer)))


def _keep(living: _Living, viewer: Viewer, act: Act) -> None:
    tasks.do(by=viewer, task=living.promised[-1], said=act.words["said"])


def _step(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.episode, "a story begins before it steps"
    living.episode = episodes.step(by=viewer, episode=living.episode, on=living.day(act), **_words(act))


def _end(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.episode, "a story begins before it ends"
    said = act.words
    farewell = episodes.Farewell(why=said["why"], family_view=said["family_view"], stays_in_place=said["stays"])
    episodes.end(by=viewer, family=living.family(viewer), episode=living.episode, farewell=farewell, on=living.day(act))


def _words(act: Act) -> Any:
    return act.words


_ACTS: dict[str, Callable[[_Living, Viewer, Act], None]] = {
    "begin": _begin, "bring_in": _bring_in, "visit": _visit, "promise": _promise, "keep": _keep, "step": _step,
    "end": _end, "ask": _ask, "ask_team": _ask_team, "offer": _offer, "take_up": _take_up, "introduce": _introduce,
    "accept": _accept, "make": _make, "meet": _turn, "ask_after": _turn, "miss": _miss, "reach": _reach,
    "consult": _consult, "consulted": _consulted,
}  # fmt: skip
